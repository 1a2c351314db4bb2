import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { StoredData } from '#libs/domain';
import { EmbeddedEventStore } from '#libs/event-store';
import {
  AUDIENCE,
  IdentityProvider,
  newSigningKey,
  OTHER_AUDIENCE,
  type SigningKey,
} from '../support/identity-provider.ts';
import type { LedgerCaller } from '../support/ledger-caller.ts';
import { discard, type LedgerProcess } from '../support/ledger-process.ts';
import { restarted, startRegisteredLedger } from '../support/registered-ledger.ts';
import { CONTROLLERS, ReportGenerator } from '../support/report-generator.ts';
import { SeededRandom } from '../support/seeded-random.ts';

jest.setTimeout(120_000);

const [OURS, THEIRS] = CONTROLLERS;
const ACCOUNTS = [
  { clientId: 'warehouse-of-anna', claims: { ledger: { groups: ['reporting-services'] }, controllers: [OURS] } },
  { clientId: 'inspector-bo', claims: { ledger: { groups: ['inspection', 'cleaning'] }, controllers: [OURS] } },
  { clientId: 'chief-inspector', claims: { ledger: { groups: ['inspection'] }, controllers: '*' } },
  { clientId: 'nobody-here', claims: { ledger: { groups: ['admin'] }, controllers: '*' } },
];
const ROLE_MAP = { 'reporting-services': 'emitter', inspection: 'auditor' };
const CHALLENGE = 'Bearer realm="personal-data-ledger", error="invalid_token"';

let firstKey: SigningKey;
let provider: IdentityProvider;
let ledger: LedgerProcess;
let caller: LedgerCaller;
let env: { readonly [name: string]: string };
const generator = new ReportGenerator(new SeededRandom(4));

beforeAll(async () => {
  firstKey = newSigningKey();
  provider = await IdentityProvider.start(ACCOUNTS, [firstKey]);
  env = {
    PDL_OIDC_ISSUER: provider.issuer,
    PDL_OIDC_AUDIENCE: AUDIENCE,
    PDL_OIDC_ROLES_CLAIM: '/ledger/groups',
    PDL_OIDC_ROLE_MAP: JSON.stringify(ROLE_MAP),
    PDL_OIDC_CLOCK_SKEW_S: '0',
  };
  ledger = await startRegisteredLedger(env);
  caller = ledger.caller;
});
afterAll(async () => {
  await discard(ledger);
  await provider.goAway();
});

const report = (controllerId: string) =>
  generator.report('AccountCancelled', {
    controllerId,
    subject: { identifiers: [{ scheme: 'userId', value: 'anna' }] },
  });

/** From the log itself, of a ledger that was stopped. */
async function eventsOf(streamName: string) {
  const store = await EmbeddedEventStore.open({ directory: ledger.dataDir });
  const events: unknown[] = [];
  for await (const { type, data, metadata } of store.readStream(streamName)) {
    const { fields, sealed = {} } = data as unknown as StoredData;
    events.push({ type, fields, sealed: Object.keys(sealed), recordedBy: metadata['recordedBy'] });
  }
  await store.close();
  return events;
}

const search = (token: string) => caller.search({ controllerId: OURS, limit: 1 }, token);

/** As the ledger's own provider would sign it. */
async function forged(
  signer: SigningKey,
  kid: string,
  change: { readonly [claim: string]: unknown } = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  const claims = {
    ...{ iss: provider.issuer, aud: AUDIENCE, sub: 'inspector-bo', client_id: 'inspector-bo' },
    ...change,
  };
  return new SignJWT({ ...claims, ledger: { groups: ['inspection'] }, controllers: '*' })
    .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid })
    .setIssuedAt(now)
    .setExpirationTime(now + 60)
    .sign(signer.privateKey);
}

