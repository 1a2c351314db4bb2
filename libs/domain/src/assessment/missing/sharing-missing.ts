import { each } from './sentence.ts';
import type { Say, Sentences } from './sentence.ts';

interface WithRecipient {
  readonly recipient: string;
}

export const sharingMissing = {
  groundNotListed: (p: { readonly ground: string; readonly listed: readonly string[] }) =>
    p.listed.includes(p.ground)
      ? `The ground ${p.ground} is allowed, but not for this recipient and purpose: no row on it covers them.`
      : `The ground ${p.ground} is not one of those that are allowed here (${p.listed.join(', ') || 'none'}).`,
  legalOrderNotNamed: (p: { readonly ground: string }) =>
    `It relies on ${p.ground} and names no legal document: declare legalOrderRef.`,
  recipientDidNotAsk: (p: WithRecipient) => `${p.recipient} may have it only on its own request, and did not ask.`,
  askingNotDeclared: (p: WithRecipient) =>
    `Whether ${p.recipient} asked for it is not declared: name requestedByRecipient.`,
  counterpartyNotPerformed: (p: WithRecipient) =>
    `${p.recipient} may have it only after doing some of its own part of the transaction, and had done none.`,
  performanceNotDeclared: (p: WithRecipient) =>
    `Whether ${p.recipient} had done some of its own part of the transaction is not declared: name counterpartyPerformed.`,
  legalDocumentMissing: (p: { readonly recipient?: string }) =>
    `Nothing may be disclosed${p.recipient === undefined ? '' : ` to ${p.recipient}`} without a legal document, and none was named.`,
  investigationNotNamed: (p: WithRecipient) =>
    `Which investigation ${p.recipient} needed it for is not declared: name it.`,
  approvalMissing: (p: WithRecipient) =>
    `Handing data to the foreign authority ${p.recipient} needs an approval, and none was named.`,
  notEncrypted: (p: WithRecipient) => `What was handed to ${p.recipient} had to be encrypted and was not.`,
  encryptionNotDeclared: (p: WithRecipient) =>
    `Whether what was handed to ${p.recipient} was encrypted is not declared.`,
  tooIdentifiable: (p: WithRecipient & { readonly allowed: readonly string[]; readonly was: string }) =>
    `${p.recipient} may have only ${p.allowed.join(' or ')} data, and got ${p.was} data.`,
  reidentificationNotExcluded: (p: WithRecipient) =>
    `${p.recipient} must not be able to tell who de-identified data is about, and it can.`,
  reidentificationNotDeclared: (p: WithRecipient) =>
    `Whether ${p.recipient} can tell who the de-identified data is about is not declared: name reidentificationExcluded.`,
  beyondNecessary: (p: WithRecipient & { readonly categories: readonly string[] }, say: Say) =>
    `${each(p.categories, say)} is more than is necessary to give ${p.recipient} for this purpose.`,
  beyondListed: (p: WithRecipient & { readonly categories: readonly string[] }, say: Say) =>
    `${each(p.categories, say)} is more than what is listed to be given to ${p.recipient} for this purpose.`,
  purposeBeyond: (p: WithRecipient & { readonly purposes: readonly string[] }, say: Say) =>
    `${p.recipient} may not use the data for ${each(p.purposes, say)}.`,
  sharedPurposesUnknown: (p: WithRecipient) =>
    `What ${p.recipient} was given the data for is not on file: record the share.`,
  agreementNotDeclared: (p: WithRecipient) =>
    `No agreement with ${p.recipient} is on file: record the one that binds it.`,
  agreementNotOnFile: (p: WithRecipient & { readonly agreement: string }) =>
    `The agreement ${p.agreement} with ${p.recipient} is not on file: record it.`,
  agreementNotInForce: (p: WithRecipient & { readonly agreement: string }) =>
    `The agreement ${p.agreement} with ${p.recipient} was not in force on that day.`,
  termsNotDeclared: (p: { readonly agreement: string }) =>
    `What the agreement ${p.agreement} lays down is not declared: name its terms.`,
  termsLacking: (p: { readonly agreement: string; readonly terms: readonly string[] }) =>
    `The agreement ${p.agreement} does not lay down: ${p.terms.join(', ')}.`,
  jointControllersNotNamed: (p: { readonly activity: string }) =>
    `Who else decides on the activity ${p.activity} is not declared: name jointControllers.`,
  assessmentMissing: (p: WithRecipient) =>
    `No assessment of the security of ${p.recipient} was made before: record it.`,
  notMonitored: (p: WithRecipient) => `What ${p.recipient} does through the interface was not watched.`,
  monitoringNotDeclared: (p: WithRecipient) =>
    `Whether what ${p.recipient} does through the interface is watched is not declared.`,
  saleForbidden: (p: WithRecipient) => `Data must not be sold, and ${p.recipient} got it for money or another benefit.`,
  serviceEnded: (p: WithRecipient) => `The work of ${p.recipient} had ended, and it must not be given anything more.`,
  pastDataKept: (p: WithRecipient) => `${p.recipient} must lose access to what it already had as well.`,
} satisfies Sentences;
