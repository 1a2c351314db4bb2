import type { Sentences } from './sentence.ts';

export const policyMissing = {
  policySaysNeither: (p: { readonly topic: string }) =>
    `The policy pack neither has a rule on ${p.topic} nor says that the policy is silent: complete the pack.`,
  policyUnknown: (p: { readonly controllerId: string }) =>
    `No policy version of ${p.controllerId} was in force then: publish the one that was.`,
  actIsNoAcceptance: (p: { readonly by: string; readonly listed: readonly string[] }) =>
    `The policy does not take ${p.by} for accepting it, only ${p.listed.join(', ')}.`,
  measuresNotDeclared: (p: { readonly activity: string }) =>
    `How the activity ${p.activity} is protected is not declared: name its securityMeasures.`,
  measuresLacking: (p: { readonly activity: string; readonly measures: readonly string[] }) =>
    `The activity ${p.activity} lacks what the policy promises: ${p.measures.join(', ')}.`,
} satisfies Sentences;
