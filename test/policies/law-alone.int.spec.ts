import { describe, expect, it } from '@jest/globals';
import { compileLaws, explain, judge, lawsOver } from '#libs/domain';
import type { Verdict } from '#libs/domain';
import { loadCalendars, loadJurisdictionPacks, loadVocabulary, temporalTime } from '#libs/policy-packs';
import { assessed, email, ITEMS, SERVICE } from './laws/law-case.ts';
import type { CaseRecord } from './policy-case.ts';
import { agreement, breach, consent, shared } from './records.ts';
import { contextAfter, factsOf } from './run-case.ts';

const vocabulary = loadVocabulary();
const world = { vocabulary, time: temporalTime, calendars: loadCalendars() };
const laws = loadJurisdictionPacks(vocabulary).flatMap((pack) => compileLaws(pack, 'UTC', world));

const scope = { purposes: ['dpv:FraudPreventionAndDetection'], categories: ['pd:Picture'], recipients: ['alipay'] };
const toPartner = shared({
  ...{ recipient: 'alipay', recipientKind: 'partner', ground: 'consent' },
  ...{ purposes: scope.purposes, categories: scope.categories },
});
const allThatPiplAsks: readonly CaseRecord[] = [
  agreement('alipay'),
  assessed(),
  { type: 'NoticeGiven', data: { ...scope, items: [...ITEMS, 'recipients', 'recipientContact'] } },
  consent('separate', scope),
];

/** As of a company that has never published a policy, unless it is only that no version was in force then. */
function judged(
  given: readonly CaseRecord[],
  jurisdictions: readonly string[],
  { unpublished }: { readonly unpublished: boolean } = { unpublished: true },
): Verdict {
  const facts = factsOf({ given, when: toPartner }, 'mine', vocabulary);
  const measure = { policy: undefined, laws: lawsOver(laws, jurisdictions), unpublished };
  return judge({ ...facts.at(-1)!, jurisdictions }, contextAfter(facts.slice(0, -1)), measure);
}

const gapsWithoutPolicy = ({ findings }: Verdict) =>
  findings.filter(({ rule }) => rule === 'POL-SILENCE').map(({ missing }) => missing?.code);

describe('a company that has published no policy', () => {
  it('is judged by the law alone, which is said, and the policy is silent on what it would have to speak about', () => {
    const verdict = judged(allThatPiplAsks, ['CN']);
    expect([verdict.outcome, verdict.lawAlone, verdict.policyVersion]).toEqual(['conforms', true, undefined]);
    expect(verdict.silentOn).toEqual([{ topic: 'sharing' }]);
    expect(verdict.findings.length).toBeGreaterThan(0);
    expect(new Set(verdict.findings.map(({ basis }) => basis.kind))).toEqual(new Set(['law']));
  });

  it('violates the law as any other does', () => {
    const verdict = judged([agreement('alipay')], ['CN']);
    expect([verdict.outcome, verdict.findings[0]?.basis]).toMatchObject(['violates', { lawRule: 'CN-PIPL-23' }]);
  });

  it('is told that nothing judges it where no law was asked, or one that has no rule on it', () => {
    for (const nowhere of [[], ['BR']]) {
      const verdict = judged(allThatPiplAsks, nowhere);
      expect([verdict.outcome, verdict.lawAlone, verdict.silentOn]).toEqual(['gap', undefined, []]);
      expect(gapsWithoutPolicy(verdict)).toEqual(['policyUnpublished']);
    }
  });

  it('is told that the ledger has no law of what was named, and not to name what it named', () => {
    const sentencesOf = (named: readonly string[]) =>
      judged(allThatPiplAsks, named).findings.map((finding) => explain(finding, vocabulary).sentence);
    expect(sentencesOf(['GB', 'HK'])).toEqual([
      'mine has published no policy, and the ledger has no law of GB, HK for verdicts: publish one.',
    ]);
    expect(sentencesOf([])[0]).toMatch(/name the jurisdictions whose law applies\.$/);
  });

  it('is told so of every type of record: an answer without any finding would be a permission', () => {
    const cancelled: CaseRecord = { type: 'AccountCancelled', data: { requestedBy: 'subject' } };
    const implied = consent('implied', { purposes: [SERVICE], categories: email });
    for (const when of [breach('2026-10-12T09:00:00+08:00'), cancelled, implied]) {
      for (const where of [[], ['US'], ['SE']]) {
        const facts = factsOf({ when }, 'mine', vocabulary);
        const asked = { policy: undefined, laws: lawsOver(laws, where), unpublished: true };
        const verdict = judge(facts[0]!, contextAfter([]), asked);
        expect([when.type, verdict.outcome]).toEqual([when.type, 'gap']);
        expect(gapsWithoutPolicy(verdict)).toEqual(['policyUnpublished']);
        // Where a policy is published but not in force yet, what no policy speaks about raises nothing.
        expect(judge(facts[0]!, contextAfter([]), { ...asked, unpublished: false }).findings).toEqual([]);
      }
    }
  });

  it('is another thing than one whose first policy was not in force yet: that leaves a gap, whatever the law says', () => {
    const verdict = judged(allThatPiplAsks, ['CN'], { unpublished: false });
    expect([verdict.outcome, verdict.lawAlone]).toEqual(['gap', undefined]);
    expect(gapsWithoutPolicy(verdict)).toEqual(['policyUnknown']);
  });
});
