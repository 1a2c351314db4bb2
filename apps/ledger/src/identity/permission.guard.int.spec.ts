import { Controller, Get } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHttpAdapter } from '../operations/http-adapter.ts';
import { Metrics } from '../operations/metrics.ts';
import { Authenticator, AuthenticatorChain } from './authenticator.ts';
import { BootstrapAdminAuthenticator } from './bootstrap-admin.authenticator.ts';
import { declaredRoutes, everyRouteDeclaresItsPermission } from './declared-routes.ts';
import { PermissionGuard } from './permission.guard.ts';
import type { Principal } from './principal.ts';
import { CurrentPrincipal, Public, Requires } from './route-permission.ts';

const adminKey = 'an administrator of thirty-two characters'.replaceAll(' ', '-');

@Controller()
class DoorsController {
  @Get('open')
  @Public()
  open(): string {
    return 'open';
  }

  @Get('keys')
  @Requires('keys:manage')
  keys(@CurrentPrincipal() principal: Principal): Principal {
    return principal;
  }

  @Get('history')
  @Requires('subjects:history')
  history(): string {
    return 'history';
  }
}

@Controller('forgotten')
class ForgottenController {
  @Get()
  forgotten(): string {
    return 'forgotten';
  }
}

async function applicationOf(controllers: (typeof DoorsController | typeof ForgottenController)[]) {
  const module = await Test.createTestingModule({
    controllers,
    providers: [
      { provide: Authenticator, useValue: new AuthenticatorChain([new BootstrapAdminAuthenticator(adminKey)]) },
      { provide: APP_GUARD, useClass: PermissionGuard },
    ],
  }).compile();
  const { adapter, filter } = createHttpAdapter({
    settings: { bodyBytesMax: 1_000, inFlightBytesMax: 1_000_000, arrivalMsMax: 5_000, logLevel: 'silent' },
    metrics: new Metrics(),
  });
  const app = module.createNestApplication<NestFastifyApplication>(adapter, { logger: false });
  app.useGlobalFilters(filter);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

let app: NestFastifyApplication;
beforeAll(async () => {
  app = await applicationOf([DoorsController, ForgottenController]);
});
afterAll(() => app.close());

const get = (url: string, authorization?: string) =>
  app.inject({ url, headers: authorization === undefined ? {} : { authorization } });

describe('PermissionGuard', () => {
  it('lets anybody through a public route', async () => {
    expect((await get('/open')).payload).toBe('open');
  });

  it('gives the handler its principal', async () => {
    expect((await get('/keys', `Bearer ${adminKey}`)).json()).toEqual({
      actorId: '00000000-0000-8000-8000-000000000001',
      roles: ['admin'],
      controllers: 'all',
      credentialKind: 'bootstrapAdmin',
      credentialId: '00000000-0000-8000-8000-000000000001',
    });
  });

  it.each([
    ['no header', undefined],
    ['another scheme', `Basic ${adminKey}`],
    ['an empty token', 'Bearer '],
    ['a wrong token', `Bearer ${adminKey}x`],
    ['a part of the token', `Bearer ${adminKey.slice(0, -1)}`],
    ['two tokens', `Bearer ${adminKey} ${adminKey}`],
    ['a token that is too long', `Bearer ${'x'.repeat(9_000)}`],
  ])('refuses %s with 401 and a challenge', async (_what, authorization) => {
    const response = await get('/keys', authorization);
    expect([response.statusCode, response.headers['www-authenticate'], response.json<{ code: string }>().code]).toEqual(
      [401, 'Bearer realm="personal-data-ledger"', 'unauthenticated'],
    );
  });

  it('names the missing permission', async () => {
    const response = await get('/history', `Bearer ${adminKey}`);
    expect([response.statusCode, response.json<{ detail: string }>().detail]).toEqual([
      403,
      'The permission subjects:history is missing.',
    ]);
  });

  it('refuses a route that declares nothing, whoever asks', async () => {
    expect([(await get('/forgotten')).statusCode, (await get('/forgotten', `Bearer ${adminKey}`)).statusCode]).toEqual([
      403, 403,
    ]);
  });
});

describe('everyRouteDeclaresItsPermission', () => {
  it('fails on the route that was forgotten, by name', () => {
    expect(() => everyRouteDeclaresItsPermission(app)).toThrow(/: ForgottenController\.forgotten$/);
  });

  it('passes where every route declares', async () => {
    const declaring = await applicationOf([DoorsController]);
    everyRouteDeclaresItsPermission(declaring);
    expect(declaredRoutes(declaring)).toEqual([
      { handler: 'DoorsController.open', access: 'public' },
      { handler: 'DoorsController.keys', access: 'keys:manage' },
      { handler: 'DoorsController.history', access: 'subjects:history' },
    ]);
    await declaring.close();
  });
});
