import type { Sentences } from './sentence.ts';

interface OfRequest {
  readonly requestId: string;
}

export const rightsMissing = {
  requestNotOnFile: (p: OfRequest) => `The request ${p.requestId} is not on file: record it.`,
  identityNotVerified: (p: OfRequest) =>
    `The request ${p.requestId} was granted before it was shown that whoever asked may ask.`,
  answeredLate: (p: { readonly dueAt: string }) => `The answer was due by ${p.dueAt}.`,
  extendedLate: (p: { readonly dueAt: string }) =>
    `More time can be taken only before the usual time is over, which was by ${p.dueAt}.`,
  extensionNotTold: (p: OfRequest) =>
    `More time was taken for the request ${p.requestId}, and whoever asked was not told of it with the reasons.`,
  extendedAgain: (p: OfRequest) =>
    `More time had been taken for the request ${p.requestId} already, and it can be taken once.`,
  extendedTooLong: (p: { readonly latest: string }) =>
    `More time was taken than there is: an answer has to be given by ${p.latest} at the latest.`,
  refusalNotListed: (p: { readonly ground: string; readonly listed: readonly string[] }) =>
    `The request was refused for ${p.ground}, which is not among the reasons that are allowed (${p.listed.join(', ')}).`,
  refusedWithoutReason: (p: { readonly right: string }) =>
    `The right ${p.right} is promised, and the request was refused without a reason.`,
  refusalGroundNotDeclared: (p: OfRequest) =>
    `Why the request ${p.requestId} was refused is not declared: name refusalGround.`,
  reasonsNotGiven: (p: { readonly told: readonly string[] }) => `Whoever asked was not told: ${p.told.join(', ')}.`,
  reasonsGivenNotDeclared: (p: { readonly told: readonly string[] }) =>
    `Whether whoever asked was told is not declared: ${p.told.join(', ')}.`,
  answerLacks: (p: { readonly items: readonly string[] }) => `The answer did not give: ${p.items.join(', ')}.`,
  answerNotDeclared: (p: { readonly items: readonly string[] }) =>
    `What the answer gave is not declared: name ${p.items.join(', ')}.`,
  immutableNotDeclared: (p: OfRequest) =>
    `Which data could not be changed in the request ${p.requestId} is not declared: name the categories.`,
  forwardingNotAllowed: (p: { readonly right: string }) =>
    `Only employees are sent on to their employer, and not for every right: ${p.right} was to be answered here.`,
  feeNotAllowed: (p: { readonly ground: string; readonly listed: readonly string[] }) =>
    `Money was asked for (${p.ground}); it may be only for ${p.listed.join(', ') || 'nothing'}.`,
  feeGroundNotDeclared: (p: OfRequest) =>
    `Why money was asked for in the request ${p.requestId} is not declared: name feeGround.`,
} satisfies Sentences;