describe('a token of the provider', () => {
  it('lets a service report for its controller, in its own name', async () => {
    const token = await provider.token('warehouse-of-anna');
    const recorded = await caller.report(report(OURS), token);
    expect(recorded.status).toBe(201);
    expect((await caller.report(report(THEIRS), token)).refusal).toEqual([403, 'controllerNotAllowed']);
    expect((await search(token)).refusal).toEqual([403, 'forbidden']);
    const { position } = recorded.json<{ position: number }>();
    const { items } = await caller.searchPage(
      { controllerId: OURS, atLeast: position, type: 'AccountCancelled' },
      await provider.token('chief-inspector'),
    );
    expect(items[0]?.recordedBy).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it('stands for the same actor each time, after a restart and with another key, who is met once', async () => {
    const actors = new Set<string>();
    const reportAgain = async () => {
      const answer = await caller.report(report(OURS), await provider.token('warehouse-of-anna'));
      const { position } = answer.json<{ position: number }>();
      const { items } = await caller.searchPage({
        controllerId: OURS,
        type: 'AccountCancelled',
        atLeast: position,
        order: 'desc',
        limit: 1,
      });
      actors.add(items[0]?.recordedBy ?? '');
    };
    await Promise.all([reportAgain(), reportAgain(), reportAgain()]);
    await ledger.stop();
    const [actorId = ''] = actors;
    const met = await eventsOf(`actor-${actorId}`);
    ledger = await restarted(ledger, env);
    caller = ledger.caller;
    await reportAgain();
    expect(actors.size).toBe(1);
    expect(met).toEqual([
      { type: 'ActorIdentified', fields: { actorKind: 'service' }, sealed: ['identifiers'], recordedBy: actorId },
    ]);
  });

  it('gives the roles its claims are mapped to and no others', async () => {
    const [ours, all] = [await provider.token('inspector-bo'), await provider.token('chief-inspector')];
    const theirs = { controllerId: THEIRS };
    expect([
      (await search(ours)).status,
      (await caller.search(theirs, ours)).status,
      (await caller.search(theirs, all)).status,
    ]).toEqual([200, 403, 200]);
    const refused = await caller.call('/v1/keys', { as: await provider.token('nobody-here') });
    expect([...refused.refusal, refused.problem.detail]).toEqual([
      403,
      'forbidden',
      'The token gives no role of the ledger.',
    ]);
  });

  it.each<[string, () => Promise<string>, string | undefined]>([
    ['for another audience', () => provider.token('inspector-bo', { resource: OTHER_AUDIENCE }), 'another audience'],
    ['that is opaque', () => provider.token('inspector-bo', { resource: '' }), undefined],
    ['signed by somebody else', () => forged(newSigningKey(), firstKey.kid), 'signature'],
    ['of a key nobody has', () => forged(newSigningKey(), 'stranger'), 'no such key'],
    ['of another issuer', () => forged(firstKey, firstKey.kid, { iss: 'https://evil.example' }), 'another issuer'],
    [
      'that has ended',
      async () => {
        const token = await provider.token('inspector-bo', { scope: 'short' });
        await delay(2_100);
        return token;
      },
      'expired',
    ],
  ])('is refused when it is one %s', async (_what, make, told) => {
    const token = await make();
    const answer = await search(token);
    expect([...answer.refusal, answer.headers.get('www-authenticate')]).toEqual([
      401,
      'unauthenticated',
      told === undefined ? 'Bearer realm="personal-data-ledger"' : CHALLENGE,
    ]);
    expect(answer.problem.detail ?? '').toContain(told ?? '');
    for (const part of token.split('.')) expect(answer.text).not.toContain(part);
  });
});

describe('the keys of the provider', () => {
  it('may change while everything runs', async () => {
    const before = await provider.token('inspector-bo');
    const secondKey = newSigningKey();
    provider.useKeys([secondKey, firstKey]);
    const after = await provider.token('inspector-bo');
    expect([(await search(after)).status, (await search(before)).status]).toEqual([200, 200]);
    // The first is withdrawn; noticed with the next new one.
    const thirdKey = newSigningKey();
    provider.useKeys([thirdKey]);
    expect((await search(await provider.token('inspector-bo'))).status).toBe(200);
    expect([(await search(before)).refusal, (await search(after)).refusal]).toEqual([
      [401, 'unauthenticated'],
      [401, 'unauthenticated'],
    ]);
  });

  it('that are known work on while the provider is away; an unknown one is not believed', async () => {
    const known = await provider.token('inspector-bo');
    expect((await search(known)).status).toBe(200);
    const stranger = newSigningKey();
    const unknown = await forged(stranger, 'stranger');
    await provider.goAway();
    const answers = [await search(known), await search(unknown), await search(known), await search(unknown)];
    expect(answers.map(({ status }) => status)).toEqual([200, 503, 200, 503]);
    const [, refused] = answers;
    expect([refused?.problem.code, Number(refused?.headers.get('retry-after'))]).toEqual(['unavailable', 2]);
    const metrics = await caller.call('/metrics', { as: 'admin' });
    expect(metrics.text).toMatch(/^pdl_identity_provider_failures_total [1-9]/m);
    await provider.comeBack();
    await delay(1_100);
    expect([(await search(unknown)).status, (await search(known)).status]).toEqual([401, 200]);
  });

  it('need not be there at the start', async () => {
    const token = await provider.token('inspector-bo');
    await provider.goAway();
    await ledger.stop();
    ledger = await restarted(ledger, env);
    caller = ledger.caller;
    expect([(await search(token)).status, (await search('auditor')).status]).toEqual([503, 200]);
    await provider.comeBack();
    await delay(1_100);
    expect((await search(token)).status).toBe(200);
  });
});

describe('who came with a token', () => {
  it('stands nowhere in clear: not in a file, not in a log line', async () => {
    const token = await provider.token('warehouse-of-anna');
    await caller.report(report(OURS), token);
    const written = [
      ...ledger.lines,
      ...readdirSync(ledger.dataDir).map((file) => readFileSync(join(ledger.dataDir, file), 'latin1')),
    ];
    expect(written.length).toBeGreaterThan(5);
    const [header = '', payload = '', signature = ''] = token.split('.');
    for (const secret of ['warehouse-of-anna', 'inspector-bo', provider.issuer, header, payload, signature]) {
      expect(written.filter((text) => text.includes(secret))).toEqual([]);
    }
  });
});
