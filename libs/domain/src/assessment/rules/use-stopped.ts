import { describe, list, oneOf, optional, term } from '../../event-definition.ts';
import type { FieldValues } from '../../event-definition.ts';
import { PersonalDataUsed } from '../../processing/collection-and-use.ts';
import {
  PersonalDataExported,
  PersonalDataPubliclyDisclosed,
  PersonalDataShared,
} from '../../processing/handing-over.ts';
import { touches } from '../categories.ts';
import { actFrom, DISPOSALS } from '../act.ts';
import { askConsent, needOf } from '../consent-answer.ts';
import type { Act } from '../act.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, RuleContext, RuleResult } from '../rule-kind.ts';
import { isCollectedAgain } from '../state/holding-state.ts';
import { requestOf } from '../state/rights-state.ts';
import { isStopped, STOPS } from '../state/stop-state.ts';
import type { Stop } from '../state/stop-state.ts';
import { consentForms } from './parameters.ts';

const parameters = {
  on: describe('What ends the use of the data.', list(oneOf(...STOPS), 6)),
  orConsent: optional(consentForms),
  exceptBases: optional(
    describe('Legal bases on which it goes on, such as legal claims.', list(term('legalBasis'), 50)),
  ),
};

/** What may be done with data that is only kept: keeping it, and getting rid of it. */
const ONLY_KEEPING: ReadonlySet<string> = new Set([
  ...DISPOSALS,
  ...['Store', 'Restrict'].map((name) => `https://w3id.org/dpv#${name}`),
]);

export const useStopped = defineRuleKind({
  id: 'USE-STOPPED',
  finds: ['USE-STOPPED'],
  topic: 'withdrawal',
  judges: [PersonalDataUsed, PersonalDataShared, PersonalDataPubliclyDisclosed, PersonalDataExported],
  description: 'Whether data was used after its use had to stop.',
  source: 'A8 USE-STOPPED; CLEX-R3, R7; KAAD-R1, R5; KAMO-R2, R5; PIPL Art. 47; GDPR Art. 18',
  parameters,
  compile: eachRule(ask),
});

function ask(
  fact: Fact,
  context: RuleContext,
  { basis, parameters: of }: BoundRule<typeof parameters>,
): RuleResult | undefined {
  const act = actFrom(fact);
  if (act === undefined || ONLY_KEEPING.has(act.operation)) return undefined;
  const { subject, controller } = context;
  const bySubject = subject.stops.filter((stop) => of.on.includes(stop.kind) && isStopped(stop, subject, fact.at));
  const byCompany = controller.stops.filter(
    (stop) => of.on.includes(stop.kind) && isStopped(stop, controller, fact.at),
  );
  const byGrant = of.on.includes('deletionGranted') ? grantedDeletions(fact, context) : [];
  for (const stop of [...bySubject, ...byCompany, ...byGrant]) {
    const categories = stoppedOf(stop, act, context);
    if (categories.length === 0 || isFreedAfter(stop, act, context, of)) continue;
    const missing = { code: 'useStopped', params: { cause: stop.kind, categories } } as const;
    return { rule: 'USE-STOPPED', outcome: 'violates', bases: [basis], evidence: [stop.id], missing };
  }
  return undefined;
}

/** Consent given after the stop, or a reason that stands above it (GDPR Art. 18(2)). */
function isFreedAfter(
  { at }: Stop,
  act: Act,
  { subject, ...others }: RuleContext,
  { orConsent, exceptBases }: FieldValues<typeof parameters>,
): boolean {
  if (act.legalBasis !== undefined && exceptBases?.includes(act.legalBasis) === true) return true;
  if (orConsent === undefined) return false;
  const since = { ...others, subject: { ...subject, consents: subject.consents.filter((one) => one.at >= at) } };
  return askConsent(since, needOf(act, orConsent)).outcome === 'conforms';
}

/** Stops that data which came in later is not reached by. */
const STARTED_AFRESH: ReadonlySet<Stop['kind']> = new Set(['accountCancelled', 'deletionGranted']);

/** Requests for erasure that were granted before: what was promised to be deleted is not used any more. */
function grantedDeletions({ at }: Fact, { subject }: RuleContext): readonly Stop[] {
  return subject.granted
    .filter((one) => one.at <= at && requestOf(subject, one.requestId, one.at)?.right === 'erasure')
    .map(({ requestId: _of, ...granted }) => ({ ...granted, kind: 'deletionGranted' }));
}

/** Categories of the act that the stop reaches: not what it leaves out, and not what came in again since. */
function stoppedOf(stop: Stop, act: Act, { subject, vocabulary }: RuleContext): readonly string[] {
  if (stop.function !== undefined && stop.function !== act.function) return [];
  if (stop.purposes !== undefined && !act.purposes.some((purpose) => stop.purposes?.includes(purpose))) return [];
  // A copy in a backup is cut off, not the data in use beside it: only a use of the same data set reaches it.
  const isElsewhere =
    stop.datasets !== undefined && act.datasets?.some((name) => stop.datasets?.includes(name)) !== true;
  if (isElsewhere && (stop.kind === 'isolation' || act.datasets !== undefined)) return [];
  return act.categories.filter(
    (category) =>
      (stop.categories === undefined || touches(vocabulary, stop.categories, category)) &&
      !(STARTED_AFRESH.has(stop.kind) && isCollectedAgain(subject, category, stop.at, act.at)),
  );
}
