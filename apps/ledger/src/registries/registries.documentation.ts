import { applyDecorators } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Refuses } from '../openapi/refusals.ts';
import { Answers } from '../validation/index.ts';
import { ControllersDto, RecipientsDto, RegistrationReceiptDto, VocabularyDto } from './registries.dto.ts';

const ONCE =
  'Answers when it can be used. The same again gives the first answer; another content under the same id is refused.';

const registration = (summary: string, description: string): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary, description: `${description} ${ONCE}` }),
    Answers(201, 'It is registered.', RegistrationReceiptDto),
    Refuses('alreadyExists'),
  );

export const DescribeRegisterController = (): MethodDecorator =>
  registration('Register a data controller', 'A company that records may be about.');

export const DescribeListControllers = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'List the data controllers', description: 'Those the credential is bound to.' }),
    Answers(200, 'By id.', ControllersDto),
  );

export const DescribeRegisterRecipient = (): MethodDecorator =>
  registration('Register a recipient', 'An organisation that records may name as one that received personal data.');

export const DescribeListRecipients = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'List the recipients', description: 'All that are registered.' }),
    Answers(200, 'By id.', RecipientsDto),
  );

export const DescribeRegisterTerm = (): MethodDecorator =>
  registration(
    'Register a term',
    "One that the shipped vocabulary lacks, under the ledger's own namespace (`local:`).",
  );

export const DescribeReadVocabulary = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Read the vocabulary',
      description: 'The words records are written in: terms of DPV and its extensions, and those registered here.',
    }),
    Answers(200, 'Terms that match.', VocabularyDto),
  );
