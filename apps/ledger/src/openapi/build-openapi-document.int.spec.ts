import { Controller, HttpCode, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IsInt, IsString, Length } from 'class-validator';
import { Requires } from '../identity/route-permission.ts';
import { createHttpAdapter } from '../operations/http-adapter.ts';
import { Metrics } from '../operations/metrics.ts';
import {
  Answers,
  Documented,
  DtoBody,
  DtoParams,
  DtoQuery,
  listOf,
  ListFromText,
  Nested,
  NumberFromText,
  Optional,
  Takes,
} from '../validation/index.ts';
import { buildOpenApiDocument } from './build-openapi-document.ts';
import { Refuses } from './refusals.ts';
import { serveApiDocumentation } from './serve-api-documentation.ts';

class WheelSpecDto {
  @IsInt()
  inches!: number;
}

class BicycleSpecDto {
  @IsString()
  @Length(1, 20)
  @Documented({ description: 'What it is called.' })
  name!: string;

  @Nested(() => WheelSpecDto)
  wheel!: WheelSpecDto;
}

class BicycleQueryDto {
  @Optional()
  @IsInt()
  @NumberFromText()
  limit?: number = 10;

  @Optional()
  @IsString({ each: true })
  @ListFromText()
  kind?: string[];
}

class BicycleParamsDto {
  @IsString()
  @Length(2, 8)
  id!: string;
}

interface Taken {
  readonly body?: unknown;
  readonly query?: unknown;
  readonly params?: unknown;
}

let taken: Taken = {};

@Controller('v1/bicycles')
class BicyclesController {
  @Post(':id')
  @HttpCode(201)
  @Requires('records:write')
  @Answers(201, 'As it was kept.', BicycleSpecDto)
  @Refuses('alreadyExists')
  keepBicycle(
    @DtoParams(BicycleParamsDto) params: BicycleParamsDto,
    @DtoQuery(BicycleQueryDto) query: BicycleQueryDto,
    @DtoBody(BicycleSpecDto) body: object,
  ): object {
    taken = { params, query, body };
    return body;
  }

  @Post()
  @Requires('records:write')
  @Takes({ 'application/json': BicycleSpecDto, 'application/x-ndjson': { type: 'string' } })
  @Answers(207, 'What became of each.', { 'application/json': listOf(BicycleSpecDto) })
  keepBicycles(): void {}
}

let app: NestFastifyApplication;

/** What every route refuses that asks for a permission and takes a body. */
const refusals = {
  401: expect.objectContaining({ description: '`unauthenticated`: The request carries no valid credential.' }),
  403: expect.objectContaining({ description: '`forbidden`: The credential does not permit this.' }),
  413: expect.objectContaining({ description: '`bodyTooLarge`: The body is too large.' }),
  429: expect.objectContaining({ description: '`tooManyRequests`: Too many requests.' }),
  415: expect.objectContaining({
    description: '`unsupportedMediaType`: The media type is not understood here.',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  }),
};

beforeAll(async () => {
  const module = await Test.createTestingModule({ controllers: [BicyclesController] }).compile();
  const { adapter, filter } = createHttpAdapter({
    settings: { bodyBytesMax: 1_000, inFlightBytesMax: 1_000_000, arrivalMsMax: 5_000, logLevel: 'silent' },
    metrics: new Metrics(),
  });
  app = module.createNestApplication<NestFastifyApplication>(adapter, { logger: false });
  app.useGlobalFilters(filter);
  serveApiDocumentation(app, buildOpenApiDocument(app));
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});
afterAll(() => app.close());

