import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Authenticator, BootstrapAdminAuthenticator, PermissionGuard, Public } from '../identity/index.ts';
import { createHttpAdapter } from './http-adapter.ts';
import { Metrics } from './metrics.ts';
import { NestLogger } from './nest-logger.ts';
import { OperationsController } from './operations.controller.ts';
import { ReadinessProbe, ReadinessProbes, type Finding } from './readiness.ts';

const adminKey = 'x'.repeat(40);
const canary = 'alice.example.com';

class Probe extends ReadinessProbe {
  override readonly timeoutMs = 30;
  readonly part: string;
  answer: () => Promise<Finding | undefined> = () => Promise.resolve(undefined);

  constructor(part: string) {
    super();
    this.part = part;
  }

  override check(): Promise<Finding | undefined> {
    return this.answer();
  }
}

@Controller('things')
class ThingsController {
  @Get(':id')
  @Public()
  get(@Param('id') _id: string, @Query() _query: unknown): string {
    return 'thing';
  }

  @Post()
  @Public()
  make(): never {
    throw new RangeError(canary);
  }
}

let app: NestFastifyApplication;
let probes: { readonly store: Probe; readonly vault: Probe };
let metrics: Metrics;
let logged: string[];

beforeEach(async () => {
  probes = { store: new Probe('store'), vault: new Probe('vault') };
  metrics = new Metrics();
  logged = [];
  const module = await Test.createTestingModule({
    controllers: [OperationsController, ThingsController],
    providers: [
      { provide: Metrics, useValue: metrics },
      { provide: ReadinessProbes, useValue: new ReadinessProbes([probes.store, probes.vault]) },
      { provide: Authenticator, useValue: new BootstrapAdminAuthenticator(adminKey) },
      { provide: APP_GUARD, useClass: PermissionGuard },
    ],
  }).compile();
  const { adapter, filter } = createHttpAdapter({
    settings: { bodyBytesMax: 1_000, inFlightBytesMax: 1_000_000, arrivalMsMax: 5_000, logLevel: 'info' },
    metrics,
    logTo: { write: (line) => void logged.push(line) },
  });
  app = module.createNestApplication<NestFastifyApplication>(adapter, {
    logger: new NestLogger(adapter.getInstance().log),
  });
  app.useGlobalFilters(filter);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});
afterEach(() => app.close());

const readyz = async () => {
  const response = await app.inject({ url: '/readyz' });
  return { status: response.statusCode, body: response.json<{ parts?: { part: string }[]; errors?: unknown[] }>() };
};
const figures = async () =>
  (await app.inject({ url: '/metrics', headers: { authorization: `Bearer ${adminKey}` } })).payload;

describe('every answer', () => {
  it.each(['/healthz', '/things/1', '/nothing', '/metrics'])(
    'is neither kept, guessed at nor framed: %s',
    async (url) => {
      const { headers } = await app.inject({ url });
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
      const policy = String(headers['content-security-policy']).split(';');
      expect(policy).toEqual(
        expect.arrayContaining(["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"]),
      );
      expect(policy.some((directive) => directive.startsWith('upgrade'))).toBe(false);
    },
  );
});

describe('health and readiness', () => {
  it('tells that it is alive', async () => {
    expect((await app.inject({ url: '/healthz' })).json()).toEqual({ status: 'alive' });
  });

  it('is ready when every part is', async () => {
    const { status, body } = await readyz();
    expect([status, body.parts?.map(({ part }) => part)]).toEqual([200, ['store', 'vault']]);
  });

  it('names each part that is late, broken or behind, and shows nothing of their errors', async () => {
    probes.store.answer = () => new Promise(() => undefined);
    probes.vault.answer = () => Promise.reject(new Error(canary));
    const { status, body } = await readyz();
    expect([status, body.errors]).toEqual([
      503,
      [
        { pointer: '/parts/store', code: 'notReady', message: 'The part store did not answer within 30 ms.' },
        { pointer: '/parts/vault', code: 'notReady', message: 'The part vault does not work; the log says more.' },
      ],
    ]);
  });
});

describe('metrics and logs', () => {
  it('asks for the permission', async () => {
    expect((await app.inject({ url: '/metrics' })).statusCode).toBe(401);
  });

  it('counts what happened', async () => {
    metrics.countRecords('recorded', 3);
    metrics.countRecords('replayed');
    metrics.observeAppend(0.002);
    metrics.setProjectionLag('history', { seconds: 1.5, events: 40 });
    expect((await figures()).split('\n')).toEqual(
      expect.arrayContaining([
        'pdl_records_total{outcome="recorded"} 3',
        'pdl_records_total{outcome="replayed"} 1',
        'pdl_append_duration_seconds_bucket{le="0.0025"} 1',
        'pdl_projection_lag_seconds{projection="history"} 1.5',
        'pdl_projection_lag_events{projection="history"} 40',
      ]),
    );
  });

  it('knows requests by their route template only', async () => {
    await app.inject({ url: `/things/${canary}?email=${canary}`, headers: { 'user-agent': canary } });
    await app.inject({ url: `/nothing/${canary}` });
    await app.inject({ method: 'POST', url: '/things', payload: { email: canary } });
    await app.inject({
      method: 'POST',
      url: '/things',
      payload: `{"email": ${canary}`,
      headers: { 'content-type': 'application/json' },
    });
    const all = logged.join('') + (await figures());
    expect(all).not.toContain('alice');
    expect(all).toContain('pdl_http_request_duration_seconds_count{method="GET",route="/things/:id",status="200"} 1');
    expect(all).toContain('pdl_http_request_duration_seconds_count{method="GET",route="(none)",status="404"} 1');
    const line = logged
      .map((one) => JSON.parse(one) as Record<string, unknown>)
      .find(({ route }) => route === '/things/:id');
    expect(line).toEqual({
      level: 'info',
      time: expect.stringMatching(/Z$/),
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      method: 'GET',
      route: '/things/:id',
      status: 200,
      ms: expect.any(Number),
      msg: 'request',
    });
  });
});
