import { applyDecorators } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Refuses } from '../openapi/refusals.ts';
import { Answers } from '../validation/index.ts';
import { ApiKeysDto, CreatedApiKeyDto } from './api-keys.dto.ts';

export const DescribeCreateApiKey = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Make a credential',
      description:
        'For a service or a person. Answers when it works; the answer is the only place where its token stands.',
    }),
    Answers(201, 'It works.', CreatedApiKeyDto),
    Refuses('unknownController'),
  );

export const DescribeListApiKeys = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'List the credentials',
      description: 'Expired and revoked ones too; never their secrets.',
    }),
    Answers(200, 'All there are, the oldest first.', ApiKeysDto),
  );

export const DescribeRevokeApiKey = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'End a credential',
      description: 'From the answer on it is good for nothing. It stays in the list.',
    }),
    Answers(204, 'It is revoked.'),
  );
