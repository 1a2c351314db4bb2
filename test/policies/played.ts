import {
  changesTo,
  evolveController,
  evolveSubject,
  initialControllerState,
  initialSubjectState,
  isForgotten,
  judge,
  noteVerdict,
  nothingJudged,
  revisedBy,
} from '#libs/domain';
import type { Context, Fact, JudgedState, Measure, Verdict } from '#libs/domain';

/** What is on record of one judged record, by rule: outcome, what is cited, what was missing. */
type Told = Readonly<Record<string, unknown>>;

/** What was found live, and what a reassessment of everything finds at the end, by the id of the record. */
export interface Played {
  readonly live: ReadonlyMap<string, Told>;
  readonly again: ReadonlyMap<string, Told>;
}

/** Records of one person and of the company in the order in which they arrive, judged as the assessor does it. */
export function play(order: readonly Fact[], measureOf: (fact: Fact) => Measure): Played {
  const company = { known: initialControllerState, judged: nothingJudged };
  const person = { known: initialSubjectState, judged: nothingJudged };
  const live = new Map<string, Told>();
  const contextOf = (fact: Fact): Context => ({
    subject: isPersons(fact) ? person.known : initialSubjectState,
    controller: company.known,
  });
  const verdictOn = (fact: Fact): Verdict => judge(fact, contextOf(fact), measureOf(fact));
  const take = (fact: Fact, side: { judged: JudgedState }): void => {
    const verdict = verdictOn(fact);
    live.set(fact.id, toldBy(fact, verdict));
    side.judged = noteVerdict(side.judged, fact, verdict.findings);
  };
  const isWorthIt = (fact: Fact): boolean => !isForgotten(contextOf(fact).subject, fact);
  const arrived: Fact[] = [];
  const again = (evidence: Fact, side: { judged: JudgedState }, before: JudgedState): void => {
    const { facts, from = Infinity } = revisedBy(before, evidence);
    for (const fact of arrived) {
      if (isPersons(fact) !== (side === person)) continue;
      if ((facts.includes(fact.id) || fact.at >= from) && isWorthIt(fact)) take(fact, side);
    }
  };
  for (const fact of order) {
    const side = isPersons(fact) ? person : company;
    const { judged } = side;
    take(fact, side);
    if (side === person) person.known = evolveSubject(person.known, fact);
    else company.known = evolveController(company.known, fact);
    again(fact, side, judged);
    if (side === company) again(fact, person, person.judged);
    arrived.push(fact);
  }
  const rejudged = arrived.map((fact): [string, Told] => [
    fact.id,
    isWorthIt(fact) ? toldBy(fact, verdictOn(fact)) : (live.get(fact.id) ?? {}),
  ]);
  return { live, again: new Map(rejudged) };
}

const isPersons = ({ subjectId }: Fact): boolean => subjectId !== undefined;

/** What would be recorded of it; on which evidence, and what else is cited, makes no other answer. */
function toldBy(fact: Fact, verdict: Verdict): Told {
  const judged = { fact, verdict, cause: { cause: 'record', position: 0 } } as const;
  return Object.fromEntries(
    changesTo([], judged, (recordId, rule) => recordId + rule).map(({ rule, fields }) => {
      const { outcome, policyVersion, row, lawRule, missing } = fields;
      return [rule, { outcome, policyVersion, row, lawRule, missing }];
    }),
  );
}
