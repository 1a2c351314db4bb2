import { createHmac, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, type JSONWebKeySet } from 'jose';
import { ProblemError } from '../problems/problem-error.ts';
import { AccountHolders, OidcAuthenticator, type OidcTrust, type ProviderAccount } from './oidc.authenticator.ts';
import { ProviderKeys } from './provider-keys.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const ISSUER = 'https://id.example';
const AUDIENCE = 'ledger';
const SECONDS = Math.floor(NOW.getTime() / 1_000);

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;
let known: KeyPair;
let stranger: KeyPair;
let published: JSONWebKeySet;
let publicPem: string;

beforeAll(async () => {
  known = await generateKeyPair('ES256', { extractable: true });
  stranger = await generateKeyPair('ES256');
  published = { keys: [{ ...(await exportJWK(known.publicKey)), kid: 'one' }] };
  publicPem = await exportSPKI(known.publicKey);
});

class Holders extends AccountHolders {
  readonly met: ProviderAccount[] = [];
  failing = false;

  override actorIdOf(account: ProviderAccount): Promise<string> {
    this.met.push(account);
    return this.failing ? Promise.reject(new Error('down')) : Promise.resolve(`actor-of-${account.sub}`);
  }
}

function given(change: Partial<OidcTrust> = {}) {
  const holders = new Holders();
  const provider = { asked: 0, down: false };
  const documents = {
    keys: () => {
      provider.asked++;
      return provider.down ? Promise.reject(new Error('refused')) : Promise.resolve(published);
    },
  };
  let milliseconds = 0;
  const keys = new ProviderKeys({ documents, onFailure: () => undefined, now: () => milliseconds });
  const trust: OidcTrust = {
    issuer: ISSUER,
    audience: AUDIENCE,
    algorithms: ['ES256'],
    tokenType: 'at+jwt',
    clockSkewSeconds: 30,
    mapping: { rolesClaim: 'roles', controllersClaim: 'controllers', subjectClaim: 'subject_id' },
    ...change,
  };
  const authenticator = new OidcAuthenticator(trust, { keys, holders, now: () => NOW });
  return { authenticator, holders, provider, advance: (by: number) => (milliseconds += by) };
}

type Claims = { readonly [claim: string]: unknown };

const claims = (change: Claims = {}): Claims => ({
  ...{ iss: ISSUER, aud: AUDIENCE, sub: 'person-1', iat: SECONDS, exp: SECONDS + 60 },
  ...{ roles: ['auditor'], controllers: ['kaadas'] },
  ...change,
});

const signed = (payload: Claims, header: object = {}, key = known.privateKey): Promise<string> =>
  new SignJWT(payload).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'one', ...header }).sign(key);

const part = (content: unknown): string => Buffer.from(JSON.stringify(content)).toString('base64url');
const handMade = (header: object, payload: object, signature = ''): string =>
  `${part(header)}.${part(payload)}.${signature}`;

/** The public key taken for a shared secret: the oldest trick there is. */
function hmacWithPublicKey(): string {
  const body = `${part({ alg: 'HS256', typ: 'at+jwt', kid: 'one' })}.${part(claims())}`;
  return `${body}.${createHmac('sha256', publicPem).update(body).digest('base64url')}`;
}

async function withOtherPayload(): Promise<string> {
  const [header, , signature] = (await signed(claims())).split('.');
  return `${header}.${part(claims({ roles: ['dpo'] }))}.${signature}`;
}

