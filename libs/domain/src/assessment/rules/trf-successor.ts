import { describe, list, oneOf } from '../../event-definition.ts';
import { PersonalDataUsed } from '../../processing/collection-and-use.ts';
import { PersonalDataShared, PersonalDataTransferred } from '../../processing/handing-over.ts';
import { isFact } from '../fact.ts';
import type { Fact, FactOf } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, Context, RuleResult } from '../rule-kind.ts';
import type { SuccessionAnswer } from '../state/succession-state.ts';

const parameters = {
  grounds: describe(
    'Events in which the successor has to be bound.',
    list(oneOf(...PersonalDataTransferred.fields.ground.values), 8),
  ),
  commitments: describe(
    'What it may be bound to; without, each person has to be asked again.',
    list(oneOf('boundByPolicy', 'notLower'), 2),
  ),
};

type Row = BoundRule<typeof parameters>;
type Transferred = Fact & FactOf<(typeof PersonalDataTransferred)['fields']>;

export const trfSuccessor = defineRuleKind({
  id: 'TRF-SUCCESSOR',
  finds: ['TRF-SUCCESSOR'],
  topic: 'transfer',
  judges: [PersonalDataTransferred, PersonalDataUsed, PersonalDataShared],
  description: 'Whether a successor was bound before it took over, or the person agreed to go on with it.',
  source: 'A8 TRF-SUCCESSOR; CLEX-T2; KAAD-T1; KAMO-T2; PIPL Art. 22',
  parameters,
  compile: eachRule(ask),
});

function ask(fact: Fact, context: Context, { basis, parameters: of }: Row): RuleResult | undefined {
  const answer = { rule: 'TRF-SUCCESSOR', bases: [basis] } as const;
  if (!isFact(fact, PersonalDataTransferred)) {
    const declined = unboundSuccessor(fact, context);
    if (declined === undefined) return undefined;
    const { newController } = declined;
    const missing = { code: 'successorDeclined', params: { newController } } as const;
    return { ...answer, outcome: 'violates', evidence: [declined.id], missing };
  }
  const { ground, newController } = fact.fields;
  if (!of.grounds.includes(ground)) return undefined;
  const takesOver = fact.fields.effectiveAt === undefined ? fact.at : Date.parse(fact.fields.effectiveAt);
  const last = answersFor(newController, context).findLast(({ at }) => at <= takesOver);
  const evidence = last === undefined ? [] : [last.id];
  const bound = boundTo(fact, last);
  if (bound === 'mustReconsent' || of.commitments.some((commitment) => commitment === bound)) {
    return { ...answer, outcome: 'conforms', evidence };
  }
  if (last?.answer === 'declined') {
    return {
      ...answer,
      outcome: 'violates',
      evidence,
      missing: { code: 'successorDeclined', params: { newController } },
    };
  }
  const missing = { code: 'successorNotBound', params: { newController, wanted: of.commitments } } as const;
  return { ...answer, outcome: bound === undefined ? 'gap' : 'violates', evidence, missing };
}

/** What the record says, or else what the successor answered. To ask each person again is always enough at this point. */
function boundTo({ fields }: Transferred, last: SuccessionAnswer | undefined): string | undefined {
  return last?.answer === 'declined' && fields.successorCommitment !== 'mustReconsent'
    ? undefined
    : (fields.successorCommitment ?? last?.answer);
}

function answersFor(newController: string, { subject, controller }: Context): readonly SuccessionAnswer[] {
  return [...controller.successionAnswers, ...subject.successionAnswers]
    .filter((one) => one.newController === newController)
    .toSorted((a, b) => a.at - b.at);
}

/** A successor that took the data over, declined to be bound, and has not been accepted by the person since. */
function unboundSuccessor({ at }: Fact, context: Context): SuccessionAnswer | undefined {
  const transfers = [...context.subject.transfers, ...context.controller.transfers].filter((one) => one.at <= at);
  for (const { newController } of transfers) {
    const last = answersFor(newController, context).findLast((one) => one.at <= at);
    if (last?.answer === 'declined' || last?.answer === 'reconsentRefused') return last;
  }
  return undefined;
}
