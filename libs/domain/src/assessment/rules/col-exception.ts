import { describe, flag, list, oneOf, optional, reference } from '../../event-definition.ts';
import { PersonalDataUsed } from '../../processing/collection-and-use.ts';
import { PersonalDataShared } from '../../processing/handing-over.ts';
import { ACTS, actFrom } from '../act.ts';
import { COL_EXCEPTION, EXCEPTED_ACTS } from '../consent-exception.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, RuleResult } from '../rule-kind.ts';
import type { Basis } from '../verdict.ts';

const parameters = {
  item: describe('Item of the list, by the slug that records name it by.', reference),
  acts: describe(
    'What the list covers: consent can be dispensed with for nothing else.',
    list(oneOf(...EXCEPTED_ACTS), 5),
  ),
  deidentifiedResults: optional(describe('Only if the results are de-identified.', flag)),
};

type Row = BoundRule<typeof parameters>;

export const colException = defineRuleKind({
  id: COL_EXCEPTION,
  finds: ['COL-EXCEPTION'],
  topic: 'consentExceptions',
  judges: ACTS,
  description:
    'Whether an exception to consent that a record relies on is on the list of that policy, and whether the list covers the act.',
  source: 'A8 COL-EXCEPTION; CLEX-X1..X10; KAAD-X1..X6; KAMO-X',
  parameters,
  compile,
});

function compile(rules: readonly Row[]): Check {
  const [first] = rules;
  if (first === undefined) return () => undefined;
  const items = new Map(rules.map((row) => [row.parameters.item, row]));
  const bases: readonly [Basis, ...Basis[]] = [first.basis, ...rules.slice(1).map(({ basis }) => basis)];
  return (fact) => {
    const act = actFrom(fact);
    if (act?.exceptionRef === undefined) return undefined;
    const item = act.exceptionRef;
    const row = items.get(item);
    const violation = { rule: 'COL-EXCEPTION', outcome: 'violates', evidence: [] } as const;
    if (row === undefined) return { ...violation, bases, missing: { code: 'exceptionNotListed', params: { item } } };
    const { acts: covers, deidentifiedResults } = row.parameters;
    if (!covers.some((covered) => covered === act.kind)) {
      const params = { item, act: act.kind, covers };
      return { ...violation, bases: [row.basis], missing: { code: 'exceptionDoesNotCover', params } };
    }
    return deidentifiedResults === true ? judgeResults(fact, row) : conforming(row);
  };
}

function conforming({ basis }: Row): RuleResult {
  return { rule: 'COL-EXCEPTION', outcome: 'conforms', bases: [basis], evidence: [], lenient: true };
}

/** Data is collected for research before there are results; what is used or handed on shows what they tell. */
function judgeResults(fact: Fact, row: Row): RuleResult {
  const identifiability = isFact(fact, PersonalDataShared)
    ? fact.fields.identifiability
    : isFact(fact, PersonalDataUsed)
      ? fact.fields.resultIdentifiability
      : 'deidentified';
  const { item } = row.parameters;
  const answer = { rule: 'COL-EXCEPTION', bases: [row.basis], evidence: [] } as const;
  if (identifiability === undefined) {
    return { ...answer, outcome: 'gap', missing: { code: 'resultNotDeclared', params: { item } } };
  }
  return identifiability === 'identified'
    ? { ...answer, outcome: 'violates', missing: { code: 'resultIdentified', params: { item } } }
    : conforming(row);
}
