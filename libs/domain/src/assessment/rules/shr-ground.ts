import { describe, flag, optional, terms } from '../../event-definition.ts';
import { PersonalDataShared } from '../../processing/handing-over.ts';
import { actFrom } from '../act.ts';
import type { Act } from '../act.ts';
import { askConsent, needOf } from '../consent-answer.ts';
import { exceptionFor } from '../consent-exception.ts';
import { isFact } from '../fact.ts';
import type { Fact, FactOf } from '../fact.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, RuleContext, RuleResult, Setting } from '../rule-kind.ts';
import type { Basis } from '../verdict.ts';
import { consentForms, recipientKinds } from './parameters.ts';

const parameters = {
  closed: optional(describe('The row says that data is shared on no other ground than those of the list.', flag)),
  ground: optional(describe('The ground the row allows.', PersonalDataShared.fields.ground)),
  recipientKinds,
  purposes: optional(describe('What for. Left out: anything.', terms('purpose'))),
  withConsent: optional(consentForms),
  withLegalOrder: optional(describe('Only if the legal document that demands it is named.', flag)),
  onRequest: optional(describe('Only if the recipient asked for it.', flag)),
  ifPerformed: optional(describe('Only if the counterparty has done its own part, at least some of it.', flag)),
};

type Row = BoundRule<typeof parameters>;
type Shared = FactOf<(typeof PersonalDataShared)['fields']> & Fact;

export const shrGround = defineRuleKind({
  id: 'SHR-GROUND',
  finds: ['SHR-GROUND'],
  topic: 'sharing',
  judges: [PersonalDataShared],
  description: "Whether the share rests on a ground of the policy's list, and meets what that ground asks for.",
  source: 'A8 SHR-GROUND; CLEX-D1..D4; KAAY-D1..D8; KAAD-D1..D8; KAMO-D1..D6; KAID-D1',
  parameters,
  compile,
});

function compile(rules: readonly Row[], { exceptions }: Setting): Check {
  const closing = rules.find((row) => row.parameters.closed === true);
  const grounds = rules.filter((row) => row.parameters.ground !== undefined);
  const listed = [...new Set(grounds.flatMap((row) => row.parameters.ground ?? []))];
  return (fact, context) => {
    const act = actFrom(fact);
    if (act === undefined || !isFact(fact, PersonalDataShared)) return undefined;
    const answers = grounds.filter((row) => fits(row, fact)).map((row) => answerOf(row, fact, act, context));
    // Several rows may give one ground: it is enough to meet one of them.
    const best = ['conforms', 'gap', 'violates'].flatMap(
      (outcome) => answers.find((one) => one.outcome === outcome) ?? [],
    )[0];
    if (best?.outcome === 'conforms') return best;
    const exception = exceptionFor(exceptions, act.exceptionRef, 'share');
    if (exception !== undefined) {
      return { rule: 'SHR-GROUND', outcome: 'conforms', bases: [exception.basis], evidence: [], lenient: true };
    }
    if (best !== undefined || closing === undefined) return best;
    const bases: readonly [Basis, ...Basis[]] = [closing.basis, ...grounds.map(({ basis }) => basis)];
    const missing = { code: 'groundNotListed', params: { ground: fact.fields.ground, listed } } as const;
    return { rule: 'SHR-GROUND', outcome: 'violates', bases, evidence: [], missing };
  };
}

function fits({ parameters: { ground, recipientKinds: kinds, purposes } }: Row, { fields }: Shared): boolean {
  return (
    ground === fields.ground &&
    (kinds?.includes(fields.recipientKind) ?? true) &&
    (purposes === undefined || fields.purposes.every((purpose) => purposes.includes(purpose)))
  );
}

function answerOf({ basis, parameters }: Row, { fields }: Shared, act: Act, context: RuleContext): RuleResult {
  const { withConsent, withLegalOrder } = parameters;
  const { ground, legalOrderRef } = fields;
  const answer = { rule: 'SHR-GROUND', bases: [basis], evidence: [] } as const;
  if (withLegalOrder === true && legalOrderRef === undefined) {
    return { ...answer, outcome: 'gap', missing: { code: 'legalOrderNotNamed', params: { ground } } };
  }
  const condition = conditionOf(parameters, fields);
  if (condition !== undefined) return { ...answer, ...condition };
  if (withConsent === undefined) return { ...answer, outcome: 'conforms', lenient: true };
  return { ...answer, ...askConsent(context, needOf(act, withConsent)) };
}

/** What the recipient must have done before: asked, or kept its side of the bargain. Left out: nothing is open. */
function conditionOf(
  { onRequest, ifPerformed }: Row['parameters'],
  { recipient, requestedByRecipient, counterpartyPerformed }: Shared['fields'],
): Pick<RuleResult, 'outcome' | 'missing'> | undefined {
  const params = { recipient };
  if (onRequest === true && requestedByRecipient !== true) {
    return requestedByRecipient === false
      ? { outcome: 'violates', missing: { code: 'recipientDidNotAsk', params } }
      : { outcome: 'gap', missing: { code: 'askingNotDeclared', params } };
  }
  if (ifPerformed !== true || counterpartyPerformed === true) return undefined;
  return counterpartyPerformed === false
    ? { outcome: 'violates', missing: { code: 'counterpartyNotPerformed', params } }
    : { outcome: 'gap', missing: { code: 'performanceNotDeclared', params } };
}
