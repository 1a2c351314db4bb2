import type { EventDefinition, TermScheme } from './event-definition.ts';
import { fieldPlaces } from './fields.ts';
import type { StoredFields, StoredValue } from './stored-event.ts';

/** What an event names in the vocabulary and the ledger's registries, each once, in order. */
export interface Named {
  readonly terms: ReadonlyMap<TermScheme, ReadonlySet<string>>;
  readonly recipients: ReadonlySet<string>;
  readonly controllers: ReadonlySet<string>;
  /** Slugs of the reporting company's own registries, and what it calls its cases. */
  readonly references: ReadonlySet<string>;
}

/** Who is registered with the ledger and can be named by a record. */
export interface Party {
  readonly kind: 'recipient' | 'controller';
  readonly id: string;
}

type Registry = 'recipient' | 'controller' | 'reference';
const isRegistry = (of: string): of is Registry => of === 'recipient' || of === 'controller' || of === 'reference';

/** Kinds whose values are names, and in which registry. Cases are named by the reporting company like all else. */
const REGISTRY_OF: ReadonlyMap<string, Registry> = new Map<string, Registry>([
  ['recipient', 'recipient'],
  ['controller', 'controller'],
  ['reference', 'reference'],
  ['caseId', 'reference'],
]);

/** A step on the way to a leaf: into a member, or into each item of a list. */
type Step = string | typeof EACH;
const EACH = Symbol('each item');

interface Place {
  readonly steps: readonly Step[];
  readonly of: TermScheme | Registry;
}

const PLACES = new WeakMap<EventDefinition, readonly Place[]>();
const NONE: ReadonlySet<string> = new Set();

/**
 * What an event can be found by. Where a definition's names stand is worked out once: walking the definition for every
 * event would cost more than inserting its row.
 */
export function namedIn(definition: EventDefinition, fields: StoredFields): Named {
  const terms = new Map<TermScheme, Set<string>>();
  const registries: { [R in Registry]: Set<string> | undefined } = {
    recipient: undefined,
    controller: undefined,
    reference: undefined,
  };
  for (const { steps, of } of placesOf(definition)) {
    if (isRegistry(of)) registries[of] = gathered(fields, steps, 0, registries[of]);
    else {
      const iris = gathered(fields, steps, 0, terms.get(of));
      if (iris !== undefined) terms.set(of, iris);
    }
  }
  const { recipient = NONE, controller = NONE, reference = NONE } = registries;
  return { terms, recipients: recipient, controllers: controller, references: reference };
}

/** `into` with the texts at the end of the steps; made when there is a first one, since most places are empty. */
function gathered(
  value: StoredValue | undefined,
  steps: readonly Step[],
  at: number,
  into: Set<string> | undefined,
): Set<string> | undefined {
  const step = steps[at];
  if (step === undefined) return typeof value === 'string' ? (into ?? new Set()).add(value) : into;
  if (step !== EACH) return isFields(value) ? gathered(value[step], steps, at + 1, into) : into;
  let gatheredSoFar = into;
  if (Array.isArray(value)) {
    for (const item of value as readonly StoredValue[]) {
      gatheredSoFar = gathered(item, steps, at + 1, gatheredSoFar);
    }
  }
  return gatheredSoFar;
}

/** JSON pointer, within the fields, to where a party is named first; `''` where it is not. */
export function pointerToParty(definition: EventDefinition, fields: StoredFields, { kind, id }: Party): string {
  for (const { steps, of } of placesOf(definition)) {
    const pointer = of === kind ? pointerTo(id, fields, steps) : undefined;
    if (pointer !== undefined) return pointer;
  }
  return '';
}

function pointerTo(id: string, value: StoredValue | undefined, [step, ...rest]: readonly Step[]): string | undefined {
  if (step === undefined) return value === id ? '' : undefined;
  const members = step !== EACH ? [step] : Array.isArray(value) ? Object.keys(value) : [];
  for (const member of members) {
    const within = (value as { readonly [member: string]: StoredValue | undefined } | undefined)?.[member];
    const pointer = pointerTo(id, within, rest);
    if (pointer !== undefined) return `/${member}${pointer}`;
  }
  return undefined;
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
    const registry = REGISTRY_OF.get(field.kind);
    if (registry !== undefined) return [{ steps, of: registry }];
    return field.kind === 'term' ? [{ steps, of: field.scheme }] : [];
  });
}
