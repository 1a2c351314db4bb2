import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { LedgerCaller } from '../support/ledger-caller.ts';
import { discard, LedgerProcess, newDataDir } from '../support/ledger-process.ts';
import { restarted } from '../support/registered-ledger.ts';
import type { ListedKey } from '../support/wire.ts';

jest.setTimeout(120_000);

const ADMIN_KEY = randomBytes(24).toString('hex');
const ENV = { PDL_DEV_IDENTITY: 'false', PDL_ADMIN_KEY: ADMIN_KEY };
const UUID = '0f2b7a52-7a0e-4ef7-9f4f-6a9e6b1f0a01';

let ledger: LedgerProcess;
let caller: LedgerCaller;
let count = 0;

beforeAll(async () => {
  ledger = await LedgerProcess.start({ dataDir: newDataDir(), env: ENV });
  caller = ledger.caller;
  for (const id of ['ours', 'theirs']) {
    const json = { id, names: [id], role: 'controller', country: 'CN' };
    expect((await caller.call('/v1/controllers', { as: ADMIN_KEY, json })).status).toBe(201);
  }
});
afterAll(() => discard(ledger));

const newKey = (roles: readonly string[], extra: object = {}) =>
  caller.newKey({ name: 'Anna of the service desk', roles, controllers: ['ours'], ...extra }, ADMIN_KEY);
const list = async () =>
  (await caller.call('/v1/keys', { as: ADMIN_KEY })).json<{ items: readonly ListedKey[] }>().items;
const revoke = (keyId: string) => caller.call(`/v1/keys/${keyId}`, { method: 'DELETE', as: ADMIN_KEY });
function reportOf(controllerId: string) {
  count += 1;
  return {
    ...{ source: '/keys', sourceId: String(count), type: 'AccountCancelled', controllerId },
    ...{ occurredAt: '2026-11-20T10:00:00Z', data: { requestedBy: 'subject' } },
    subject: { identifiers: [{ scheme: 'userId', value: 'key-user' }] },
  };
}

/** Asks until it is refused: how soon is the service's matter, that it happens is the test's. */
async function untilRefused(token: string): Promise<number> {
  for (const limit = Date.now() + 30_000; Date.now() < limit;) {
    const { status } = await caller.call('/v1/vocabulary?q=none', { as: token });
    if (status !== 200) return status;
  }
  throw new Error('The key went on working.');
}

describe('the first administrator', () => {
  it('makes keys with the token of the settings, and no other', async () => {
    const { keyId, token } = await newKey(['emitter']);
    expect(token).toMatch(new RegExp(`^pdl_${keyId}_[\\w-]{43}$`));
    for (const wrong of [`${ADMIN_KEY}x`, ADMIN_KEY.slice(1), ADMIN_KEY.toUpperCase(), `pdl_${UUID}_`]) {
      expect((await caller.call('/v1/keys', { as: wrong })).status).toBe(401);
    }
  });

  it('reads nobody and reports nothing', async () => {
    expect((await caller.report(reportOf('ours'), ADMIN_KEY)).refusal).toEqual([403, 'forbidden']);
    expect((await caller.search({}, ADMIN_KEY)).refusal).toEqual([403, 'forbidden']);
  });
});

