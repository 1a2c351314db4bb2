import { describe, expect, it } from '@jest/globals';
import { compilePolicy } from '#libs/domain';
import { loadPolicyPacks } from '#libs/policy-packs';
import { loadAssessmentWorld } from './assessment-world.ts';
import { Measures } from './measures.ts';

describe('Measures', () => {
  it('measures by policy and law in UTC where the zone of a published pack is none', () => {
    const { world, laws } = loadAssessmentWorld();
    const [pack] = loadPolicyPacks(world.vocabulary);
    const published = (zone: string) => [{ policy: compilePolicy({ ...pack!, zone }, world), position: 0 }];
    const measures = new Measures(laws, world);
    const fact = { at: Date.parse('2026-09-24T00:00:00Z'), jurisdictions: ['CN', 'SE'] };

    const measure = measures.of(fact, published('Asia/Shenzen'));
    expect(measure.policy?.zone).toBe('UTC');
    expect(measure.laws).toEqual(measures.of(fact, published('UTC')).laws);
    expect(measure.laws.length).toBeGreaterThan(0);
  });

  it('counts the days of the law in the zone of the registration until a policy names one', () => {
    const { world, laws } = loadAssessmentWorld();
    const [pack] = loadPolicyPacks(world.vocabulary);
    const published = (zone: string) => [{ policy: compilePolicy({ ...pack!, zone }, world), position: 0 }];
    const measures = new Measures(laws, world);
    const fact = { at: Date.parse('2026-09-24T00:00:00Z'), jurisdictions: ['CN'] };
    const lawsOf = (...given: Parameters<Measures['of']>) => measures.of(...given).laws.filter(isChinese);
    const isChinese = ({ jurisdiction }: { readonly jurisdiction: string }) => jurisdiction === 'CN';

    expect(lawsOf(fact, [], 'Asia/Shanghai')).toEqual(lawsOf(fact, published('Asia/Shanghai')));
    expect(lawsOf(fact, [])).toEqual(lawsOf(fact, published('UTC')));
    expect(lawsOf(fact, [], 'Asia/Shanghai')).not.toEqual(lawsOf(fact, []));
    expect(lawsOf(fact, published('UTC'), 'Asia/Shanghai')).toEqual(lawsOf(fact, []));
  });
});
