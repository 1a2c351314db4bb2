import { Injectable } from '@nestjs/common';
import { Vault } from '#libs/crypto-shredding';
import { SubjectChecked, type Verdict } from '#libs/domain';
import { AccessLog, accessTo } from '../access-log/access-log.ts';
import { hasPermission, roleFor, type Principal } from '../identity/index.ts';
import type { CheckDto } from './checks.dto.ts';

interface Answered {
  readonly check: CheckDto;
  readonly subjectId: string | undefined;
  readonly verdict: Pick<Verdict, 'outcome'>;
}

/** People whom checks are about. */
@Injectable()
export class AskedPeople {
  constructor(
    private readonly vault: Vault,
    private readonly accessLog: AccessLog,
  ) {}

  /** Whom the first identifier names; nobody is made for a question. */
  async find({ controllerId, subject = {} }: CheckDto): Promise<string | undefined> {
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
  async record({ check, subjectId, verdict }: Answered, principal: Principal): Promise<void> {
    if (hasPermission(principal, 'records:write')) return;
    const { controllerId, type: recordType, subject } = check;
    if (subjectId === undefined) {
      const [missed] = subject?.identifiers ?? [];
      if (missed !== undefined) await this.accessLog.recordMiss({ controllerId, missed }, principal);
      return;
    }
    const fields = { role: roleFor(principal, 'checks:read'), recordType, outcome: verdict.outcome };
    await this.accessLog.record([accessTo({ controllerId, subjectId }, SubjectChecked, fields)], principal);
  }
}
