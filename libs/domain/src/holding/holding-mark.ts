import { PersonalDataCollected, PersonalDataCorrected, PersonalDataUsed } from '../processing/collection-and-use.ts';
import { PersonalDataCombinationEnded, PersonalDataCombined } from '../processing/combination.ts';
import {
  PersonalDataExported,
  PersonalDataPubliclyDisclosed,
  PersonalDataShared,
  PersonalDataTransferred,
} from '../processing/handing-over.ts';
import {
  PersonalDataAnonymized,
  PersonalDataDeidentified,
  PersonalDataDeleted,
  ReidentificationDetected,
} from '../processing/leaving-scope.ts';
import { RecipientDeletionAnswered } from '../recipient/deletion.ts';
import { RecipientUseReported } from '../recipient/use.ts';
import { RecipientAccessRevoked } from '../restriction/restriction.ts';
import type { ClearFieldValues, EventDefinition, Fields } from '../event-definition.ts';
import type { StoredFields } from '../stored-event.ts';
import { PERSONAL_DATA } from '../vocabulary.ts';

/** Who has the data: the company itself, somebody it was given to, or the company it passed to. */
export interface Holder {
  readonly kind: 'controller' | 'recipient' | 'successor';
  readonly id: string;
}

export type Identifiability = 'identified' | 'deidentified';

/** On what ground and for what it is held. */
export interface HoldingBasis {
  readonly purposes: readonly string[];
  readonly legalBasis?: string;
  /** Of a share: the ground in the policy's list. */
  readonly ground?: string;
}

/** What one record says about who has which data. */
export type HoldingMark =
  /** The holder came to have it. */
  | ({ readonly says: 'begins' } & Begun)
  /** The holder did something with it, so it was there: since when is not told. */
  | ({ readonly says: 'isThere' } & Omit<Begun, 'datasets'>)
  | HoldingEnd
  /** Whom it is about can be told no more, or again. */
  | {
      readonly says: 'becomes';
      readonly holder: Holder;
      readonly categories: readonly string[];
      readonly datasets?: readonly string[];
      readonly identifiability: Identifiability;
    };

/** The holder has it no more. Without categories: nothing at all; without data sets: wherever it was. */
export interface HoldingEnd {
  readonly says: 'ends';
  readonly holder: Holder;
  readonly categories?: readonly string[];
  readonly datasets?: readonly string[];
}

interface Begun {
  readonly holder: Holder;
  readonly categories: readonly string[];
  readonly identifiability: Identifiability;
  readonly basis: HoldingBasis;
  readonly datasets?: readonly string[];
  /** When it takes effect, if not when the record happened: milliseconds since 1970. */
  readonly at?: number;
}

type Marking = (fields: StoredFields, self: Holder) => readonly HoldingMark[];

function on<const F extends Fields>(
  { type }: EventDefinition<F>,
  marks: (fields: ClearFieldValues<F>, self: Holder) => readonly HoldingMark[],
): readonly [string, Marking] {
  // Its fields have the definition's shape, for the codec read them.
  return [type, marks as unknown as Marking];
}

const recipientOf = (id: string): Holder => ({ kind: 'recipient', id });

function basisOf({
  purposes = [],
  legalBasis,
  ground,
}: {
  readonly purposes?: readonly string[];
  readonly legalBasis?: string;
  readonly ground?: string;
}): HoldingBasis {
  return {
    purposes: [...new Set(purposes)].toSorted(),
    ...(legalBasis === undefined ? {} : { legalBasis }),
    ...(ground === undefined ? {} : { ground }),
  };
}

const setsOf = ({ datasets }: { readonly datasets?: readonly string[] }) =>
  datasets === undefined ? {} : { datasets };

/** Who does something with data, or hands it on, has it. For what it was held is not what is done with it now. */
function isThere(holder: Holder, categories: readonly string[]): HoldingMark {
  return { says: 'isThere', holder, categories, identifiability: 'identified', basis: { purposes: [] } };
}

