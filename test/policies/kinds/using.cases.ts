import type { CaseRecord } from '../policy-case.ts';
import { consent, used, withdrawal } from '../records.ts';
import type { KindCase } from './kind-case.ts';

const marketing = used({ purposes: ['dpv:DirectMarketing'], categories: ['pd:EmailAddress'] });
const untilUnsubscribed = { kind: 'USE-MARKETING', purposes: ['dpv:DirectMarketing'], untilUnsubscribed: true };
const unsubscribing = withdrawal({ scope: { purposes: ['dpv:DirectMarketing'], categories: ['pd:EmailAddress'] } });
const decision = (decided: object) =>
  used({
    purposes: ['dpv:ServiceProvision'],
    categories: ['pd:Name'],
    automatedDecision: { significant: true, ...decided },
  });
const combined: CaseRecord = {
  type: 'PersonalDataCombined',
  data: {
    combination: 'combination-1',
    combinedWith: 'weather',
    categories: ['pd:Name'],
    purposes: ['dpv:ServiceProvision'],
  },
};
const apart: CaseRecord = { type: 'PersonalDataCombinationEnded', data: { combination: 'combination-1' } };
const weather = used({
  purposes: ['dpv:ServiceProvision'],
  categories: ['dpv:NonPersonalData'],
  datasets: ['weather'],
});
const combinedRule = { kind: 'USE-COMBINED', nonPersonal: ['dpv:NonPersonalData'] };

export const usingKinds: readonly KindCase[] = [
  {
    title: 'marketing before anybody unsubscribed',
    rules: [untilUnsubscribed],
    when: marketing,
    then: ['USE-MARKETING', 'conforms'],
  },
  {
    title: 'marketing after somebody unsubscribed',
    rules: [untilUnsubscribed],
    given: [unsubscribing],
    when: marketing,
    then: ['USE-MARKETING', 'violates', 'unsubscribed'],
  },
  {
    title: 'marketing after somebody subscribed again',
    rules: [untilUnsubscribed],
    given: [unsubscribing, consent('express', { purposes: ['dpv:DirectMarketing'], categories: ['pd:EmailAddress'] })],
    when: marketing,
    then: ['USE-MARKETING', 'conforms'],
  },
  {
    title: 'personalised advertising where the policy rules it out',
    rules: [{ kind: 'USE-PERSONALISED', purposes: ['dpv:PersonalisedAdvertising'] }],
    when: used({ purposes: ['dpv:PersonalisedAdvertising'], categories: ['pd:Name'] }),
    then: ['USE-PERSONALISED', 'violates', 'purposeExcluded'],
  },
  {
    title: 'a decision that was not explained',
    rules: [{ kind: 'USE-ADM', offers: ['explanation'], significantOnly: true }],
    when: decision({ explanationOffered: false }),
    then: ['USE-ADM', 'violates', 'decisionLacks'],
  },
  {
    title: 'a decision of which nobody says whether it was explained',
    rules: [{ kind: 'USE-ADM', offers: ['explanation'], significantOnly: true }],
    when: decision({}),
    then: ['USE-ADM', 'gap', 'decisionNotDeclared'],
  },
  {
    title: 'data that names nobody, while it is combined',
    rules: [combinedRule],
    given: [combined],
    when: weather,
    then: ['USE-COMBINED', 'violates', 'combinedIsPersonal'],
  },
  {
    title: 'a use of combined data that declares the combination',
    rules: [combinedRule],
    given: [combined],
    when: used({ purposes: ['dpv:ServiceProvision'], categories: ['pd:Name'], combinedWith: 'weather' }),
    then: ['USE-COMBINED', 'conforms'],
  },
  {
    title: 'a use of combined data after it was taken apart',
    rules: [combinedRule],
    given: [combined, apart],
    when: used({ purposes: ['dpv:ServiceProvision'], categories: ['pd:Name'], combinedWith: 'weather' }),
    then: ['USE-COMBINED', 'gap', 'combinationNotRecorded'],
  },
];