describe('an API key', () => {
  it('works at once, is listed by its holder and never with its secret', async () => {
    const { keyId, token, actorId } = await newKey(['emitter', 'auditor'], { label: 'crm-import' });
    const answers = [await caller.report(reportOf('ours'), token), await caller.search({}, token)];
    expect(answers.map(({ status }) => status)).toEqual([201, 200]);
    const listed = (await list()).find((key) => key.keyId === keyId);
    expect(listed).toEqual({
      ...{ keyId, actorId, name: 'Anna of the service desk', roles: ['emitter', 'auditor'], controllers: ['ours'] },
      ...{ label: 'crm-import', createdAt: expect.any(String) },
    });
    const text = JSON.stringify(await list());
    const secret = token.slice(`pdl_${keyId}_`.length);
    expect([text.includes(secret), text.includes('keyHash')]).toEqual([false, false]);
  });

  it('is bound to its controllers', async () => {
    const { token } = await newKey(['emitter']);
    expect((await caller.report(reportOf('ours'), token)).status).toBe(201);
    expect((await caller.report(reportOf('theirs'), token)).refusal).toEqual([403, 'controllerNotAllowed']);
    const all = await newKey(['emitter'], { controllers: 'all' });
    expect((await caller.report(reportOf('theirs'), all.token)).status).toBe(201);
  });

  it('is refused soon after it was revoked, and for good', async () => {
    const { keyId, token } = await newKey(['auditor']);
    expect((await caller.search({}, token)).status).toBe(200);
    expect((await revoke(keyId)).status).toBe(204);
    expect(await untilRefused(token)).toBe(401);
    expect((await revoke(keyId)).status).toBe(204);
    expect((await list()).find((key) => key.keyId === keyId)?.revokedAt).toEqual(expect.any(String));
    expect([(await revoke(UUID)).status, (await revoke('no-uuid')).status]).toEqual([404, 404]);

    const other = await newKey(['auditor']);
    ledger = await ledger.stop().then(() => restarted(ledger, ENV));
    caller = ledger.caller;
    const statuses = [await caller.search({}, token), await caller.search({}, other.token)].map(({ status }) => status);
    expect(statuses).toEqual([401, 200]);
  });

  it('ends by itself', async () => {
    const past = await newKey(['auditor'], { expiresAt: '2020-01-01T00:00:00Z' });
    expect((await caller.search({}, past.token)).status).toBe(401);
    const soon = await newKey(['auditor'], { expiresAt: new Date(Date.now() + 700).toISOString() });
    expect(await untilRefused(soon.token)).toBe(401);
    const later = await newKey(['auditor'], { expiresAt: '2999-01-01T00:00:00+08:00' });
    expect((await caller.search({}, later.token)).status).toBe(200);
  });

  it.each([
    ['no role', { roles: [] }, 400],
    ['a role that is none', { roles: ['root'] }, 400],
    ['a role twice', { roles: ['auditor', 'auditor'] }, 400],
    ['no controllers', { controllers: [] }, 400],
    ['a controller that is none', { controllers: ['nobody'] }, 422],
    ['a person without an id', { roles: ['subject'] }, 400],
    ['an id without a person', { subjectId: UUID }, 400],
    ['an end that is no instant', { expiresAt: 'tomorrow' }, 400],
    ['a label that is no slug', { label: 'Anna Svensson' }, 400],
    ['a secret of their own', { token: 'x' }, 400],
    ['no name', { name: '' }, 400],
  ])('is not made with %s', async (_what, change, status) => {
    const json = { name: 'Anna', roles: ['auditor'], controllers: ['ours'], ...change };
    expect((await caller.call('/v1/keys', { as: ADMIN_KEY, json })).status).toBe(status);
  });

  it('is refused in every form but its own', async () => {
    const { keyId, token } = await newKey(['auditor']);
    const other = await newKey(['auditor']);
    const secret = token.slice(`pdl_${keyId}_`.length);
    const forged = [`pdl_${other.keyId}_${secret}`, `pdl_${keyId}_`, `${token}=`, token.toUpperCase(), secret, keyId];
    for (const one of forged) expect((await caller.search({}, one)).status).toBe(401);
    for (const authorization of [`Basic ${token}`, token, `Bearer ${token} ${token}`]) {
      expect((await caller.call('/v1/records', { headers: { authorization } })).status).toBe(401);
    }
  });
});

describe('a start in production', () => {
  const dataDir = newDataDir();
  const kekFile = join(dataDir, 'elsewhere.kek');
  const start = { PDL_ENVIRONMENT: undefined, PDL_DEV_IDENTITY: undefined };
  afterAll(() => rmSync(dataDir, { recursive: true }));

  it('is refused with every fault at once, and without a value', async () => {
    const env = {
      ...{ NODE_ENV: 'production', PDL_ENVIRONMENT: undefined, PDL_DEV_IDENTITY: 'true', PDL_PORT: '99999' },
      ...{ PDL_ADMIN_KEY: 'short-secret', PDL_LOG_LEVEL: 'loud' },
    };
    const { code, text } = await LedgerProcess.refusal({ dataDir, env });
    expect(code).toBe(78);
    for (const name of ['PDL_PORT', 'PDL_ADMIN_KEY', 'PDL_LOG_LEVEL', 'PDL_KEK_FILE', 'PDL_DEV_IDENTITY']) {
      expect(text).toContain(name);
    }
    expect(text).not.toMatch(/short-secret|99999|loud\b/);
  });

  it.each([
    ['dev identity in production', { NODE_ENV: 'production', PDL_ENVIRONMENT: undefined, PDL_KEK: 'ab'.repeat(32) }],
    ['dev identity off loopback', { PDL_HOST: '0.0.0.0', PDL_KEK: 'ab'.repeat(32) }],
  ])('is refused with %s', async (_what, env) => {
    const { code, text } = await LedgerProcess.refusal({ dataDir, env: { ...env, PDL_DEV_IDENTITY: 'true' } });
    expect([code, text]).toEqual([78, expect.stringContaining('PDL_DEV_IDENTITY must not be true')]);
    expect(text).not.toContain('PDL_KEK_FILE is missing');
  });

  it('works with a key file, opens again only with the same key, and prints no token', async () => {
    writeFileSync(kekFile, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
    const env = { ...start, NODE_ENV: 'production', PDL_KEK_FILE: kekFile, PDL_ADMIN_KEY: ADMIN_KEY };
    const production = await LedgerProcess.start({ dataDir, env });
    const { status } = await production.caller.call('/v1/keys', { as: ADMIN_KEY });
    const { code } = await production.stop();
    expect([status, code, production.lines.filter((line) => /pdl_|oken/.test(line))]).toEqual([200, 0, []]);

    const otherKey = randomBytes(32).toString('hex');
    const other = await LedgerProcess.refusal({
      dataDir,
      env: { ...env, PDL_KEK_FILE: undefined, PDL_KEK: otherKey },
    });
    expect([other.code, /key-encryption key/i.test(other.text), other.text.includes(otherKey)]).toEqual([
      78,
      true,
      false,
    ]);
  });
});
