import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DevIdentityAuthenticator } from './dev-identity.authenticator.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'pdl-dev-identity-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const settings = () => ({ dataDir, host: '127.0.0.1', environment: 'development', devIdentity: true }) as const;

describe('DevIdentityAuthenticator', () => {
  it('makes a token per role, readable by its owner only, and keeps it over a restart', async () => {
    const tokens = new DevIdentityAuthenticator(settings()).describeTokens();
    expect(tokens.map(({ role }) => role)).toEqual(['emitter', 'auditor', 'dpo', 'regulator', 'admin']);
    expect(statSync(join(dataDir, 'dev-tokens.json')).mode & 0o777).toBe(0o600);
    const restarted = new DevIdentityAuthenticator(settings());
    expect(restarted.describeTokens()).toEqual(tokens);
    for (const { token, role, actorId } of tokens) {
      expect(await restarted.authenticate(token)).toEqual({
        actorId,
        roles: [role],
        controllers: 'all',
        credentialKind: 'devIdentity',
        credentialId: actorId,
      });
    }
    expect(await restarted.authenticate('pdl_dev_admin_')).toBeUndefined();
  });

  it.each(['', '{"role":"admin"}', '[{"role":"admin","token":"","actorId":"a"}]', '[{"role":"subject"}]'])(
    'makes tokens anew where the file holds %j',
    async (content) => {
      writeFileSync(join(dataDir, 'dev-tokens.json'), content);
      const identity = new DevIdentityAuthenticator(settings());
      expect(identity.describeTokens()).toHaveLength(5);
      expect(await identity.authenticate('')).toBeUndefined();
      expect(JSON.parse(readFileSync(join(dataDir, 'dev-tokens.json'), 'utf8'))).toHaveLength(5);
    },
  );

  it.each([{ host: '0.0.0.0' }, { environment: 'production' as const }, { devIdentity: false }])(
    'is refused with %j',
    (change) => {
      expect(() => new DevIdentityAuthenticator({ ...settings(), ...change })).toThrow('only on loopback');
    },
  );
});
