import type { Sentences } from './sentence.ts';

export const policyMissing = {
  policySaysNeither: (p: { readonly topic: string }) =>
    `The policy pack neither has a rule on ${p.topic} nor says that the policy is silent: complete the pack.`,
  policyUnknown: (p: { readonly controllerId: string }) =>
    `No policy version of ${p.controllerId} was in force then. If it has none yet, publish a policy: until then records are not judged, neither by a policy nor by the law.`,
  policyUnpublished: (p: { readonly controllerId: string; readonly jurisdictions?: readonly string[] }) =>
    p.jurisdictions === undefined
      ? `${p.controllerId} has published no policy, and no law that was asked has a rule on this: publish one, or name the jurisdictions whose law applies.`
      : `${p.controllerId} has published no policy, and the ledger has no law of ${p.jurisdictions.join(', ')} for verdicts: publish one.`,
  actIsNoAcceptance: (p: { readonly by: string; readonly listed: readonly string[] }) =>
    `The policy does not take ${p.by} for accepting it, only ${p.listed.join(', ')}.`,
  measuresNotDeclared: (p: { readonly activity: string }) =>
    `How the activity ${p.activity} is protected is not declared: name its securityMeasures.`,
  measuresLacking: (p: { readonly activity: string; readonly measures: readonly string[] }) =>
    `The activity ${p.activity} lacks what the policy promises: ${p.measures.join(', ')}.`,
  activityLacks: (p: { readonly activity: string; readonly entries: readonly string[] }) =>
    `The register does not say of the activity ${p.activity}: ${p.entries.join(', ')}.`,
  otherVersionCited: (p: { readonly cited: string; readonly inForce: string }) =>
    `It was done under the policy version ${p.cited}, and ${p.inForce} was in force.`,
  notProminent: (p: { readonly aspects: readonly string[] }) =>
    `The policy changes in ${p.aspects.join(', ')}, and people were not told so that it could not be missed.`,
  changeNotDeclared: (p: { readonly version: string }) =>
    `What changes with the version ${p.version} is not declared: name changedAspects.`,
  datesNotGiven: (p: { readonly version: string; readonly dates: readonly string[] }) =>
    `The announcement of the version ${p.version} does not give: ${p.dates.join(', ')}.`,
  prevailingTextNotAnnounced: (p: { readonly version: string; readonly language: string }) =>
    `The text of the version ${p.version} that prevails is in ${p.language}, and no announcement in it is on file.`,
} satisfies Sentences;
