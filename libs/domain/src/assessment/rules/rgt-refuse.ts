import { describe, flag, list, oneOf, optional, terms } from '../../event-definition.ts';
import { RightsRequestAnswered } from '../../rights-request/request.ts';
import { isAmong } from '../categories.ts';
import { isFact } from '../fact.ts';
import type { Fact, FactOf } from '../fact.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, RuleContext, RuleResult } from '../rule-kind.ts';
import { requestOf } from '../state/rights-state.ts';
import type { RightsRequest } from '../state/rights-state.ts';
import type { Basis } from '../verdict.ts';
import { requestedRights } from './parameters.ts';
import { isRefusal, isWithoutReason } from './refusal.ts';

const { of: refusalGround } = RightsRequestAnswered.fields.refusalGround;

const parameters = {
  grounds: optional(describe('Reasons for which a request may be refused.', list(oneOf(...refusalGround.values), 50))),
  categories: optional(
    describe(
      'Data the reasons are about, as registration data that cannot be changed. Left out: all.',
      terms('category'),
    ),
  ),
  grants: optional(describe('Rights the row promises.', requestedRights)),
  employerAnswers: optional(describe('Rights for which employees are sent to their employer.', requestedRights)),
  told: optional(describe('What a refusal has to tell.', list(oneOf('reasons', 'complaintRoute'), 2))),
  closed: optional(describe('Nothing but the reasons listed counts.', flag)),
};

type Row = BoundRule<typeof parameters>;
type Answered = Fact & FactOf<(typeof RightsRequestAnswered)['fields']>;

export const rgtRefuse = defineRuleKind({
  id: 'RGT-REFUSE',
  finds: ['RGT-REFUSE', 'RGT-IMMUTABLE'],
  topic: 'refusal',
  judges: [RightsRequestAnswered],
  description:
    'Whether a request was refused for a reason that is on the list. The rows together are the list; a refusal without any reason breaks the row that promises the right.',
  source:
    'A8 RGT-REFUSE, RGT-IMMUTABLE; CLEX-G4; KAAD-G1, G2, G4; KAMO-G1, G2, G4, G7, G8; KAID-G1; PIPL Art. 50; GDPR Art. 12(4)',
  parameters,
  compile,
});

function compile(rules: readonly Row[]): Check {
  return (fact, context) => {
    if (!isFact(fact, RightsRequestAnswered)) return undefined;
    const { requestId, outcome } = fact.fields;
    const request = requestOf(context.subject, requestId, fact.at);
    if (outcome === 'forwardedToEmployer') return forwarded(fact, request, rules);
    if (!isRefusal(fact.fields)) return undefined;
    return [...reasonOf(fact, request, rules, context), ...toldOf(fact, rules)];
  };
}

/** Where no row sends anybody to an employer and none closes the list, the policy says nothing of it. */
function forwarded(
  { fields: { requestId } }: Answered,
  request: RightsRequest | undefined,
  rules: readonly Row[],
): RuleResult | undefined {
  const cited = rules.filter(({ parameters: of }) => of.employerAnswers !== undefined || of.closed === true);
  const [first] = cited.toSorted((a, b) => Number(isSending(b)) - Number(isSending(a)));
  if (first === undefined) return undefined;
  const answer = { rule: 'RGT-REFUSE', bases: [first.basis] } as const;
  if (request === undefined) {
    const missing = { code: 'requestNotOnFile', params: { requestId } } as const;
    return { ...answer, outcome: 'gap', evidence: [], missing };
  }
  const { id, right, receivedFrom } = request;
  const row = rules.find(({ parameters: { employerAnswers } }) => employerAnswers?.includes(right) === true);
  if (row !== undefined && receivedFrom === 'employee') {
    return { ...answer, outcome: 'conforms', bases: [row.basis], evidence: [id] };
  }
  const missing = { code: 'forwardingNotAllowed', params: { right } } as const;
  return { ...answer, outcome: 'violates', evidence: [id], missing };
}

