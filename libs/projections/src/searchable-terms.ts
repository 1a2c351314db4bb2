import { fieldPlaces } from '#libs/domain';
import type { EventDefinition, StoredFields, StoredValue, TermScheme } from '#libs/domain';

/** The terms and recipients an event names, each once. */
export interface Searchable {
  readonly terms: readonly { readonly scheme: TermScheme; readonly iris: ReadonlySet<string> }[];
  readonly recipients: ReadonlySet<string>;
}

/** A step on the way to a leaf: into a member, or into each item of a list. */
type Step = string | typeof EACH;
const EACH = Symbol('each item');

interface Place {
  readonly steps: readonly Step[];
  readonly of: TermScheme | 'recipient';
}

const PLACES = new WeakMap<EventDefinition, readonly Place[]>();

/**
 * What an event can be found by. Where a definition's terms stand is worked out once: walking the definition for
 * every event would cost more than inserting its row.
 */
export function searchableIn(definition: EventDefinition, fields: StoredFields): Searchable {
  const found = new Map<Place['of'], Set<string>>();
  for (const place of placesOf(definition)) {
    let values = found.get(place.of);
    if (values === undefined) found.set(place.of, (values = new Set()));
    gather(fields, place.steps, 0, values);
  }
  const recipients = found.get('recipient') ?? new Set();
  found.delete('recipient');
  return { recipients, terms: [...found].map(([scheme, iris]) => ({ scheme: scheme as TermScheme, iris })) };
}

function gather(value: StoredValue | undefined, steps: readonly Step[], at: number, into: Set<string>): void {
  const step = steps[at];
  if (step === undefined) {
    if (typeof value === 'string') into.add(value);
  } else if (step === EACH) {
    if (Array.isArray(value)) for (const item of value as readonly StoredValue[]) gather(item, steps, at + 1, into);
  } else if (isFields(value)) gather(value[step], steps, at + 1, into);
}

/** What came from the store may hold more than its type says, null for one. */
function isFields(value: unknown): value is StoredFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function placesOf(definition: EventDefinition): readonly Place[] {
  let places = PLACES.get(definition);
  if (places === undefined) PLACES.set(definition, (places = findPlaces(definition)));
  return places;
}

function findPlaces(definition: EventDefinition): readonly Place[] {
  return fieldPlaces(definition).flatMap(({ path, field }): Place[] => {
    const steps = path.split('.').flatMap((name) => {
      const lists = name.match(/\[\]/g)?.length ?? 0;
      return [name.replaceAll('[]', ''), ...Array<typeof EACH>(lists).fill(EACH)];
    });
    if (field.kind === 'recipient') return [{ steps, of: 'recipient' }];
    return field.kind === 'term' ? [{ steps, of: field.scheme }] : [];
  });
}
