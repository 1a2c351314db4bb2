import { IsArray, IsIn, IsInt, IsObject, IsString, Min } from 'class-validator';
import type { TermScheme } from '#libs/domain';
import { Documented, NestedList, Optional } from '../validation/index.ts';
import { ControllerRegistrationDto, RecipientRegistrationDto } from './registration.dto.ts';
import { TERM_SCHEMES } from './vocabulary-query.dto.ts';

/** A registry larger than this is no registry. */
const ENTRIES_COUNT_MAX = 10_000;

export class RegistrationReceiptDto {
  @IsString()
  @Documented({ description: 'What records name it by.' })
  readonly id!: string;

  @IsInt()
  @Min(0)
  @Documented({ description: 'Place in the log.' })
  readonly position!: number;
}

export class ControllersDto {
  @NestedList(() => ControllerRegistrationDto, { countMax: ENTRIES_COUNT_MAX })
  readonly items!: readonly ControllerRegistrationDto[];
}

export class RecipientsDto {
  @NestedList(() => RecipientRegistrationDto, { countMax: ENTRIES_COUNT_MAX })
  readonly items!: readonly RecipientRegistrationDto[];
}

export class TermDto {
  @IsString()
  readonly iri!: string;

  @IsString()
  @Documented({ description: 'Prefixed name: `pd:EmailAddress`. Records may use either.' })
  readonly prefixed!: string;

  @IsIn(TERM_SCHEMES)
  readonly scheme!: TermScheme;

  @IsObject()
  @Documented({
    required: ['en'],
    properties: { en: { type: 'string' } },
    additionalProperties: { type: 'string' },
    description: 'By BCP 47 language; English always.',
  })
  readonly labels!: { readonly en: string; readonly [language: string]: string };

  @Optional()
  @IsArray()
  @IsString({ each: true })
  @Documented({ description: 'For a category: IRIs of the nearest wider ones.' })
  readonly broader?: readonly string[];

  @Optional()
  @IsArray()
  @IsString({ each: true })
  @Documented({
    description:
      'Jurisdictions whose law counts it as sensitive: `CN` (PIPL Art. 28), `EU` (GDPR Art. 9), `GB` (UK GDPR Art. 9).',
  })
  readonly sensitiveUnder?: readonly string[];
}

export class VocabularyDto {
  @NestedList(() => TermDto, { countMax: ENTRIES_COUNT_MAX })
  readonly items!: readonly TermDto[];
}
