import type { Sentences } from './sentence.ts';

export const policyMissing = {
  policySaysNeither: (p: { readonly topic: string }) =>
    `The policy pack neither has a rule on ${p.topic} nor says that the policy is silent: complete the pack.`,
  policyUnknown: (p: { readonly controllerId: string }) =>
    `No policy version of ${p.controllerId} was in force then: publish the one that was.`,
} satisfies Sentences;
