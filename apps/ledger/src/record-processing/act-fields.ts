import { applyDecorators } from '@nestjs/common';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsObject, IsString, Length } from 'class-validator';
import { isJurisdiction, JURISDICTION_COUNT_MAX, recordTypes } from '#libs/domain';
import { JSON_VALUE } from '../openapi/json-schemas.ts';
import { Documented, Optional, Satisfies } from '../validation/index.ts';

/** What a report of an act and a question about one have in common: how it is named, whose law applies, what it is about. */

export const IsRecordTypeName = (description: string): PropertyDecorator =>
  applyDecorators(IsString(), Length(1, 64), Documented({ enum: [...recordTypes.keys()], description }));

export const AreJurisdictions = (description: string): PropertyDecorator =>
  applyDecorators(
    Optional(),
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(JURISDICTION_COUNT_MAX),
    Satisfies({ code: 'notJurisdiction', message: 'must be an ISO 3166 code, EU or EEA' }, isJurisdiction, {
      each: true,
      documentation: { type: 'string', pattern: '^(?:[A-Z]{2}(?:-[A-Z0-9]{1,3})?|EEA)$' },
    }),
    Documented({ description }),
  );

export const IsRecordData = (description: string): PropertyDecorator =>
  applyDecorators(IsObject(), Documented({ additionalProperties: JSON_VALUE, description }));