const MARKINGS: ReadonlyMap<string, Marking> = new Map([
  on(PersonalDataCollected, (fields, holder) => [
    {
      says: 'begins',
      holder,
      categories: fields.categories.map(({ category }) => category),
      identifiability: 'identified',
      basis: basisOf(fields),
      ...setsOf(fields),
    },
  ]),
  on(PersonalDataUsed, ({ categories }, holder) => [isThere(holder, categories)]),
  on(PersonalDataCorrected, ({ categories }, holder) => [isThere(holder, categories)]),
  on(PersonalDataPubliclyDisclosed, ({ categories }, holder) => [isThere(holder, categories)]),
  on(PersonalDataShared, (fields, self) => {
    const { recipient, categories } = fields;
    const given = isThere(self, categories);
    // Statistics name nobody: the recipient has nothing about this person.
    if (fields.identifiability === 'statistical') return [given];
    const identifiability = fields.identifiability === 'deidentified' ? 'deidentified' : 'identified';
    const holder = recipientOf(recipient);
    return [given, { says: 'begins', holder, categories, identifiability, basis: basisOf(fields), ...setsOf(fields) }];
  }),
  on(PersonalDataExported, (fields, self) => {
    const { recipient, categories, purposes, legalBasis } = fields;
    const given = isThere(self, categories);
    if (recipient === undefined) return [given];
    const basis = basisOf({ purposes, ...(legalBasis === undefined ? {} : { legalBasis }) });
    return [
      given,
      {
        says: 'begins',
        holder: recipientOf(recipient),
        categories,
        identifiability: 'identified',
        basis,
        ...setsOf(fields),
      },
    ];
  }),
  on(PersonalDataTransferred, (fields, self) => {
    const { newController, categories, purposes, legalBasis, effectiveAt } = fields;
    const basis = basisOf({
      ...(purposes === undefined ? {} : { purposes }),
      ...(legalBasis === undefined ? {} : { legalBasis }),
    });
    const at = effectiveAt === undefined ? {} : { at: Date.parse(effectiveAt) };
    const holder: Holder = { kind: 'successor', id: newController };
    return [
      isThere(self, categories),
      { says: 'begins', holder, categories, identifiability: 'identified', basis, ...at },
    ];
  }),
  // A combination counts as a data set of its own name, for that is how its end names it.
  on(PersonalDataCombined, (fields, holder) => [
    {
      says: 'begins',
      holder,
      categories: fields.categories,
      identifiability: 'identified',
      basis: basisOf(fields),
      datasets: [fields.combination],
    },
  ]),
  on(PersonalDataCombinationEnded, ({ combination }, holder) => [{ says: 'ends', holder, datasets: [combination] }]),
  // What can be brought back was not deleted.
  on(PersonalDataDeleted, (fields, holder) =>
    fields.method === 'softDeletion'
      ? []
      : [{ says: 'ends', holder, categories: fields.categories, ...setsOf(fields) }],
  ),
  on(PersonalDataAnonymized, (fields, holder) => [
    { says: 'ends', holder, categories: fields.categories, ...setsOf(fields) },
  ]),
  on(PersonalDataDeidentified, (fields, holder) => [
    { says: 'becomes', holder, categories: fields.categories, identifiability: 'deidentified', ...setsOf(fields) },
  ]),
  on(ReidentificationDetected, (fields, self) => [
    {
      says: 'becomes',
      holder: fields.recipient === undefined ? self : recipientOf(fields.recipient),
      categories: fields.categories,
      identifiability: 'identified',
      ...setsOf(fields),
    },
  ]),
  on(RecipientUseReported, ({ recipient, categories }) => [isThere(recipientOf(recipient), categories)]),
  on(RecipientDeletionAnswered, ({ recipient, outcome, categories }) =>
    outcome === 'confirmed'
      ? [{ says: 'ends', holder: recipientOf(recipient), ...(categories === undefined ? {} : { categories }) }]
      : [],
  ),
  // Without what it already had, the recipient only gets nothing more.
  on(RecipientAccessRevoked, (fields) =>
    fields.includesPastData ? [{ says: 'ends', holder: recipientOf(fields.recipient), ...setsOf(fields) }] : [],
  ),
]);

/** Types of records that say who has which data. */
export const HOLDING_MARK_TYPES: ReadonlySet<string> = new Set(MARKINGS.keys());

/** What a record about one person says about who has which of their data. */
export function holdingMarksOf(type: string, fields: StoredFields, controllerId: string): readonly HoldingMark[] {
  return MARKINGS.get(type)?.(fields, { kind: 'controller', id: controllerId }) ?? [];
}

/**
 * What a record about no single person takes away from everybody: all that a recipient had. What a company says of its own
 * data in this way ends nobody's holding, because it does not say whose data it was: a purge of old logs leaves the new ones.
 * Neither does what a recipient says of some categories, or of one request.
 */
export function holdingEndsForAll(type: string, fields: StoredFields): readonly HoldingEnd[] {
  if (type !== RecipientAccessRevoked.type && type !== RecipientDeletionAnswered.type) return [];
  if (fields['requestId'] !== undefined) return [];
  return holdingMarksOf(type, fields, '').flatMap((mark) => {
    if (mark.says !== 'ends') return [];
    const { categories, ...rest } = mark;
    return categories === undefined || categories.includes(PERSONAL_DATA) ? [rest] : [];
  });
}
