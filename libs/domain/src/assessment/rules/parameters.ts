import { BreachNoticeGiven } from '../../breach/breach.ts';
import { COUNTED_UNITS } from '../../deadline/period.ts';
import { count, country, describe, list, object, oneOf, optional, reference } from '../../event-definition.ts';
import { PersonalDataCollected } from '../../processing/collection-and-use.ts';
import { RightsRequestReceived } from '../../rights-request/request.ts';
import { consentForm, recipientKind } from '../../standard-fields.ts';

/** Parameters that mean the same in every rule kind that has them. */
export const consentForms = describe('Forms of consent that are enough.', list(consentForm, 5));
export const functions = optional(describe('Functions it is about. Left out: all.', list(reference, 50)));
export const recipientKinds = optional(
  describe('Recipients it is about, by what they are. Left out: all.', list(recipientKind, 12)),
);
/** Whose list of sensitive data: those of the vocabulary. */
export const sensitivityLaw = oneOf('CN', 'EU', 'GB');
export const sourceKind = PersonalDataCollected.fields.source.fields.kind;
export const acts = (description: string) =>
  describe(description, list(oneOf('collect', 'use', 'share', 'transfer', 'publish', 'export'), 6));
export const period = object({
  n: count,
  unit: oneOf(...COUNTED_UNITS),
  calendar: optional(describe('Of working days: whose calendar counts, as CN.', country)),
});
export const audiences = describe('Who is told.', list(oneOf(...BreachNoticeGiven.fields.audience.values), 6));
export const requestedRights = list(oneOf(...RightsRequestReceived.fields.right.values), 12);
