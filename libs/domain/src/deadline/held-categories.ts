import type { FieldsOf } from '../event-definition.ts';
import { PersonalDataCollected } from '../processing/collection-and-use.ts';
import { PersonalDataAnonymized, PersonalDataDeleted } from '../processing/leaving-scope.ts';
import type { StoredFields } from '../stored-event.ts';

/** Types of records that say what of a person is held. */
export const HOLDING_TYPES: readonly string[] = [
  PersonalDataCollected.type,
  PersonalDataDeleted.type,
  PersonalDataAnonymized.type,
];

/** All data about a person: what is held of somebody of whom nothing was reported. */
export const ALL_PERSONAL_DATA = 'https://w3id.org/dpv#PersonalData';

/**
 * Categories held of a person after these records, in their order. What was deleted from one data set is still in the
 * others, and what was only marked as deleted can be had again. Where nothing was ever said to be collected, everything may
 * be there: only deleting everything is then known to be enough.
 */
export function heldCategories(
  records: readonly { readonly type: string; readonly fields: StoredFields }[],
  isWithin: (category: string, wider: string) => boolean,
): readonly string[] {
  let held: ReadonlySet<string> = new Set();
  let collected = false;
  for (const { type, fields } of records) {
    if (type === PersonalDataCollected.type) {
      const { categories } = fields as unknown as FieldsOf<typeof PersonalDataCollected>;
      held = new Set([...held, ...categories.map(({ category }) => category)]);
      collected = true;
    } else if (takesAway(fields)) {
      const gone = fields['categories'] as readonly string[];
      held = new Set([...held].filter((one) => !gone.some((wider) => isWithin(one, wider))));
    }
  }
  return collected ? [...held].toSorted() : [ALL_PERSONAL_DATA];
}

function takesAway({ method, datasets }: StoredFields): boolean {
  return method !== 'softDeletion' && datasets === undefined;
}