const REFUSED: readonly (readonly [string, () => Promise<string> | string, string])[] = [
  ['expired', () => signed(claims({ exp: SECONDS - 31 })), 'expired'],
  ['not valid yet', () => signed(claims({ nbf: SECONDS + 31 })), 'not valid yet'],
  ['without an end', () => signed(claims({ exp: undefined })), '`exp`'],
  ['without a subject', () => signed(claims({ sub: undefined })), '`sub`'],
  ['with an empty subject', () => signed(claims({ sub: '' })), '`sub`'],
  ['with a subject that is too long', () => signed(claims({ sub: 's'.repeat(256) })), '`sub`'],
  ['of another issuer', () => signed(claims({ iss: 'https://evil.example' })), 'another issuer'],
  ['of an issuer that differs by a slash', () => signed(claims({ iss: `${ISSUER}/` })), 'another issuer'],
  ['without an issuer', () => signed(claims({ iss: undefined })), 'another issuer'],
  ['for another audience', () => signed(claims({ aud: 'shop' })), 'another audience'],
  ['for no audience', () => signed(claims({ aud: undefined })), 'another audience'],
  ['that is an ID token', () => signed(claims(), { typ: 'JWT' }), 'another type'],
  ['without a type', () => signed(claims(), { typ: undefined }), 'another type'],
  ['signed by a stranger under a known kid', () => signed(claims(), {}, stranger.privateKey), 'signature'],
  ['with a payload that was exchanged', withOtherPayload, 'signature'],
  ['with a signature that was cut off', async () => (await signed(claims())).replace(/\.[^.]*$/, '.'), 'signature'],
  ['with an unknown kid', () => signed(claims(), { kid: 'two' }), 'no such key'],
  ['unsigned', () => handMade({ alg: 'none', typ: 'at+jwt' }, claims()), 'algorithm'],
  ['signed with the public key as a secret', hmacWithPublicKey, 'algorithm'],
  [
    'with an unknown critical header',
    () => handMade({ alg: 'ES256', kid: 'one', crit: ['x'], x: 1 }, claims(), 'AA'),
    'not supported',
  ],
  ['whose header is no JSON', () => `e30x.${part(claims())}.AA`, 'cannot be read'],
  ['whose payload is no JSON', () => `${part({ alg: 'ES256' })}.AAAA.AA`, 'cannot be read'],
  ['whose payload is a list', () => handMade({ alg: 'ES256', kid: 'one' }, [1], 'AA'), 'cannot be read'],
  ['whose end is a text', () => signed(claims({ exp: 'never' })), '`exp`'],
];

async function refusalOf(authenticator: OidcAuthenticator, token: string): Promise<ProblemError> {
  const principal = await authenticator.authenticate(token).catch((error: unknown) => error);
  if (!(principal instanceof ProblemError)) throw new Error('The token was taken, or something broke.');
  return principal;
}