describe('buildOpenApiDocument', () => {
  it('describes what the decorators say', () => {
    const document = buildOpenApiDocument(app);
    expect(document.openapi).toBe('3.1.0');
    expect(document.paths['/v1/bicycles/{id}']?.post).toEqual({
      operationId: 'keepBicycle',
      'x-required-permission': 'records:write',
      security: [{ bearer: [] }],
      parameters: [
        { name: 'limit', in: 'query', required: false, schema: { type: 'integer' } },
        { name: 'kind', in: 'query', required: false, schema: { type: 'array', items: { type: 'string' } } },
        { name: 'id', in: 'path', required: true, schema: { type: 'string', minLength: 2, maxLength: 8 } },
      ],
      requestBody: {
        required: true,
        content: { 'application/json': { schema: { $ref: '#/components/schemas/BicycleSpec' } } },
      },
      responses: {
        201: {
          description: 'As it was kept.',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/BicycleSpec' } } },
        },
        ...refusals,
        400: expect.objectContaining({ description: expect.stringContaining('`invalidQuery`') }),
        404: expect.objectContaining({ description: '`notFound`: There is nothing here.' }),
        409: expect.objectContaining({ description: '`alreadyExists`: This id is taken.' }),
        default: { $ref: '#/components/responses/Problem' },
      },
    });
    expect(document.components?.schemas?.['BicycleSpec']).toEqual({
      type: 'object',
      properties: {
        name: { type: 'string', minLength: 1, maxLength: 20, description: 'What it is called.' },
        wheel: { $ref: '#/components/schemas/WheelSpec' },
      },
      required: ['name', 'wheel'],
      additionalProperties: false,
    });
  });

  it('describes bodies that a route reads itself', () => {
    const bicycle = { $ref: '#/components/schemas/BicycleSpec' };
    expect(buildOpenApiDocument(app).paths['/v1/bicycles']?.post).toEqual({
      operationId: 'keepBicycles',
      'x-required-permission': 'records:write',
      security: [{ bearer: [] }],
      parameters: [],
      requestBody: {
        required: true,
        content: { 'application/json': { schema: bicycle }, 'application/x-ndjson': { schema: { type: 'string' } } },
      },
      responses: {
        207: {
          description: 'What became of each.',
          content: { 'application/json': { schema: { type: 'array', items: bicycle } } },
        },
        ...refusals,
        400: expect.objectContaining({ description: expect.stringContaining('`invalidBody`') }),
        default: { $ref: '#/components/responses/Problem' },
      },
    });
  });

  it('refers to nothing that is not there', () => {
    const document = buildOpenApiDocument(app);
    const names = new Set(Object.keys(document.components?.schemas ?? {}));
    const referred = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    expect(referred.filter((name) => name === undefined || !names.has(name))).toEqual([]);
    expect([...names].sort()).toEqual(
      ['BicycleSpec', 'Problem', 'ProblemFieldError', 'ItemProblem', 'WheelSpec'].sort(),
    );
  });

  it('is served', async () => {
    expect((await app.inject({ url: '/openapi.json' })).json<{ openapi: string }>().openapi).toBe('3.1.0');
    expect((await app.inject({ url: '/docs' })).headers['content-type']).toContain('text/html');
  });
});

describe('the parameters it describes', () => {
  const body = { name: 'Pegasus', wheel: { inches: 28 } };
  const post = (url: string, payload: object = body) => app.inject({ method: 'POST', url, payload });

  it('are read as described', async () => {
    expect((await post('/v1/bicycles/ab?limit=7&kind=a,b&kind=c')).statusCode).toBe(201);
    expect(taken).toEqual({ params: { id: 'ab' }, query: { limit: 7, kind: ['a', 'b', 'c'] }, body });
    expect((await post('/v1/bicycles/ab')).statusCode).toBe(201);
    expect(taken.query).toEqual({ limit: 10 });
  });

  it.each([
    ['/v1/bicycles/ab?limit=many', body, 'invalidQuery', '/limit'],
    ['/v1/bicycles/ab?other=1', body, 'invalidQuery', ''],
    ['/v1/bicycles/ab?constructor=1', body, 'invalidQuery', undefined],
    ['/v1/bicycles/abcdefghi', body, 'notFound', '/id'],
    ['/v1/bicycles/ab', { ...body, name: '' }, 'invalidBody', '/name'],
    ['/v1/bicycles/ab', { ...body, other: 1 }, 'invalidBody', ''],
  ])('are refused: POST %s', async (url, payload, code, pointer) => {
    const problem = (await post(url, payload)).json<{ code: string; errors?: { pointer: string }[] }>();
    expect([problem.code, problem.errors?.[0]?.pointer]).toEqual([code, pointer]);
  });
});
