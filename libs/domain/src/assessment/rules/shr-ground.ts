import { describe, flag, list, oneOf, optional, terms } from '../../event-definition.ts';
import { PersonalDataShared } from '../../processing/handing-over.ts';
import { recipientKind } from '../../standard-fields.ts';
import { askConsent } from '../consent-answer.ts';
import { isFact } from '../fact.ts';
import type { Fact, FactOf } from '../fact.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, Context, RuleResult } from '../rule-kind.ts';
import type { Basis } from '../verdict.ts';

const SHARE = 'https://w3id.org/dpv#Share';

const parameters = {
  closed: optional(describe('The row says that data is shared on no other ground than those of the list.', flag)),
  ground: optional(describe('The ground the row allows.', PersonalDataShared.fields.ground)),
  recipientKinds: optional(describe('To whom. Left out: anybody.', list(recipientKind, 12))),
  purposes: optional(describe('What for. Left out: anything.', terms('purpose'))),
  withConsent: optional(
    describe(
      'Only with consent of one of these forms that covers the recipient.',
      list(oneOf('implied', 'express', 'explicit', 'separate', 'written'), 5),
    ),
  ),
  withLegalOrder: optional(describe('Only if the legal document that demands it is named.', flag)),
};

type Row = BoundRule<typeof parameters>;
type Share = FactOf<(typeof PersonalDataShared)['fields']> & Fact;

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

function compile(rules: readonly Row[]): Check {
  const closing = rules.find((row) => row.parameters.closed === true);
  const grounds = rules.filter((row) => row.parameters.ground !== undefined);
  const listed = [...new Set(grounds.flatMap((row) => row.parameters.ground ?? []))];
  return (fact, context) => {
    if (!isFact(fact, PersonalDataShared)) return undefined;
    const answers = grounds.filter((row) => fits(row, fact)).map((row) => answerOf(row, fact, context));
    // Several rows may give one ground: it is enough to meet one of them.
    const best =
      answers.find(({ outcome }) => outcome === 'conforms') ??
      answers.find(({ outcome }) => outcome === 'gap') ??
      answers[0];
    if (best !== undefined || closing === undefined) return best;
    const bases: readonly [Basis, ...Basis[]] = [closing.basis, ...grounds.map(({ basis }) => basis)];
    const missing = { code: 'groundNotListed', params: { ground: fact.fields.ground, listed } } as const;
    return { rule: 'SHR-GROUND', outcome: 'violates', bases, evidence: [], missing };
  };
}

function fits({ parameters: { ground, recipientKinds, purposes } }: Row, { fields }: Share): boolean {
  return (
    ground === fields.ground &&
    (recipientKinds?.includes(fields.recipientKind) ?? true) &&
    (purposes === undefined || fields.purposes.every((purpose) => purposes.includes(purpose)))
  );
}

function answerOf({ basis, parameters }: Row, { at, fields }: Share, context: Context): RuleResult {
  const { withConsent, withLegalOrder } = parameters;
  const { recipient, purposes, categories, ground, consentRef, legalOrderRef } = fields;
  const answer = { rule: 'SHR-GROUND', bases: [basis], evidence: [] } as const;
  if (withLegalOrder === true && legalOrderRef === undefined) {
    return { ...answer, outcome: 'gap', missing: { code: 'legalOrderNotNamed', params: { ground } } };
  }
  if (withConsent === undefined) return { ...answer, outcome: 'conforms', lenient: true };
  const need = { at, forms: withConsent, categories, purposes, recipient, operation: SHARE, consentRef };
  return { ...answer, ...askConsent(context, need) };
}
