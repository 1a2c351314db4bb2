import type { StoredFields } from '#libs/domain';
import { CLEX, KAADAS } from '../testing/ledger-events.ts';
import { DAY_MS, FIRST_DAY, RECIPIENTS, SEED, SUBJECTS, randomNumbers } from './random-log.ts';
import type { ReadModelsUnderTest } from './read-models-under-test.ts';

export const HELD = ['pd:Name', 'pd:Email', 'pd:Location'];
export const DATASETS = ['crm', 'logs'];
const PURPOSES = ['dpv:ServiceProvision', 'dpv:Marketing'];

/** Append random records of who has which data, in no order of when it happened. */
export function randomHoldings({ log, store }: ReadModelsUnderTest, count: number): void {
  const random = randomNumbers(SEED + store.events.length);
  const one = <T>(from: readonly T[]): T => from[random(from.length)] as T;
  const some = <T>(from: readonly T[]): T[] => from.filter(() => random(2) === 0);
  const categories = (): string[] => [...new Set([one(HELD), ...some(HELD)])];
  const datasets = (): StoredFields => (random(3) === 0 ? { datasets: [one(DATASETS)] } : {});
  for (let n = 0; n < count; n += 1) {
    const subject = one(SUBJECTS);
    // A subject belongs to one company.
    const controllerId = SUBJECTS.indexOf(subject) % 2 === 0 ? CLEX : KAADAS;
    const occurredAt = new Date(FIRST_DAY + random(40) * (DAY_MS / 4)).toISOString();
    const recipient = one(RECIPIENTS);
    const report = (type: string, fields: StoredFields): void => {
      log.report(subject, { type, controllerId, occurredAt, fields });
    };
    switch (random(12)) {
      case 0:
      case 1:
      case 2: {
        const collected = categories().map((category) => ({ category }));
        report('PersonalDataCollected', { categories: collected, purposes: [one(PURPOSES)], ...datasets() });
        break;
      }
      case 3:
      case 4:
      case 5: {
        const identifiability = one(['identified', 'identified', 'deidentified', 'statistical']);
        const shared = { recipient, recipientKind: 'partner', purposes: [one(PURPOSES)], identifiability };
        report('PersonalDataShared', { ...shared, categories: categories(), ...datasets() });
        break;
      }
      case 6:
        report('PersonalDataUsed', { categories: categories(), purposes: [one(PURPOSES)] });
        break;
      case 7:
        report(one(['PersonalDataDeleted', 'PersonalDataAnonymized']), { categories: categories(), ...datasets() });
        break;
      case 8:
        report('PersonalDataDeidentified', { categories: categories(), ...datasets() });
        break;
      case 9:
        report('ReidentificationDetected', { categories: categories(), ...(random(2) === 0 ? { recipient } : {}) });
        break;
      case 10:
        report('RecipientDeletionAnswered', { recipient, outcome: one(['confirmed', 'refused']) });
        break;
      default: {
        const fields = { recipient, includesPastData: random(3) > 0, ...datasets() };
        if (random(2) === 0) report('RecipientAccessRevoked', fields);
        else {
          log.write(`dataController-${controllerId}`, {
            type: 'RecipientAccessRevoked',
            controllerId,
            occurredAt,
            fields,
          });
        }
      }
    }
  }
}
