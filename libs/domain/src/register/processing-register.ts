import { isAmong } from '../assessment/categories.ts';
import type { ClearFieldValues } from '../event-definition.ts';
import { ProcessingActivityDeclared, ProcessingActivityEnded } from '../policy/processing-activity.ts';
import type { StoredFields } from '../stored-event.ts';
import type { Vocabulary } from '../vocabulary.ts';
import type { PolicyDeclaration } from './policy-declaration.ts';

type ActivityFields = ClearFieldValues<(typeof ProcessingActivityDeclared)['fields']>;

/** A row of the register as the company declared it (GDPR Art. 30(1)). */
export interface DeclaredActivity extends ActivityFields {
  /** The record that declares it, and when that says it is so. */
  readonly recordId: string;
  readonly declaredAt: string;
}

/** A record of the company about its register. */
export interface RegisterRecord {
  readonly id: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly fields: StoredFields;
}

/** What records of one kind have in common: how often they came, and between which instants. */
export interface RecordedKind {
  readonly type: string;
  readonly purposes: readonly string[];
  readonly categories: readonly string[];
  readonly legalBases: readonly string[];
  readonly recipients: readonly string[];
  readonly count: number;
  /** Milliseconds since 1970. */
  readonly firstAt: number;
  readonly lastAt: number;
}

/** What was really done for one purpose. */
export interface RecordedPurpose {
  readonly purpose: string;
  readonly types: readonly string[];
  readonly categories: readonly string[];
  readonly legalBases: readonly string[];
  readonly recipients: readonly string[];
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** Where what was declared and what was recorded part. */
export type Drift =
  | {
      readonly kind: 'purposeNotDeclared';
      readonly purpose: string;
      readonly count: number;
      /** The policy in force has the purpose, so that only the register lacks it. */
      readonly inPolicy: boolean;
    }
  | { readonly kind: 'categoriesNotDeclared'; readonly purpose: string; readonly categories: readonly string[] }
  | { readonly kind: 'recipientsNotDeclared'; readonly purpose: string; readonly recipients: readonly string[] }
  | { readonly kind: 'legalBasesNotDeclared'; readonly purpose: string; readonly legalBases: readonly string[] }
  | { readonly kind: 'activityNotRecorded'; readonly activity: string };

/** Activities in force: a later declaration of the same name replaces an earlier one, and an end takes it away. */
export function activitiesIn(records: readonly RegisterRecord[]): readonly DeclaredActivity[] {
  const byName = new Map<string, DeclaredActivity>();
  const inOrder = records.toSorted((a, b) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt));
  for (const { id, type, occurredAt, fields } of inOrder) {
    const { activity } = fields as unknown as ActivityFields;
    if (type === ProcessingActivityEnded.type) byName.delete(activity);
    if (type !== ProcessingActivityDeclared.type) continue;
    byName.set(activity, { ...(fields as unknown as ActivityFields), recordId: id, declaredAt: occurredAt });
  }
  return [...byName.values()].toSorted((a, b) => (a.activity < b.activity ? -1 : 1));
}

/** What was recorded, purpose by purpose. One kind of records may serve several. */
export function recordedByPurpose(kinds: readonly RecordedKind[]): readonly RecordedPurpose[] {
  const purposes = [...new Set(kinds.flatMap((kind) => kind.purposes))].toSorted();
  return purposes.map((purpose) => {
    const own = kinds.filter((kind) => kind.purposes.includes(purpose));
    return {
      purpose,
      types: union(own.map(({ type }) => [type])),
      categories: union(own.map(({ categories }) => categories)),
      legalBases: union(own.map(({ legalBases }) => legalBases)),
      recipients: union(own.map(({ recipients }) => recipients)),
      count: own.reduce((sum, { count }) => sum + count, 0),
      firstAt: Math.min(...own.map(({ firstAt }) => firstAt)),
      lastAt: Math.max(...own.map(({ lastAt }) => lastAt)),
    };
  });
}

export interface Compared {
  readonly activities: readonly DeclaredActivity[];
  readonly recorded: readonly RecordedPurpose[];
  readonly policy: PolicyDeclaration | undefined;
  readonly vocabulary: Vocabulary;
  /** What a recipient is, by its id, as it is registered. */
  readonly kindOf: (recipient: string) => string | undefined;
}

/** The drift between what was declared and what was recorded, purpose by purpose. */
export function driftIn(compared: Compared): readonly Drift[] {
  const { activities, recorded, policy } = compared;
  const drift = recorded.flatMap((done): readonly Drift[] => {
    const own = activities.filter(({ purposes }) => purposes.includes(done.purpose));
    if (own.length > 0) return beyond(done, own, compared);
    const { purpose, count } = done;
    return [{ kind: 'purposeNotDeclared', purpose, count, inPolicy: policy?.purposes.includes(purpose) === true }];
  });
  const unused = activities
    .filter(({ purposes }) => !recorded.some(({ purpose }) => purposes.includes(purpose)))
    .map(({ activity }): Drift => ({ kind: 'activityNotRecorded', activity }));
  return [...drift, ...unused];
}

function beyond(
  { purpose, ...done }: RecordedPurpose,
  own: readonly DeclaredActivity[],
  { vocabulary, kindOf }: Compared,
): readonly Drift[] {
  const listed = own.flatMap(({ categories }) => categories);
  const bases = own.flatMap(({ legalBases = [] }) => legalBases);
  const named = own.flatMap(({ recipients = [] }) => recipients);
  const kinds: readonly string[] = own.flatMap(({ recipientKinds = [] }) => recipientKinds);
  const categories = done.categories.filter((category) => !isAmong(vocabulary, listed, category));
  const recipients = done.recipients.filter((one) => !named.includes(one) && !kinds.includes(kindOf(one) ?? ''));
  const legalBases = done.legalBases.filter((basis) => !bases.includes(basis));
  return [
    ...(categories.length === 0 ? [] : [{ kind: 'categoriesNotDeclared', purpose, categories } as const]),
    ...(recipients.length === 0 ? [] : [{ kind: 'recipientsNotDeclared', purpose, recipients } as const]),
    ...(legalBases.length === 0 ? [] : [{ kind: 'legalBasesNotDeclared', purpose, legalBases } as const]),
  ];
}

function union(lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())].toSorted();
}
