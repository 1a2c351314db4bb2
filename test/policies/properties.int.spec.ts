import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evolveController, evolveSubject, initialControllerState, initialSubjectState, judge } from '#libs/domain';
import type { CompiledLaw, CompiledPolicy, Context, Fact, PolicyPack, Verdict } from '#libs/domain';
import { loadJurisdictionPacks, loadPolicyPacks, loadVocabulary } from '#libs/policy-packs';
import { lawCases } from './laws/index.ts';
import { compiledLaws, silentPolicy } from './laws/run-law-case.ts';
import type { PolicyCase } from './policy-case.ts';
import { policyCases } from './policy-cases.ts';
import { compiled, contextAfter, factsOf } from './run-case.ts';

const SEED = Number(process.env['PROPERTY_SEED'] ?? 20_261_126);
const options = { seed: SEED, numRuns: 400 };

const vocabulary = loadVocabulary();

interface Policy {
  readonly pack: PolicyPack;
  readonly policy: CompiledPolicy;
  readonly laws: readonly CompiledLaw[];
  /** Every record of its cases, with an id of its own. */
  readonly facts: readonly Fact[];
}

const packs = loadPolicyPacks(vocabulary);
const lawPacks = loadJurisdictionPacks(vocabulary);

const factsIn = (cases: readonly Pick<PolicyCase, 'given' | 'when'>[], controllerId: string): readonly Fact[] =>
  cases.flatMap((one, at) =>
    factsOf(one, controllerId, vocabulary).map((fact, index) => ({ ...fact, id: `${at}-${index}` })),
  );

const byPolicy: readonly Policy[] = packs.map((pack) => ({
  pack,
  policy: compiled(pack, vocabulary),
  laws: [],
  facts: factsIn(policyCases[pack.controllerId] ?? [], pack.controllerId),
}));

/** A policy that says nothing, and the law of one jurisdiction. */
const byLaw: readonly Policy[] = Object.entries(lawCases).map(([jurisdiction, cases]) => {
  const policy = silentPolicy(packs[0]!, vocabulary);
  const laws = compiledLaws(lawPacks, jurisdiction, vocabulary);
  return { pack: policy.pack, policy, laws, facts: factsIn(cases, policy.pack.controllerId) };
});

const policies: readonly Policy[] = [...byPolicy, ...byLaw];

/** A policy, some records of its cases, and one record of them to be judged. */
const scenes = fc.constantFrom(...policies.filter(({ facts }) => facts.length > 0)).chain((of) =>
  fc.record({
    of: fc.constant(of),
    others: fc.shuffledSubarray([...of.facts], { maxLength: 25 }),
    when: fc.constantFrom(...of.facts),
  }),
);

const verdictOf = ({ policy, laws }: Pick<Policy, 'policy' | 'laws'>, when: Fact, context: Context): Verdict =>
  judge(when, context, { policy, laws });

describe(`verdicts (seed ${SEED})`, () => {
  it('do not depend on the order in which records arrive', () => {
    const withOrder = scenes.chain((scene) =>
      fc.record({
        ...constants(scene),
        reordered: fc.shuffledSubarray([...scene.others], { minLength: scene.others.length }),
      }),
    );
    fc.assert(
      fc.property(withOrder, ({ of, others, when, reordered }) => {
        const context = contextAfter(others);
        expect(contextAfter(reordered)).toEqual(context);
        expect(verdictOf(of, when, contextAfter(reordered))).toEqual(verdictOf(of, when, context));
      }),
      options,
    );
  });

  it('never turn from conforms into violates because a consent was given', () => {
    fc.assert(
      fc.property(
        scenes.chain((scene) =>
          fc.record({ ...constants(scene), consent: fc.constantFrom(...scene.of.facts.filter(isConsent)) }),
        ),
        ({ of, others, when, consent }) => {
          const before = verdictOf(of, when, contextAfter(others));
          const after = verdictOf(of, when, contextAfter([...others, consent]));
          if (before.outcome === 'conforms') expect(after.outcome).not.toBe('violates');
        },
      ),
      options,
    );
  });

  it('are those of the pack in its serialised form, and of the state in its own', () => {
    fc.assert(
      fc.property(scenes, ({ of, others, when }) => {
        const policy = compiled(JSON.parse(JSON.stringify(of.pack)) as PolicyPack, vocabulary);
        const again = { policy, laws: of.laws };
        const context = contextAfter(others);
        const reread = JSON.parse(JSON.stringify(context)) as Context;
        expect(verdictOf(again, when, reread)).toEqual(verdictOf(of, when, context));
      }),
      { ...options, numRuns: 100 },
    );
  });
});

describe(`state (seed ${SEED})`, () => {
  it('takes the same event twice as once', () => {
    fc.assert(
      fc.property(scenes, ({ others }) => {
        const context = contextAfter(others);
        expect(contextAfter([...others, ...others])).toEqual(context);
      }),
      { ...options, numRuns: 100 },
    );
  });

  it('stays small, however much is recorded of one person', () => {
    const facts = policies.flatMap((one) => one.facts);
    const repeated = Array.from({ length: 20_000 }, (_, index): Fact => {
      const fact = facts[index % facts.length]!;
      return { ...fact, id: `${index}`, at: fact.at + index * 1000 };
    });
    const subject = repeated.reduce(evolveSubject, initialSubjectState);
    const controller = repeated.reduce(evolveController, initialControllerState);
    expect(JSON.stringify(subject).length).toBeLessThan(400_000);
    expect(JSON.stringify(controller).length).toBeLessThan(1_000_000);
  });
});

function isConsent({ type }: Fact): boolean {
  return type === 'ConsentGiven';
}

/** The parts of a scene as arbitraries that always give just them. */
function constants<T extends object>(scene: T): { [K in keyof T]: fc.Arbitrary<T[K]> } {
  return Object.fromEntries(Object.entries(scene).map(([key, value]) => [key, fc.constant(value)])) as {
    [K in keyof T]: fc.Arbitrary<T[K]>;
  };
}
