import { describe, expect, it } from '@jest/globals';
import { mintApiKey, parseApiKey } from './api-key.ts';
import { ApiKeyAuthenticator, ApiKeyDirectory, type ApiKeyRecord } from './api-key.authenticator.ts';

class KnownKeys extends ApiKeyDirectory {
  readonly keys = new Map<string, ApiKeyRecord>();
  asked = 0;
  failing = false;

  override find(keyId: string): Promise<ApiKeyRecord | undefined> {
    this.asked++;
    return this.failing ? Promise.reject(new Error('down')) : Promise.resolve(this.keys.get(keyId));
  }
}

function given(extra: Partial<ApiKeyRecord> = {}) {
  const directory = new KnownKeys();
  const { token, keyId, secretHash } = mintApiKey();
  const record: ApiKeyRecord = {
    keyId,
    secretHash,
    actorId: '6f1c1e1a-0b1c-4d5e-8f90-112233445566',
    roles: ['emitter'],
    controllers: ['kaadas'],
    revoked: false,
    ...extra,
  };
  directory.keys.set(keyId, record);
  const now = Date.parse('2026-11-22T12:00:00Z');
  return { directory, token, keyId, record, authenticator: new ApiKeyAuthenticator(directory, () => now) };
}

describe('ApiKeyAuthenticator', () => {
  it('knows a minted key', async () => {
    const { authenticator, token, record } = given();
    expect(await authenticator.authenticate(token)).toEqual({
      actorId: record.actorId,
      roles: ['emitter'],
      controllers: ['kaadas'],
      credentialKind: 'apiKey',
      credentialId: record.keyId,
    });
  });

  it('binds a person to their own subject', async () => {
    const { authenticator, token } = given({ roles: ['subject'], subjectId: 's1' });
    expect((await authenticator.authenticate(token))?.subjectId).toBe('s1');
  });

  it.each<[string, Partial<ApiKeyRecord>]>([
    ['revoked', { revoked: true }],
    ['expired', { expiresAt: '2026-11-22T12:00:00Z' }],
    ['of another secret', { secretHash: mintApiKey().secretHash }],
  ])('refuses a key that is %s', async (_what, extra) => {
    const { authenticator, token } = given(extra);
    expect(await authenticator.authenticate(token)).toBeUndefined();
  });

  it('takes a key until it expires', async () => {
    const { authenticator, token } = given({ expiresAt: '2026-11-22T20:00:01+08:00' });
    expect(await authenticator.authenticate(token)).toBeDefined();
  });

  it('does not ask about what is no key', async () => {
    const { authenticator, directory, token } = given();
    for (const text of ['', 'pdl__', token.slice(0, -1), `${token}x`, token.replace('pdl', 'PDL'), ` ${token}`]) {
      expect(await authenticator.authenticate(text)).toBeUndefined();
    }
    expect(directory.asked).toBe(0);
  });

  it('asks once for a burst, also for a key that does not exist', async () => {
    const { authenticator, directory, token } = given();
    const { token: unknown } = mintApiKey();
    await Promise.all([token, token, unknown, unknown].map((one) => authenticator.authenticate(one)));
    expect(directory.asked).toBe(2);
  });

  it('asks again after a failure, and tells the failure as such', async () => {
    const { authenticator, directory, token } = given();
    directory.failing = true;
    await expect(authenticator.authenticate(token)).rejects.toThrow('down');
    directory.failing = false;
    expect(await authenticator.authenticate(token)).toBeDefined();
  });
});

describe('an API key', () => {
  it('can be taken apart, whatever its secret is made of', () => {
    for (let round = 0; round < 200; round++) {
      const { token, keyId } = mintApiKey();
      expect(parseApiKey(token)?.keyId).toBe(keyId);
    }
  });
});
