import { ControllerRegistered, RecipientRegistered, TermRegistered, vocabularyFrom, type FieldsOf } from '#libs/domain';
import { Documented, dtoClassFor, IsReferenceText } from '../validation/index.ts';

/** Registrations name no terms. */
const noTerms = vocabularyFrom([]);
const withoutVocabulary = () => noTerms;

const { recipient: _recipientId, ...recipientFields } = RecipientRegistered.fields;

/** A company that decides on processing, by the id that records name it by. */
export class ControllerRegistrationDto extends dtoClassFor(ControllerRegistered, withoutVocabulary) {
  @IsReferenceText()
  @Documented({ description: 'What records name it by.' })
  id!: string;
}
export type ControllerRegistrationBody = ControllerRegistrationDto & FieldsOf<typeof ControllerRegistered>;

/** An organisation that receives personal data, by the id that records name it by. */
export class RecipientRegistrationDto extends dtoClassFor(
  { ...RecipientRegistered, fields: recipientFields },
  withoutVocabulary,
) {
  @IsReferenceText()
  @Documented({ description: 'What records name it by.' })
  id!: string;
}
export type RecipientRegistrationBody = RecipientRegistrationDto &
  Omit<FieldsOf<typeof RecipientRegistered>, 'recipient'>;

/** A term that the shipped vocabulary lacks. */
export class TermRegistrationDto extends dtoClassFor(TermRegistered, withoutVocabulary) {}
export type TermRegistrationBody = TermRegistrationDto & FieldsOf<typeof TermRegistered>;
