import type { LedgerLog, Written } from '../testing/ledger-events.ts';
import { CLEX, uuid } from '../testing/ledger-events.ts';
import { randomNumbers, SEED, SUBJECTS } from './random-log.ts';

/** Writes what starts and settles clocks. */
export class ClockLog {
  readonly #log: LedgerLog;

  constructor(log: LedgerLog) {
    this.#log = log;
  }

  registered(controllerId: string, fields: { readonly country: string; readonly timeZone?: string }) {
    const registration = { names: ['A company'], role: 'controller', ...fields };
    return this.#log.write(`dataController-${controllerId}`, { type: 'ControllerRegistered', fields: registration });
  }

  /** A policy that keeps things for so many days, deletes and answers within as many, and ends access with an agreement. */
  published(policyVersion: string, days: number, effectiveFrom = '2026-01-01T00:00:00+08:00', zone = 'Asia/Shanghai') {
    const period = { n: days, unit: 'day' };
    const rules = [
      { kind: 'RET-LIMIT', categories: ['pd:Contact'], period },
      { kind: 'DEL-DEADLINE', after: ['accountCancelled'], period },
      { kind: 'RGT-DUE', period, from: 'verification' },
      { kind: 'SHR-END', includesPastData: true },
    ];
    const clauses = [{ heading: 'Store', line: 81, quote: 'within' }];
    const pack = {
      ...{ controllerId: CLEX, policyVersion, effectiveFrom, zone, jurisdictions: ['CN'] },
      rows: [{ id: 'CLEX-R3', says: 'Goes.', clauses, rules }],
    };
    const fields = { policyVersion, effectiveFrom, pack };
    return this.#log.write(`policy-${CLEX}`, { type: 'PolicyVersionPublished', controllerId: CLEX, fields });
  }

  about(subjectId: string, type: string, occurredAt: string, fields: Written['fields'] = {}) {
    return this.#log.report(subjectId, { type, occurredAt, fields });
  }

  /** A request that Swedish law is about as well. */
  asked(subjectId: string, occurredAt: string, fields: Written['fields']) {
    const report = { type: 'RightsRequestReceived', occurredAt, fields, jurisdictions: ['SE'] };
    return this.#log.report(subjectId, report);
  }

  collected(subjectId: string, occurredAt: string, category: string, more: Written['fields'] = {}) {
    const fields = { function: 'shop', categories: [{ category }], source: { kind: 'subject' }, purposes: ['dpv:X'] };
    return this.about(subjectId, 'PersonalDataCollected', occurredAt, { ...fields, ...more });
  }

  ofCompany(type: string, occurredAt: string, fields: Written['fields'], controllerId = CLEX) {
    return this.#log.write(`dataController-${controllerId}`, { type, occurredAt, controllerId, fields });
  }

  passed(subjectId: string, fields: Written['fields']) {
    const { deadlineId } = fields;
    const said = { number: 0, kind: 'deletion', startedBy: uuid(70), ...fields };
    return this.#log.write(`deadline-${String(deadlineId)}`, {
      ...{ type: 'DeadlinePassed', controllerId: CLEX, subjectId, fields: said },
    });
  }
}

export const BREACH = { breachId: 'b-1', awareAt: '2026-03-08T10:00:00+08:00', nature: ['confidentiality'] };

/** Append random events that start, move and settle clocks, of few people and cases, so that they meet. */
export function randomClocks(log: LedgerLog, clocks: ClockLog, count: number): void {
  const random = randomNumbers(SEED);
  const one = <T>(from: readonly T[]): T => from[random(from.length)] as T;
  const day = () => `2026-0${1 + random(6)}-${String(1 + random(28)).padStart(2, '0')}T10:00:00+08:00`;
  const some = () => one(['pd:EmailAddress', 'pd:Name', 'pd:Contact']);
  const steps: readonly (() => unknown)[] = [
    () => clocks.collected(one(SUBJECTS), day(), some(), random(3) === 0 ? { retentionPeriod: 'P20D' } : {}),
    () => clocks.about(one(SUBJECTS), 'AccountCancelled', day(), { requestedBy: 'subject' }),
    () => clocks.about(one(SUBJECTS), 'PersonalDataDeleted', day(), { categories: [some()], method: 'erasure' }),
    () => clocks.ofCompany('LegalHoldPlaced', day(), { holdRef: one(['a', 'b']), ground: 'litigation' }),
    () => clocks.ofCompany('LegalHoldReleased', day(), { holdRef: one(['a', 'b']) }),
    () => clocks.about(one(SUBJECTS), 'LegalHoldPlaced', day(), { holdRef: one(['a', 'b']), ground: 'litigation' }),
    () =>
      clocks.ofCompany('BreachDetected', day(), {
        ...BREACH,
        breachId: one(['b-1', 'b-2']),
        affectedIn: [{ country: 'SE' }],
      }),
    () => clocks.registered(CLEX, { country: one(['SE', 'CN', 'US']) }),
    () => log.merged(one(SUBJECTS), one(SUBJECTS)),
  ];
  clocks.published('v1', 15);
  for (let n = 0; n < count; n += 1) {
    if (n % 100 === 50) clocks.published(`v${n}`, 5 + random(20), day());
    else one(steps)();
  }
}
