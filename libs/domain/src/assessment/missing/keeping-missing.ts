import { each } from './sentence.ts';
import type { Say, Sentences } from './sentence.ts';

/** How long data is kept, and how it goes. */
export const keepingMissing = {
  calendarEnds: (p: { readonly dueAt: string }) =>
    `Whether it was in time turns on holidays that are not announced: weekends alone counted out, it was due by ${p.dueAt}.`,
  retentionOver: (p: { readonly dueAt: string }) =>
    `The time it was to be kept was over at ${p.dueAt}: it had to be deleted or anonymized.`,
  cookieOver: (p: { readonly dueAt: string }) => `The cookie had to be gone by ${p.dueAt}.`,
  cookieLifeNotDeclared: (p: { readonly function: string }) =>
    `How long what is stored for ${p.function} lasts is not declared: name retentionPeriod or endsWithSession.`,
  cookieOutlivesSession: (p: { readonly function: string }) =>
    `What is stored for ${p.function} has to be gone when the session ends, and was set to stay.`,
  deletionRefused: (p: { readonly ground: string }) =>
    `Deletion was asked for on the ground ${p.ground}, which the list has, and it was refused without a reason.`,
  deletionGroundNotDeclared: (p: { readonly requestId: string }) =>
    `On what ground deletion was asked for in the request ${p.requestId} is not declared: name deletionGround.`,
  deletedLate: (p: { readonly dueAt: string }) => `It had to be deleted by ${p.dueAt}.`,
  deletionCauseNotOnFile: (p: { readonly ground: string }) =>
    `When its time began is not on file: record what it was deleted for (${p.ground}).`,
  recipientsNotTold: (p: { readonly recipients: readonly string[] }) =>
    `Recipients of the data were not told to delete it: ${p.recipients.join(', ')}.`,
  recipientsToldNotDeclared: (p: { readonly recipients: readonly string[] }) =>
    `Whether recipients of the data were told to delete it is not declared: ${p.recipients.join(', ')}.`,
  deletionNotAskedFor: (p: { readonly recipient: string }) =>
    `${p.recipient} was told of the deletion and not asked to delete.`,
  deletionAskedNotDeclared: (p: { readonly recipient: string }) =>
    `Whether ${p.recipient} was asked to delete, or only told, is not declared.`,
  recipientKeeps: (p: { readonly recipient: string; readonly exempt: readonly string[] }) =>
    `${p.recipient} keeps the data without a reason that counts (${p.exempt.join(', ')}).`,
  exemptionNotDeclared: (p: { readonly recipient: string }) =>
    `Why ${p.recipient} does not delete is not declared: name the ground.`,
  deletedCameBack: (p: { readonly backup: string }) =>
    `The backup ${p.backup} was restored and what had been deleted since was not deleted again.`,
  deferralNotAllowed: (p: { readonly ground: string; readonly listed: readonly string[] }) =>
    `Deletion may be put off for ${p.listed.join(', ')}, not for ${p.ground}.`,
  lawNotNamed: (p: { readonly ground: string }) =>
    `It is kept for ${p.ground}, and which law or order is not declared.`,
  notOnlyStored: (p: { readonly ground: string }) =>
    `What is kept for ${p.ground} must only be stored, and more was done with it.`,
  onlyStoredNotDeclared: (p: { readonly ground: string }) =>
    `Whether what is kept for ${p.ground} is only stored is not declared.`,
  anonymizedNamed: (p: { readonly categories: readonly string[] }, say: Say) =>
    `${each(p.categories, say)} had been anonymized and cannot be about a person: report who was identified again.`,
  irreversibilityNotAttested: (p: { readonly categories: readonly string[] }, say: Say) =>
    `Nobody vouches that ${each(p.categories, say)} cannot be restored: name the attestation.`,
  consentWithdrawn: (p: { readonly categories: readonly string[]; readonly purposes: readonly string[] }, say: Say) =>
    `Consent to ${each(p.categories, say)} for ${each(p.purposes, say)} had been withdrawn before.`,
} satisfies Sentences;
