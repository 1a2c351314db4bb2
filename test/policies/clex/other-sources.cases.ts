import type { PolicyCase } from '../policy-case.ts';
import { collected, used } from '../records.ts';
import { noticed, registered } from './registration.ts';

const wechat = (source: object) =>
  noticed(
    collected({
      function: 'customer-communication',
      purposes: ['dpv:CommunicationForCustomerCare'],
      source: { kind: 'thirdPartyPlatform', name: 'tencent-enterprise-wechat', scenario: 'login', ...source },
      categories: ['pd:Picture', 'local:AccountType'],
    }),
  );

const partner = (source: object) =>
  noticed(
    collected({
      function: 'service-use',
      purposes: ['dpv:ServiceProvision'],
      source: { kind: 'businessPartner', name: 'partner-1', ...source },
      categories: ['pd:Interest'],
    }),
  );

export const clexOtherSources: readonly PolicyCase[] = [
  {
    title: 'Enterprise WeChat hands an avatar over, and the link to its policy was shown',
    ...wechat({ policyLinkShown: true }),
    then: { outcome: 'conforms', rule: 'COL-NOTICE', row: 'CLEX-C8', line: 26 },
  },
  {
    title: 'Enterprise WeChat hands an avatar over, and there is no link to its policy',
    ...wechat({}),
    then: { outcome: 'violates', rule: 'COL-THIRDPARTY', row: 'CLEX-C6', line: 66, missing: 'sourceUndisclosed' },
  },
  {
    title: 'another platform hands account data over',
    ...wechat({ name: 'other-platform', policyLinkShown: true }),
    then: { outcome: 'violates', rule: 'COL-FUNCTION', row: 'CLEX-C6', line: 66, missing: 'categoryNotListed' },
  },
  {
    title: 'a business partner that may hands data over',
    ...partner({ authorisationRef: 'warranty-1' }),
    then: { outcome: 'conforms', rule: 'COL-NOTICE', row: 'CLEX-C8', line: 26 },
  },
  {
    title: 'whether the business partner may hand the data over is not declared',
    ...partner({}),
    then: { outcome: 'gap', rule: 'COL-THIRDPARTY', row: 'CLEX-S2', line: 6, missing: 'authorisationNotDeclared' },
  },
  {
    title: 'search keywords are not in the scope of the policy',
    when: collected({
      function: 'search',
      purposes: ['dpv:Marketing'],
      categories: ['local:SearchKeywords'],
    }),
    then: { outcome: 'conforms' },
  },
  {
    title: 'going on to use the service counts as accepting the policy',
    when: { type: 'PolicyAcceptanceDeemed', data: { by: 'continuedUse' } },
    then: { outcome: 'conforms', rule: 'POL-ACCEPTANCE', row: 'CLEX-S4', line: 12 },
  },
  {
    title: 'a service agreement was taken for accepting the policy',
    when: { type: 'PolicyAcceptanceDeemed', data: { by: 'serviceAgreement' } },
    then: { outcome: 'violates', rule: 'POL-ACCEPTANCE', row: 'CLEX-S4', line: 12, missing: 'actIsNoAcceptance' },
  },
];

/** What each item of the list of exceptions may be, as the text numbers them. */
export const clexExceptions: readonly PolicyCase[] = [
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((item): PolicyCase => ({
    title: `data is collected without consent under exception ${item}`,
    ...noticed({ ...registered, data: { ...registered.data, exceptionRef: `x${item}` } }),
    then: { outcome: 'conforms', rule: 'COL-NOTICE', row: 'CLEX-C8', line: 26 },
  })),
  {
    title: 'an exception is relied on that the list does not have',
    ...noticed({ ...registered, data: { ...registered.data, exceptionRef: 'x11' } }),
    then: { outcome: 'violates', rule: 'COL-EXCEPTION', row: 'CLEX-X1', line: 109, missing: 'exceptionNotListed' },
  },
  {
    title: 'an exception that covers collecting only is relied on for a use',
    when: used({ purposes: ['dpv:ServiceProvision'], categories: ['pd:EmailAddress'], exceptionRef: 'x3' }),
    then: { outcome: 'violates', rule: 'COL-EXCEPTION', row: 'CLEX-X3', line: 111, missing: 'exceptionDoesNotCover' },
  },
];
