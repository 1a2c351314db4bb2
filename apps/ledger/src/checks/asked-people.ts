import { Injectable } from '@nestjs/common';
import { Vault } from '#libs/crypto-shredding';
import { SubjectChecked, type Verdict } from '#libs/domain';
import { AccessLog, accessTo } from '../access-log/access-log.ts';
import { hasPermission, roleFor, type Principal } from '../identity/index.ts';
import { ReadModels } from '../reading/read-models.ts';
import type { CheckDto } from './checks.dto.ts';

/** A person, who may have been met as several subjects that were merged since. */
export interface AskedPerson {
  /** Who stands for them all, as a lookup tells. */
  readonly survivorId: string;
  /** All of them, that one included. */
  readonly subjectIds: readonly [string, ...string[]];
}

interface Answered {
  readonly check: CheckDto;
  readonly person: AskedPerson | undefined;
  readonly verdict: Pick<Verdict, 'outcome'>;
}

/** People whom checks are about. */
@Injectable()
export class AskedPeople {
  constructor(
    private readonly vault: Vault,
    private readonly accessLog: AccessLog,
    private readonly readModels: ReadModels,
  ) {}

  /** Whom the first identifier names, with all who were found to be the same; nobody is made for a question. */
  async find(check: CheckDto): Promise<AskedPerson | undefined> {
    const found = await this.named(check);
    if (found === undefined) return undefined;
    const { identity } = this.readModels.queries;
    const survivorId = await identity.survivorOf(found);
    const others = (await identity.mergedSubjects(found)).filter((id) => id !== survivorId);
    return { survivorId, subjectIds: [survivorId, ...others] };
  }

  private async named({ controllerId, subject = {} }: CheckDto): Promise<string | undefined> {
    const { subjectId, identifiers } = subject;
    const [first] = identifiers ?? [];
    if (first !== undefined) return this.vault.find(controllerId, first);
    if (subjectId === undefined) return undefined;
    const id = subjectId.toLowerCase();
    const [realm] = await this.vault.realmsOf([id]);
    return realm === controllerId ? id : undefined;
  }

  /**
   * The verdict tells what the rules know of the person. Whoever may report asks as a part of reporting, and what is done
   * then is recorded; anybody else is reading.
   */
  async record({ check, person, verdict }: Answered, principal: Principal): Promise<void> {
    if (hasPermission(principal, 'records:write')) return;
    const { controllerId, type: recordType, subject } = check;
    if (person === undefined) {
      const [missed] = subject?.identifiers ?? [];
      if (missed !== undefined) await this.accessLog.recordMiss({ controllerId, missed }, principal);
      return;
    }
    const fields = { role: roleFor(principal, 'checks:read'), recordType, outcome: verdict.outcome };
    await this.accessLog.record(
      [accessTo({ controllerId, subjectId: person.survivorId }, SubjectChecked, fields)],
      principal,
    );
  }
}
