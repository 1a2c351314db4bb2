import { Injectable } from '@nestjs/common';
import { Vault } from '#libs/crypto-shredding';
import { HistoryExported, HistoryRead, IdentifiersRevealed, type FieldsOf } from '#libs/domain';
import type { RecordEntry } from '#libs/projections';
import { AccessLog, accessTo } from '../access-log/access-log.ts';
import {
  assertPermission,
  assertSubject,
  mayActFor,
  roleFor,
  type Permission,
  type Principal,
} from '../identity/index.ts';
import { ProblemError } from '../problems/index.ts';
import { isWanted, type Revealable } from '../reading/revealing.ts';

type ReadFields = Omit<FieldsOf<typeof HistoryRead>, 'role' | 'revealed'>;

/** Who may see a person's history, and the record that they did. */
@Injectable()
export class HistoryAccess {
  constructor(
    private readonly vault: Vault,
    private readonly accessLog: AccessLog,
  ) {}

  /**
   * The controller whose subject this is.
   * @throws ProblemError `forbidden`, `subjectNotAllowed`; `notFound` also for a subject of a controller not theirs
   */
  async admit(
    subjectId: string,
    {
      principal,
      permission,
      reveal,
    }: { readonly principal: Principal; readonly permission: Permission; readonly reveal: readonly Revealable[] },
  ): Promise<string> {
    assertSubject(principal, subjectId, permission);
    if (reveal.length > 0) assertSubject(principal, subjectId, 'subjects:reveal');
    const [controllerId] = await this.vault.realmsOf([subjectId]);
    if (controllerId === undefined || !mayActFor(principal, controllerId)) throw new ProblemError('notFound');
    return controllerId;
  }

  /** A page, before it is handed out. */
  async recordPage(
    page: {
      readonly subjectId: string;
      readonly controllerId: string;
      readonly entries: readonly RecordEntry[];
      readonly read: ReadFields;
    },
    reveal: readonly Revealable[],
    principal: Principal,
  ): Promise<void> {
    const { subjectId, controllerId, entries, read } = page;
    const role = roleFor(principal, 'subjects:history');
    const opened = entries.flatMap(({ sealed }) =>
      sealed.filter((compartment) => isWanted(compartment, reveal)),
    ).length;
    const seen = { controllerId, subjectId };
    const accesses = [accessTo(seen, HistoryRead, { role, ...read, revealed: reveal.length > 0 })];
    if (opened > 0) accesses.push(accessTo(seen, IdentifiersRevealed, { role, itemCount: opened }));
    await this.accessLog.record(accesses, principal);
  }

  /** An export, before its first byte. */
  async recordExport(
    exported: {
      readonly subjectId: string;
      readonly controllerId: string;
      readonly fields: Omit<FieldsOf<typeof HistoryExported>, 'role'>;
    },
    principal: Principal,
  ): Promise<void> {
    assertPermission(principal, 'subjects:export');
    const { subjectId, controllerId, fields } = exported;
    const role = roleFor(principal, 'subjects:export');
    const access = accessTo({ controllerId, subjectId }, HistoryExported, { role, ...fields });
    await this.accessLog.record([access], principal);
  }
}
