import { Body, Controller, ForbiddenException, Get, HttpCode, Param, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DomainError } from '#libs/domain';
import { EventStoreError } from '#libs/event-store';
import { createHttpAdapter } from '../operations/http-adapter.ts';
import { Metrics } from '../operations/metrics.ts';
import { ProblemError } from './problem-error.ts';

const canary = 'alice.example.com';

const THROWN: { readonly [what: string]: () => unknown } = {
  problem: () => new ProblemError('contentConflict', { detail: 'Words of our own.' }),
  store: () => new EventStoreError('outcomeUnknown', 'Our words.', { cause: new RangeError(canary) }),
  domain: () =>
    new DomainError('invalidRecord', canary, [
      { pointer: '/data/purposes/0', code: 'unknownTerm', message: 'Expected a term.', nearest: ['dpv:Marketing'] },
    ]),
  full: () =>
    new EventStoreError('unavailable', 'Our words.', {
      cause: Object.assign(new Error(canary), { code: 'SQLITE_FULL' }),
    }),
  nest: () => new ForbiddenException(canary),
  unknown: () => new TypeError(canary),
  text: () => canary,
};

@Controller('things')
class ThingsController {
  @Get('thrown/:what')
  fail(@Param('what') what: string): never {
    throw THROWN[what]?.();
  }

  @Post()
  @HttpCode(204)
  take(@Body() _body: unknown): void {}
}

/** Seconds, by status. */
const RETRY_AFTER: { readonly [status: number]: string } = { 503: '2', 507: '30' };

let app: NestFastifyApplication;
const logged: string[] = [];

beforeAll(async () => {
  const module = await Test.createTestingModule({ controllers: [ThingsController] }).compile();
  const { adapter, filter } = createHttpAdapter({
    settings: { bodyBytesMax: 200, inFlightBytesMax: 1_000_000, arrivalMsMax: 5_000, logLevel: 'info' },
    metrics: new Metrics(),
    logTo: { write: (line) => void logged.push(line) },
  });
  app = module.createNestApplication<NestFastifyApplication>(adapter, { logger: false });
  app.useGlobalFilters(filter);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});

afterAll(() => app.close());

async function answerTo(options: Parameters<NestFastifyApplication['inject']>[0]) {
  const response = await app.inject(options);
  expect(response.headers['content-type']).toBe('application/problem+json');
  expect(response.payload).not.toContain('alice');
  return { headers: response.headers, problem: response.json<Record<string, unknown>>() };
}

const post = (payload: string, type = 'application/json') =>
  answerTo({ method: 'POST', url: '/things', payload, headers: { 'content-type': type } });

describe('ProblemFilter', () => {
  it('answers with every member of the problem', async () => {
    const { problem } = await answerTo({ url: '/things/thrown/problem' });
    expect(problem).toEqual({
      type: 'https://personal-data-ledger.org/problems/contentConflict',
      title: 'Another content is recorded under this id',
      status: 409,
      code: 'contentConflict',
      detail: 'Words of our own.',
      action: 'Send the new content under a new id; what is recorded is never changed.',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it('tells the faults of the domain', async () => {
    const { problem } = await answerTo({ url: '/things/thrown/domain' });
    expect([problem['status'], problem['errors']]).toEqual([
      422,
      [
        {
          pointer: '/data/purposes/0',
          code: 'unknownTerm',
          message: 'Expected a term.',
          action: 'Perhaps one of these was meant: dpv:Marketing.',
        },
      ],
    ]);
  });

  it.each([
    ['store', 503, 'outcomeUnknown'],
    ['full', 507, 'storageFull'],
    ['nest', 403, 'forbidden'],
    ['unknown', 500, 'internal'],
    ['text', 500, 'internal'],
  ])('maps a thrown %s error to %d %s', async (what, status, code) => {
    const { headers, problem } = await answerTo({ url: `/things/thrown/${what}` });
    expect([problem['status'], problem['code']]).toEqual([status, code]);
    expect(headers['retry-after']).toBe(RETRY_AFTER[status]);
  });

  it.each([
    ['broken JSON', () => post(`{"email": "${canary}`), 400, 'invalidJson'],
    ['an empty body', () => post(''), 400, 'invalidJson'],
    ['a body that is too large', () => post(JSON.stringify(canary.repeat(20))), 413, 'bodyTooLarge'],
    ['an unknown media type', () => post(canary, `text/${canary}`), 415, 'unsupportedMediaType'],
    ['an unknown path', () => answerTo({ url: `/nothing/${canary}?q=${canary}` }), 404, 'notFound'],
    ['a path that cannot be read', () => answerTo({ url: `/things/%zz${canary}` }), 400, 'invalidPath'],
    ['too long a parameter', () => answerTo({ url: `/things/thrown/${canary.repeat(30)}` }), 414, 'pathTooLong'],
  ])('refuses %s', async (_what, answer, status, code) => {
    const { problem } = await answer();
    expect([problem['status'], problem['code']]).toEqual([status, code]);
  });

  it('tells a wrong method from a wrong path', async () => {
    const { headers, problem } = await answerTo({ method: 'PUT', url: `/things?q=${canary}` });
    expect([problem['status'], headers['allow']]).toEqual([405, 'POST']);
  });

  it('logs the kind of an unknown error, and nothing it says', () => {
    const all = logged.join('');
    expect(all).toContain('"TypeError"');
    expect(all).not.toContain('alice');
  });
});
