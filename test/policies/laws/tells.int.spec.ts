import { describe, expect, it } from '@jest/globals';
import { compileLaws, judge, lawsOver } from '#libs/domain';
import {
  loadCalendars,
  loadJurisdictionPacks,
  loadPolicyPacks,
  loadVocabulary,
  temporalTime,
} from '#libs/policy-packs';
import type { CaseRecord } from '../policy-case.ts';
import { required } from '../records.ts';
import { compiled, contextAfter, factsOf } from '../run-case.ts';
import { adult } from './law-case.ts';

const vocabulary = loadVocabulary();
const packs = loadPolicyPacks(vocabulary);
const world = { vocabulary, time: temporalTime, calendars: loadCalendars() };
const laws = loadJurisdictionPacks(vocabulary).flatMap((pack) => compileLaws(pack, 'Asia/Shanghai', world));

const collect = required({
  function: 'account-registration',
  purposes: ['dpv:ServiceRegistration'],
  categories: ['pd:TelephoneNumber'],
  legalBasis: 'dpv:Contract',
});
/** A notice that declares no items of its own and shows a version of the policy. */
const showing = (policyVersion: string | undefined): CaseRecord => ({
  type: 'NoticeGiven',
  data: { purposes: ['dpv:ServiceRegistration'], categories: ['pd:TelephoneNumber'], channel: 'app' },
  ...(policyVersion === undefined ? {} : { policyVersion }),
});

function toldAt(controllerId: string, policyVersion: string | undefined, jurisdiction: string) {
  const pack = packs.find((one) => one.controllerId === controllerId)!;
  const facts = factsOf({ given: [adult, showing(policyVersion)], when: collect }, controllerId, vocabulary);
  const measure = { policy: compiled(pack, vocabulary), laws: lawsOver(laws, [jurisdiction]) };
  const { findings } = judge(facts.at(-1)!, contextAfter(facts.slice(0, -1)), measure);
  const found = findings.find(({ rule, basis }) => rule === 'COL-NOTICE' && basis.kind === 'law');
  return [found?.outcome, found?.missing?.params];
}

const versionOf = (controllerId: string) => packs.find((one) => one.controllerId === controllerId)?.policyVersion;

/** What the five texts tell whoever they are shown to, against PIPL Art. 17(1) and GDPR Art. 13. */
describe('a notice that shows the policy', () => {
  it.each([
    ['clex', 'conforms', undefined],
    ['kaadas', 'conforms', undefined],
    ['kamoer', 'conforms', undefined],
    ['kaayee', 'violates', { items: ['retention', 'rightsProcedure'] }],
    ['kaidexipu', 'violates', { items: ['controllerContact', 'retention', 'rightsProcedure'] }],
  ] as const)('of %s is judged by what its text tells: %s', (controllerId, outcome, missing) => {
    expect(toldAt(controllerId, versionOf(controllerId), 'CN')).toEqual([outcome, missing]);
  });

  it('tells nobody in Europe the legal basis, whichever of the five it is', () => {
    for (const { controllerId, policyVersion } of packs) {
      const [outcome, missing] = toldAt(controllerId, policyVersion, 'SE');
      expect([controllerId, outcome, missing]).toEqual([
        controllerId,
        'violates',
        { items: expect.arrayContaining(['legalBasis']) },
      ]);
    }
  });

  it('leaves open what it told where it names no version, or another one', () => {
    expect(toldAt('clex', undefined, 'CN')[0]).toBe('gap');
    expect(toldAt('clex', 'clex-1', 'CN')[0]).toBe('gap');
  });
});
