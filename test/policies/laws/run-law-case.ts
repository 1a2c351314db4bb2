import { compileLaws, judge, TOPICS } from '#libs/domain';
import type { CompiledLaw, CompiledPolicy, JurisdictionPack, PolicyPack, Verdict, Vocabulary } from '#libs/domain';
import { loadCalendars, temporalTime } from '#libs/policy-packs';
import { compiled, contextAfter, factsOf } from '../run-case.ts';
import type { LawCase } from './law-case.ts';

const calendars = loadCalendars();
const CONTROLLER = 'clex';

/** A policy that leaves everything to the law, so that the law alone decides. */
export function silentPolicy(like: PolicyPack, vocabulary: Vocabulary): CompiledPolicy {
  return compiled({ ...like, rows: [], silentOn: TOPICS }, vocabulary);
}

/** The laws without one of their provisions, to see what it decides. */
export function withoutLaw(packs: readonly JurisdictionPack[], id: string): readonly JurisdictionPack[] {
  return packs.map((pack) => ({ ...pack, rules: pack.rules.filter((rule) => rule.id !== id) }));
}

export function compiledLaws(
  packs: readonly JurisdictionPack[],
  jurisdiction: string,
  vocabulary: Vocabulary,
): readonly CompiledLaw[] {
  const world = { vocabulary, time: temporalTime, calendars };
  return packs
    .flatMap((pack) => compileLaws(pack, 'Asia/Shanghai', world))
    .filter((law) => law.jurisdiction === jurisdiction);
}

export function verdictByLaw(
  lawCase: LawCase,
  { policy, laws }: { readonly policy: CompiledPolicy; readonly laws: readonly CompiledLaw[] },
): Verdict {
  const facts = factsOf(lawCase, CONTROLLER, policy.vocabulary);
  const [when, ...given] = facts.toReversed();
  if (when === undefined) throw new Error('A case has at least one record.');
  return judge(when, contextAfter(given.toReversed()), { policy, laws });
}
