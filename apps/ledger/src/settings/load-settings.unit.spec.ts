import { describe, expect, it } from '@jest/globals';
import { loadSettings } from './load-settings.ts';
import { SettingsError } from './settings-error.ts';
import { renderSettingsTable, withSettingsTable } from './settings-table.ts';

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    loadSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.faults.map(({ name }) => name);
    throw error;
  }
  return [];
}

const secret = 'ThisIsTheSecretThatMustNotAppear';

describe('loadSettings', () => {
  it('gives the defaults of a development machine', () => {
    expect({ ...loadSettings({}) }).toEqual({
      environment: 'development',
      host: '127.0.0.1',
      port: 8080,
      role: 'all',
      dataDir: './data',
      eventStore: 'embedded',
      devIdentity: false,
      bodyBytesMax: 16_777_216,
      batchCountMax: 1000,
      pageCountMax: 1000,
      nestingDepthMax: 20,
      atLeastTimeoutMs: 5000,
      lagReadyMsMax: 10_000,
      logLevel: 'info',
      shutdownGraceMs: 15_000,
    });
  });

  it('tells every fault at once, with what to do, and no value', () => {
    const env = {
      PDL_PORT: '99999',
      PDL_BATCH_COUNT_MAX: 'many',
      PDL_EVENT_STORE: 'papyrus',
      PDL_KEK: secret,
      PDL_ADMIN_KEY: 'short-secret',
      PDL_DEV_IDENTITY: 'yes',
    };
    expect(faultsOf(env)).toEqual([
      'PDL_DEV_IDENTITY',
      'PDL_BATCH_COUNT_MAX',
      'PDL_PORT',
      'PDL_EVENT_STORE',
      'PDL_KEK',
      'PDL_ADMIN_KEY',
    ]);
    expect(() => loadSettings(env)).toThrow(/PDL_PORT must not be greater than 65535/);
    for (const told of [secret, 'short-secret', 'papyrus', 'many']) {
      expect(() => loadSettings(env)).not.toThrow(told);
    }
  });

  it.each([
    ['production without a key', { NODE_ENV: 'production' }, ['PDL_KEK_FILE']],
    ['an exposed host without a key', { PDL_HOST: '0.0.0.0' }, ['PDL_KEK_FILE']],
    ['a host name without a key', { PDL_HOST: 'ledger.example' }, ['PDL_KEK_FILE']],
    ['two keys', { PDL_KEK: 'ab'.repeat(32), PDL_KEK_FILE: 'kek' }, ['PDL_KEK']],
    [
      'dev identity in production',
      { NODE_ENV: 'production', PDL_KEK_FILE: 'k', PDL_DEV_IDENTITY: 'true' },
      ['PDL_DEV_IDENTITY'],
    ],
    [
      'dev identity on an exposed host',
      { PDL_HOST: '::', PDL_KEK_FILE: 'k', PDL_DEV_IDENTITY: 'true' },
      ['PDL_DEV_IDENTITY'],
    ],
  ])('refuses %s', (_what, env: Record<string, string>, names) => {
    expect(faultsOf(env)).toEqual(names);
  });

  it.each([
    ['dev identity on loopback', { PDL_HOST: '::1', PDL_DEV_IDENTITY: 'true' }],
    ['production with a key file', { NODE_ENV: 'production', PDL_KEK_FILE: '/run/secrets/kek', PDL_HOST: '0.0.0.0' }],
    ['a key in hex', { PDL_KEK: '0f'.repeat(32) }],
    ['a key in base64', { PDL_KEK: Buffer.alloc(32, 7).toString('base64') }],
    ['any free port', { PDL_PORT: '0' }],
    ['an empty variable as absent', { PDL_PORT: '', PDL_KEK: '' }],
  ])('accepts %s', (_what, env: Record<string, string>) => {
    expect(faultsOf(env)).toEqual([]);
  });

  it('lets PDL_ENVIRONMENT decide over NODE_ENV', () => {
    expect(loadSettings({ NODE_ENV: 'production', PDL_ENVIRONMENT: 'development' }).environment).toBe('development');
  });
});

describe('the table of settings', () => {
  it('has a row for each setting and renews only what stands between its markers', () => {
    const text = 'before\n<!-- settings: generated, do not edit -->\nold\n<!-- /settings -->\nafter\n';
    const renewed = withSettingsTable(text);
    expect(renewed).toBe(text.replace('old', renderSettingsTable()));
    expect(withSettingsTable(renewed)).toBe(renewed);
    expect(renderSettingsTable().split('\n')).toHaveLength(2 + 18);
  });
});