describe('OidcAuthenticator', () => {
  it.each(REFUSED)('refuses a token %s', async (_what, make, told) => {
    const { authenticator, holders } = given();
    const token = await make();
    const { code, message, headers } = await refusalOf(authenticator, token);
    expect([code, headers['www-authenticate']]).toEqual([
      'unauthenticated',
      'Bearer realm="personal-data-ledger", error="invalid_token"',
    ]);
    expect(message).toContain(told);
    // Nothing of the token: not its parts, not what stands in them.
    for (const content of [...token.split('.').filter((text) => text !== ''), 'evil', 'person-1', 'shop', 'kaadas'])
      expect(message).not.toContain(content);
    expect(holders.met).toEqual([]);
  });

  it.each(['', 'pdl_x_y', 'a.b', 'a.b.c.d.e', 'a b.c.d', `${'é'}.b.c`])(
    'leaves what is no JWT to others: %j',
    async (text) => {
      const { authenticator, provider } = given();
      expect([await authenticator.authenticate(text), provider.asked]).toEqual([undefined, 0]);
    },
  );

  it('takes a good token, within the tolerance of the clocks', async () => {
    const subjectId = randomUUID();
    const { authenticator } = given();
    const change = {
      roles: 'auditor subject auditor',
      subject_id: subjectId.toUpperCase(),
      exp: SECONDS - 29,
      nbf: SECONDS + 29,
    };
    expect(await authenticator.authenticate(await signed(claims(change)))).toEqual({
      actorId: 'actor-of-person-1',
      roles: ['auditor', 'subject'],
      controllers: ['kaadas'],
      subjectId,
      credentialKind: 'oidc',
      credentialId: 'actor-of-person-1',
    });
  });

  it.each<[string, Claims, Partial<OidcTrust['mapping']>, readonly [readonly string[], unknown]]>([
    [
      'by a map',
      { groups: ['privacy-office', 'auditor'] },
      { rolesClaim: 'groups', roleMap: new Map([['privacy-office', 'dpo']]) },
      [['dpo'], ['kaadas']],
    ],
    [
      'by a pointer',
      { realm_access: { roles: ['emitter'] } },
      { rolesClaim: '/realm_access/roles' },
      [['emitter'], ['kaadas']],
    ],
    [
      'by a name that is an address',
      { 'https://a.example/r': 'dpo' },
      { rolesClaim: 'https://a.example/r' },
      [['dpo'], ['kaadas']],
    ],
    ['for every controller', { controllers: '*' }, {}, [['auditor'], 'all']],
    ['for no controller', { controllers: undefined }, {}, [['auditor'], []]],
    ['for a controller called all', { controllers: ['all', 7] }, {}, [['auditor'], ['all']]],
  ])('reads the claims %s', async (_what, change, mapping, [roles, controllers]) => {
    const base = { rolesClaim: 'roles', controllersClaim: 'controllers', subjectClaim: 'subject_id' };
    const { authenticator } = given({ mapping: { ...base, ...mapping } });
    expect(await authenticator.authenticate(await signed(claims(change)))).toMatchObject({ roles, controllers });
  });

  it.each([{ roles: [] }, { roles: ['root'] }, { roles: undefined }, { roles: { dpo: true } }])(
    'meets nobody for a token without a role: %j',
    async (change) => {
      const { authenticator, holders } = given();
      expect((await refusalOf(authenticator, await signed(claims(change)))).code).toBe('forbidden');
      expect(holders.met).toEqual([]);
    },
  );

  it('meets each account once, and again only after a failure', async () => {
    const { authenticator, holders } = given();
    const token = await signed(claims({ name: ' Li Wei ', client_id: 'portal' }));
    const service = await signed(claims({ sub: 'portal', client_id: 'portal' }));
    holders.failing = true;
    await expect(authenticator.authenticate(token)).rejects.toThrow('down');
    holders.failing = false;
    await Promise.all([token, token, service].map((one) => authenticator.authenticate(one)));
    const person = { issuer: ISSUER, sub: 'person-1', kind: 'person', name: 'Li Wei' };
    expect(holders.met).toEqual([person, person, { issuer: ISSUER, sub: 'portal', kind: 'service' }]);
  });

  it('asks nobody for keys because of a token of another issuer', async () => {
    const { authenticator, provider } = given();
    await refusalOf(authenticator, await signed(claims({ iss: 'https://evil.example' }), { kid: 'x' }));
    expect(provider.asked).toBe(0);
  });

  it('takes known keys and no others while the provider is away', async () => {
    const { authenticator, provider, advance } = given();
    const token = await signed(claims());
    provider.down = true;
    expect((await refusalOf(authenticator, token)).code).toBe('unavailable');
    provider.down = false;
    advance(1_000);
    await authenticator.authenticate(token);
    provider.down = true;
    advance(3_600_000);
    expect(await authenticator.authenticate(token)).toBeDefined();
    expect((await refusalOf(authenticator, await signed(claims(), { kid: 'two' }))).code).toBe('unavailable');
    advance(24 * 3_600_000);
    expect((await refusalOf(authenticator, token)).code).toBe('unavailable');
  });
});

describe('ProviderKeys', () => {
  it('asks once a second at most, however many unknown keys are named', async () => {
    const { authenticator, provider } = given();
    await authenticator.authenticate(await signed(claims()));
    const tokens = await Promise.all(Array.from({ length: 50 }, (_, n) => signed(claims(), { kid: `k${n}` })));
    const refused = await Promise.all(tokens.map((token) => refusalOf(authenticator, token)));
    expect([new Set(refused.map(({ code }) => code)), provider.asked]).toEqual([new Set(['unauthenticated']), 2]);
  });
});
