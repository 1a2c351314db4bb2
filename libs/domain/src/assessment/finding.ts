import type { EventDefinition, FieldsOf } from '../event-definition.ts';
import type { StoredFields } from '../stored-event.ts';
import { FindingRaised, FindingRevised } from './assessment-events.ts';
import type { Fact } from './fact.ts';
import type { FindingStatus } from './finding-lifecycle.ts';
import { statusAfter } from './finding-lifecycle.ts';
import type { Missing } from './missing.ts';
import type { RuleId } from './rule-id.ts';
import type { Basis, Finding, Outcome, Verdict } from './verdict.ts';

/** What is on record about one rule and one record. */
export interface FindingState {
  readonly findingId: string;
  readonly recordId: string;
  readonly rule: RuleId;
  /** How many events tell of it. */
  readonly number: number;
  readonly outcome: Outcome;
  readonly status: FindingStatus;
  readonly said: FindingContent;
}

/** What a finding says: names of what asserts the rule, never their words, which stand in the packs. */
export interface FindingContent {
  readonly policyVersion?: string;
  readonly row?: string;
  readonly lawRule?: string;
  readonly alsoRules?: readonly string[];
  readonly evidence?: readonly string[];
  readonly missing?: Missing;
}

/** Findings by id, as their events tell. */
export type Findings = ReadonlyMap<string, FindingState>;

type Raised = FieldsOf<typeof FindingRaised>;
type Revised = FieldsOf<typeof FindingRevised>;

interface AssessmentEvent {
  readonly type: string;
  readonly fields: StoredFields;
}

/** The finding after one more of its events; events of other kinds tell nothing of it. */
export function evolveFinding(
  state: FindingState | undefined,
  { type, fields }: AssessmentEvent,
): FindingState | undefined {
  if (type === FindingRaised.type) {
    const { findingId, recordId, rule, outcome } = fields as unknown as Raised;
    const said = contentIn(fields);
    return { findingId, recordId, rule: rule as RuleId, number: 1, outcome, status: 'open', said };
  }
  if (state === undefined) return undefined;
  const number = state.number + 1;
  if (type === FindingRevised.type) {
    const { outcome } = fields as unknown as Revised;
    return { ...state, number, outcome, status: outcome === 'conforms' ? 'resolved' : 'open', said: contentIn(fields) };
  }
  const status = statusAfter(type);
  return status === undefined ? state : { ...state, number, status };
}

function contentIn(fields: StoredFields): FindingContent {
  const { policyVersion, row, lawRule, alsoRules, evidence, missing } = fields as unknown as Revised;
  return {
    ...(policyVersion === undefined ? {} : { policyVersion }),
    ...(row === undefined ? {} : { row }),
    ...(lawRule === undefined ? {} : { lawRule }),
    ...(alsoRules === undefined ? {} : { alsoRules }),
    ...(evidence === undefined ? {} : { evidence }),
    ...(missing === undefined ? {} : { missing: missing as unknown as Missing }),
  };
}

/** What made the ledger judge. */
export interface AssessmentCause {
  readonly cause: Raised['cause'];
  readonly because?: string;
  readonly position: number;
}

/** An event to append, with what its id is made of. */
export interface FindingChange {
  readonly definition: EventDefinition;
  readonly recordId: string;
  readonly rule: RuleId;
  readonly number: number;
  readonly fields: { readonly [field: string]: unknown };
}

/** Most rows and events one finding names. */
const ALSO_COUNT_MAX = 50;
const EVIDENCE_COUNT_MAX = 100;

/**
 * What has to be recorded so that the findings of a record say what the verdict says: nothing where they do.
 *
 * @param known findings on record about this record
 * @param idOf id of the finding of a rule
 */
export function changesTo(
  known: readonly FindingState[],
  { fact, verdict, cause }: { readonly fact: Fact; readonly verdict: Verdict; readonly cause: AssessmentCause },
  idOf: (recordId: string, rule: RuleId) => string,
): readonly FindingChange[] {
  const changes: FindingChange[] = [];
  const broken = Map.groupBy(
    verdict.findings.filter(({ outcome }) => outcome !== 'conforms'),
    ({ rule }) => rule,
  );
  for (const [rule, findings] of broken) {
    const [gravest] = findings;
    const before = known.find((one) => one.rule === rule);
    if (gravest === undefined) continue;
    const said = contentOf(gravest, findings, verdict.policyVersion);
    if (before?.outcome === gravest.outcome && saysTheSame(before.said, said)) continue;
    const findingId = idOf(fact.id, rule);
    const shared = { findingId, outcome: gravest.outcome, ...said, ...cause };
    const place = { recordId: fact.id, rule };
    if (before !== undefined) changes.push(revised(place, before.number, shared));
    else {
      const happenedAt = new Date(fact.at).toISOString();
      const fields = { ...shared, recordId: fact.id, recordType: fact.type, happenedAt, rule };
      changes.push({ definition: FindingRaised, ...place, number: 0, fields });
    }
  }
  for (const { rule, outcome, number, findingId } of known) {
    if (outcome === 'conforms' || broken.has(rule)) continue;
    const kept = verdict.findings.find((finding) => finding.rule === rule);
    const said = kept === undefined ? policyOf(verdict) : contentOf(kept, [kept], verdict.policyVersion);
    changes.push(revised({ recordId: fact.id, rule }, number, { findingId, outcome: 'conforms', ...said, ...cause }));
  }
  return changes;
}

function revised(
  place: Pick<FindingChange, 'recordId' | 'rule'>,
  number: number,
  fields: FindingChange['fields'],
): FindingChange {
  return { definition: FindingRevised, ...place, number, fields: { ...fields, number } };
}

const policyOf = ({ policyVersion }: Pick<Verdict, 'policyVersion'>) =>
  policyVersion === undefined ? {} : { policyVersion };

/** One finding for each record and rule: the gravest is told, the others are named. */
function contentOf(
  { basis, missing }: Finding,
  all: readonly Finding[],
  policyVersion: string | undefined,
): FindingContent {
  const cited = basis.kind === 'policy' ? { row: basis.row } : basis.kind === 'law' ? { lawRule: basis.lawRule } : {};
  const others = new Set(all.flatMap((finding) => namesOf(finding.basis)));
  for (const name of Object.values(cited)) others.delete(name);
  const alsoRules = [...others].slice(0, ALSO_COUNT_MAX);
  const evidence = [...new Set(all.flatMap((finding) => finding.evidence))].slice(0, EVIDENCE_COUNT_MAX);
  return {
    ...(policyVersion === undefined ? {} : { policyVersion }),
    ...cited,
    ...(alsoRules.length === 0 ? {} : { alsoRules }),
    ...(evidence.length === 0 ? {} : { evidence }),
    ...(missing === undefined ? {} : { missing }),
  };
}

function namesOf(basis: Basis): readonly string[] {
  if (basis.kind === 'policy') return [basis.row, ...(basis.alsoRows ?? [])];
  return basis.kind === 'law' ? [basis.lawRule] : [];
}

/** What it rests on may change without its saying anything else. */
function saysTheSame(a: FindingContent, b: FindingContent): boolean {
  const told = ({ policyVersion, row, lawRule, missing }: FindingContent) =>
    canonical([policyVersion, row, lawRule, missing]);
  return told(a) === told(b);
}

/** JSON with the members of objects in the order of their names. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
