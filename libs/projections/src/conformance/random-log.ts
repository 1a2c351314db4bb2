import { CLEX, KAADAS, uuid } from '../testing/ledger-events.ts';
import type { ReadModelsUnderTest } from './read-models-under-test.ts';

export const SEED = Number(process.env['PROJECTIONS_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** Numbers from 0 up to but not including `below`, the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

export const SUBJECTS = [21, 22, 23, 24, 25, 26].map(uuid);
export const CATEGORIES = ['pd:Name', 'pd:Email', 'pd:Location', 'pd:Age'];
export const PURPOSES = ['dpv:ServiceProvision', 'dpv:Marketing', 'dpv:Security'];
export const RECIPIENTS = ['alipay', 'sf-express', 'autonavi'];
/** Epoch milliseconds; reports lie within the ten days that follow. */
export const FIRST_DAY = Date.parse('2025-03-01T00:00:00Z');
export const DAY_MS = 86_400_000;

/** Append random events of every kind a projection treats differently. */
export function randomLog({ log, store }: ReadModelsUnderTest, count: number): void {
  const random = randomNumbers(SEED + store.events.length);
  const one = <T>(from: readonly T[]): T => from[random(from.length)] as T;
  for (let n = 0; n < count; n += 1) {
    const subject = one(SUBJECTS);
    const other = one(SUBJECTS.filter((candidate) => candidate !== subject));
    const common = {
      controllerId: one([CLEX, KAADAS]),
      occurredAt: new Date(FIRST_DAY + random(10) * DAY_MS).toISOString(),
      ...(random(3) === 0 ? { sealed: { statements: 'c2VhbGVk', [`details/${one(CATEGORIES)}`]: 'c2VhbGVk' } } : {}),
    };
    const kind = random(20);
    if (kind < 9 || store.events.length === 0) {
      log.collected(subject, { ...common, categories: [one(CATEGORIES), one(CATEGORIES)] });
    } else if (kind < 14) {
      log.report(subject, {
        ...common,
        type: 'PersonalDataShared',
        fields: { recipient: one(RECIPIENTS), purposes: [one(PURPOSES)], categories: [one(CATEGORIES)] },
      });
    } else if (kind < 15) log.report(subject, { ...common, type: 'IdentifiersLinked', fields: { identifierCount: 1 } });
    else if (kind < 16) {
      log.report(subject, { ...common, type: 'IdentityConflictDetected', fields: { otherSubjectId: other } });
    } else if (kind < 17) log.merged(subject, other);
    else if (kind < 18) log.separated(subject, other);
    else {
      const first = one(store.events);
      const filters = random(2) === 0 ? { categories: [one(CATEGORIES)], subjectId: subject } : undefined;
      log.searched([first, store.events.at(-1) ?? first], filters, common.controllerId);
    }
  }
}