const isSending = ({ parameters: { employerAnswers } }: Row): boolean => employerAnswers !== undefined;

function reasonOf(
  { fields }: Answered,
  request: RightsRequest | undefined,
  rules: readonly Row[],
  { vocabulary }: RuleContext,
): readonly RuleResult[] {
  const { requestId, refusalGround: ground, categories } = fields;
  const evidence = request === undefined ? [] : [request.id];
  const rule = ground === 'immutableRegistrationData' ? 'RGT-IMMUTABLE' : 'RGT-REFUSE';
  if (ground === undefined || isWithoutReason(fields)) return withoutReason(fields, request, rules);
  const listing = rules.filter(({ parameters: { grounds } }) => grounds?.includes(ground) === true);
  const listed = [...new Set(rules.flatMap(({ parameters: { grounds } }) => grounds ?? []))];
  const row = listing.find(
    ({ parameters: of }) =>
      of.categories === undefined || categories?.every((one) => isAmong(vocabulary, of.categories ?? [], one)),
  );
  if (row !== undefined) return [{ rule, outcome: 'conforms', bases: [row.basis], evidence }];
  const [first] = listing;
  if (first !== undefined && categories === undefined) {
    const missing = { code: 'immutableNotDeclared', params: { requestId } } as const;
    return [{ rule, outcome: 'gap', bases: [first.basis], evidence, missing }];
  }
  const closing = rules.filter(({ parameters: { closed } }) => closed === true);
  if (closing.length === 0 && listing.length === 0) return [];
  const missing = { code: 'refusalNotListed', params: { ground, listed } } as const;
  return [{ rule, outcome: 'violates', bases: basesOf([...listing, ...closing], rules[0]), evidence, missing }];
}

/** Of deletion, DEL-GROUND says whether there was a right to it. */
function withoutReason(
  { requestId, refusalGround }: Answered['fields'],
  request: RightsRequest | undefined,
  rules: readonly Row[],
): readonly RuleResult[] {
  if (request === undefined) {
    const [first] = rules;
    const missing = { code: 'requestNotOnFile', params: { requestId } } as const;
    return [{ rule: 'RGT-REFUSE', outcome: 'gap', bases: basesOf(rules, first), evidence: [], missing }];
  }
  const { right, id } = request;
  const row = rules.find(({ parameters: { grants } }) => grants?.includes(right) === true);
  if (row === undefined) return [];
  const answer = { rule: 'RGT-REFUSE', bases: [row.basis], evidence: [id] } as const;
  return refusalGround === undefined
    ? [{ ...answer, outcome: 'gap', missing: { code: 'refusalGroundNotDeclared', params: { requestId } } }]
    : [{ ...answer, outcome: 'violates', missing: { code: 'refusedWithoutReason', params: { right } } }];
}

function toldOf({ fields }: Answered, rules: readonly Row[]): readonly RuleResult[] {
  return rules.flatMap(({ basis, parameters: of }): readonly RuleResult[] => {
    const answer = { rule: 'RGT-REFUSE', bases: [basis], evidence: [] } as const;
    const said = { reasons: fields.reasonsGiven, complaintRoute: fields.complaintRouteGiven };
    const untold = (of.told ?? []).filter((item) => said[item] === false);
    if (untold.length > 0) {
      return [{ ...answer, outcome: 'violates', missing: { code: 'reasonsNotGiven', params: { told: untold } } }];
    }
    const open = (of.told ?? []).filter((item) => said[item] === undefined);
    if (open.length === 0) return [];
    return [{ ...answer, outcome: 'gap', missing: { code: 'reasonsGivenNotDeclared', params: { told: open } } }];
  });
}

function basesOf(rows: readonly Row[], otherwise: Row | undefined): readonly [Basis, ...Basis[]] {
  const [basis = otherwise?.basis ?? { kind: 'none' }, ...others] = [...new Set(rows.map((row) => row.basis))];
  return [basis, ...others];
}
