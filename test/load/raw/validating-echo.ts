import 'reflect-metadata';
import { BadRequestException, Body, Controller, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Ajv } from 'ajv';

/** What a server of this kind can do at most: the same framework, a compiled check of the same body, and the body back. */
const uuid = { type: 'string', pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' };
const slug = { type: 'string', pattern: '^[a-z0-9-]{1,64}$' };
const terms = {
  type: 'array',
  minItems: 1,
  maxItems: 50,
  items: { type: 'string', pattern: '^[a-z-]+:[A-Za-z0-9-]+$' },
};
const identifier = {
  type: 'object',
  additionalProperties: false,
  required: ['scheme', 'value'],
  properties: {
    scheme: { type: 'string', pattern: '^[a-z][A-Za-z0-9]{0,31}$' },
    value: { type: 'string', minLength: 1, maxLength: 320 },
  },
};
const validate = new Ajv().compile({
  type: 'object',
  additionalProperties: false,
  required: ['id', 'type', 'controllerId', 'occurredAt', 'subject', 'data'],
  properties: {
    id: uuid,
    type: { enum: ['PersonalDataShared'] },
    controllerId: slug,
    occurredAt: { type: 'string', pattern: String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$` },
    policyVersion: slug,
    jurisdictions: { type: 'array', minItems: 1, maxItems: 50, items: { type: 'string', pattern: '^[A-Z]{2}$' } },
    subject: {
      type: 'object',
      additionalProperties: false,
      required: ['identifiers'],
      properties: { identifiers: { type: 'array', minItems: 1, maxItems: 20, items: identifier } },
    },
    data: {
      type: 'object',
      additionalProperties: false,
      required: ['recipient', 'recipientKind', 'ground', 'purposes', 'categories', 'identifiability'],
      properties: {
        recipient: slug,
        recipientKind: { enum: ['logistics', 'payment', 'processor', 'partner'] },
        ground: { enum: ['consent', 'requestedService', 'agreement', 'none'] },
        purposes: terms,
        categories: terms,
        identifiability: { enum: ['identified', 'deidentified', 'statistical'] },
      },
    },
    details: { type: 'object', maxProperties: 50 },
  },
});

@Controller('v1/records')
class EchoController {
  @Post()
  report(@Body() body: unknown): unknown {
    if (!validate(body)) throw new BadRequestException();
    return body;
  }
}

@Module({ controllers: [EchoController] })
class EchoModule {}

const app = await NestFactory.create<NestFastifyApplication>(EchoModule, new FastifyAdapter(), { logger: false });
await app.listen(0, '127.0.0.1');
process.stderr.write(`The echo listens on ${await app.getUrl()}\n`);
process.once('SIGTERM', () => void app.close());
