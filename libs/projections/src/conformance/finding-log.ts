import type { StoredFields } from '#libs/domain';
import type { RecordedEvent } from '#libs/event-store';
import { CLEX, KAADAS, uuid } from '../testing/ledger-events.ts';
import type { LedgerLog, Written } from '../testing/ledger-events.ts';
import { SEED, SUBJECTS, randomNumbers } from './random-log.ts';

/** A finding about a person, or about a company where there is no subject. */
export interface FindingOf {
  readonly findingId: string;
  readonly subjectId?: string;
  readonly controllerId?: string;
}

/** Writes what is found, and what becomes of it. */
export class FindingLog {
  readonly #log: LedgerLog;

  constructor(log: LedgerLog) {
    this.#log = log;
  }

  raised(of: FindingOf, fields: StoredFields = {}): RecordedEvent {
    return this.#write(of, {
      type: 'FindingRaised',
      fields: {
        recordId: uuid(70),
        recordType: 'PersonalDataShared',
        happenedAt: '2025-06-01T12:00:00+08:00',
        rule: 'SHR-GROUND',
        outcome: 'violates',
        policyVersion: 'v3',
        row: 'CLEX-S1',
        missing: { code: 'saleForbidden', params: { recipient: 'alipay' } },
        cause: 'record',
        position: 0,
        ...fields,
      },
    });
  }

  revised(of: FindingOf, number: number, fields: StoredFields = {}): RecordedEvent {
    const answer = { outcome: 'conforms', policyVersion: 'v3', cause: 'evidence', because: uuid(71), position: 7 };
    return this.#write(of, { type: 'FindingRevised', fields: { number, ...answer, ...fields } });
  }

  /** A step of a person; the words are sealed. */
  handled(of: FindingOf, type: 'FindingExplained' | 'FindingResolved' | 'FindingAccepted', number: number) {
    return this.#write(of, { type, fields: { number }, sealed: { statements: 'c2VhbGVk' } });
  }

  #write({ findingId, subjectId, controllerId = CLEX }: FindingOf, { fields, ...rest }: Written): RecordedEvent {
    return this.#log.write(`assessment-${subjectId ?? controllerId}`, {
      controllerId,
      ...(subjectId === undefined ? {} : { subjectId }),
      fields: { findingId, ...fields },
      ...rest,
    });
  }
}

const STEPS = ['FindingExplained', 'FindingResolved', 'FindingAccepted'] as const;

/** Append random events of findings, mixed with versions of policies and with requests to judge again. */
export function randomFindings(log: LedgerLog, count: number): void {
  const random = randomNumbers(SEED);
  const one = <T>(from: readonly T[]): T => from[random(from.length)] as T;
  const findings = new FindingLog(log);
  const raised: { readonly of: FindingOf; number: number }[] = [];
  for (let n = 0; n < count; n += 1) {
    const known = raised.length === 0 ? undefined : one(raised);
    if (random(8) === 0) published(log, { controllerId: one([CLEX, KAADAS]), policyVersion: `v${n}` });
    else if (random(10) === 0) {
      log.write(`assessment-${CLEX}`, { type: 'ReassessmentRequested', controllerId: CLEX, fields: {} });
    } else if (known === undefined || random(4) === 0) {
      const about = random(5) === 0 ? {} : { subjectId: one(SUBJECTS) };
      const of = { findingId: uuid(1_000 + n), controllerId: one([CLEX, KAADAS]), ...about };
      findings.raised(of, { recordId: uuid(500 + random(5)), outcome: one(['violates', 'gap']) });
      raised.push({ of, number: 1 });
    } else {
      if (random(2) === 0) findings.handled(known.of, one(STEPS), known.number);
      else findings.revised(known.of, known.number, { outcome: one(['conforms', 'violates', 'gap']) });
      known.number += 1;
    }
  }
}

export function published(
  log: LedgerLog,
  { controllerId, policyVersion, effectiveFrom = '2025-01-01T00:00:00+08:00' }: Published,
): RecordedEvent {
  const pack = { controllerId, policyVersion, effectiveFrom, rows: [{ id: 'CLEX-S1', says: policyVersion }] };
  const fields = { policyVersion, effectiveFrom, pack };
  return log.write(`policy-${controllerId}`, { type: 'PolicyVersionPublished', controllerId, fields });
}

interface Published {
  readonly controllerId: string;
  readonly policyVersion: string;
  readonly effectiveFrom?: string;
}
