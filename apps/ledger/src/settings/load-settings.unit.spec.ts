import { describe, expect, it } from '@jest/globals';
import { loadSettings } from './load-settings.ts';
import { declaredSettings } from './setting.ts';
import { SettingsError } from './settings-error.ts';
import { renderSettingsTable, withSettingsTable } from './settings-table.ts';
import { Settings } from './settings.ts';

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    loadSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.faults.map(({ name }) => name);
    throw error;
  }
  return [];
}

const oidc = { PDL_OIDC_ISSUER: 'https://id.example', PDL_OIDC_AUDIENCE: 'ledger' };
const secret = 'ThisIsTheSecretThatMustNotAppear';

describe('loadSettings', () => {
  it('gives the defaults of a development machine', () => {
    expect({ ...loadSettings({}) }).toEqual({
      environment: 'development',
      host: '127.0.0.1',
      port: 8080,
      role: 'all',
      dataDir: './data',
      diskReserveBytes: 67_108_864,
      eventStore: 'embedded',
      devIdentity: false,
      bodyBytesMax: 16_777_216,
      batchCountMax: 1000,
      pageCountMax: 1000,
      nestingDepthMax: 20,
      aheadSMax: 86_400,
      atLeastTimeoutMs: 5000,
      lagReadyMsMax: 10_000,
      tracePercent: 100,
      webhookAllowLoopback: false,
      webhookRetryS: '0,5,300,1800,7200,18000,36000,50400,72000,86400',
      logLevel: 'info',
      shutdownGraceMs: 15_000,
      requestsPerSecondMax: 20_000,
      recordsPerMinuteMax: 0,
      inFlightBytesMax: 33_554_432,
      arrivalMsMax: 30_000,
      lookupWindowS: 3_600,
      lookupAlarmSubjects: 1_000,
      lookupSubjectsMax: 100_000,
      oidcAlgorithms: 'RS256,PS256,ES256,EdDSA',
      oidcTokenType: 'at+jwt',
      oidcClockSkewS: 30,
      oidcRolesClaim: 'roles',
      oidcControllersClaim: 'controllers',
      oidcSubjectClaim: 'subject_id',
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
      'PDL_KEK',
      'PDL_ADMIN_KEY',
      'PDL_EVENT_STORE',
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
    ['two second keys', { PDL_KEK_FILE: 'k', PDL_KEK_ALSO: 'ab'.repeat(32), PDL_KEK_ALSO_FILE: 'k' }, ['PDL_KEK_ALSO']],
    ['a second key without a first one', { PDL_KEK_ALSO_FILE: 'k' }, ['PDL_KEK_ALSO_FILE']],
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
    ['an issuer without an audience', { PDL_OIDC_ISSUER: 'https://id.example' }, ['PDL_OIDC_AUDIENCE']],
    [
      'what belongs to an issuer without one',
      { PDL_OIDC_AUDIENCE: 'ledger', PDL_OIDC_ROLE_MAP: '{"a":"dpo"}' },
      ['PDL_OIDC_AUDIENCE', 'PDL_OIDC_ROLE_MAP'],
    ],
    ['a provider over an open wire', { ...oidc, PDL_OIDC_ISSUER: 'http://id.example' }, ['PDL_OIDC_ISSUER']],
    [
      'every fault of the provider at once',
      {
        PDL_OIDC_ISSUER: 'id.example',
        PDL_OIDC_JWKS_URI: 'https://user:secret@id.example/keys',
        PDL_OIDC_ALGORITHMS: 'RS256,HS256',
        PDL_OIDC_TOKEN_TYPE: 'id_token',
        PDL_OIDC_CLOCK_SKEW_S: '3600',
        PDL_OIDC_ROLE_MAP: '{"a":"root"}',
        PDL_OIDC_ROLES_CLAIM: 'my roles',
      },
      [
        ...['PDL_OIDC_ISSUER', 'PDL_OIDC_JWKS_URI', 'PDL_OIDC_ALGORITHMS', 'PDL_OIDC_TOKEN_TYPE'],
        ...['PDL_OIDC_CLOCK_SKEW_S', 'PDL_OIDC_ROLES_CLAIM', 'PDL_OIDC_ROLE_MAP', 'PDL_OIDC_AUDIENCE'],
      ],
    ],
    ['names that are no settings', { PDL_PROT: '1', PDL_DATADIR: 'x', PDL_OLD: '' }, ['PDL_DATADIR', 'PDL_PROT']],
    ['no algorithm at all', { ...oidc, PDL_OIDC_ALGORITHMS: 'none' }, ['PDL_OIDC_ALGORITHMS']],
  ])('refuses %s', (_what, env: Record<string, string>, names) => {
    expect(faultsOf(env)).toEqual(names);
  });

  it.each([
    ['dev identity on loopback', { PDL_HOST: '::1', PDL_DEV_IDENTITY: 'true' }],
    ['production with a key file', { NODE_ENV: 'production', PDL_KEK_FILE: '/run/secrets/kek', PDL_HOST: '0.0.0.0' }],
    ['two keys while they are rotated', { PDL_KEK_FILE: 'new', PDL_KEK_ALSO: 'ab'.repeat(32) }],
    ['a key in hex', { PDL_KEK: '0f'.repeat(32) }],
    ['a key in base64', { PDL_KEK: Buffer.alloc(32, 7).toString('base64') }],
    [
      'a provider',
      { ...oidc, PDL_OIDC_ROLE_MAP: '{"privacy-office":"dpo"}', PDL_OIDC_ROLES_CLAIM: '/realm_access/roles' },
    ],
    ['a provider on loopback', { ...oidc, PDL_OIDC_ISSUER: 'http://[::1]:3000' }],
    ['any free port', { PDL_PORT: '0' }],
    ['what the command line and the tests read', { PDL_URL: 'u', PDL_TOKEN: 't', PDL_TEST_SEED: '1', PDLX: 'x' }],
    ['an empty variable as absent', { PDL_PORT: '', PDL_KEK: '' }],
  ])('accepts %s', (_what, env: Record<string, string>) => {
    expect(faultsOf(env)).toEqual([]);
  });

  it.each<[{ [name: string]: string }, string[]]>([
    [{ PDL_EVENT_STORE: 'eventstoredb' }, ['PDL_EVENTSTORE_URL']],
    [{ PDL_EVENT_STORE: 'eventstoredb', PDL_EVENTSTORE_URL: 'http://localhost:2113' }, ['PDL_EVENTSTORE_URL']],
    [{ PDL_EVENTSTORE_URL: 'esdb://localhost:2113' }, ['PDL_EVENT_STORE']],
    [{ PDL_POSTGRES_URL: 'mysql://localhost' }, ['PDL_POSTGRES_URL']],
    [{ PDL_ROLE: 'api' }, ['PDL_ROLE']],
    [
      { PDL_ROLE: 'projector', PDL_EVENT_STORE: 'eventstoredb', PDL_EVENTSTORE_URL: 'esdb://localhost:2113' },
      ['PDL_ROLE'],
    ],
    [
      {
        PDL_ROLE: 'projector',
        PDL_EVENT_STORE: 'eventstoredb',
        PDL_EVENTSTORE_URL: 'esdb+discover://ledger:secret@a:2113,b:2113',
        PDL_POSTGRES_URL: 'postgresql://ledger:secret@db/ledger',
      },
      [],
    ],
  ])('asks of %j for what it needs to keep things in', (env, faulty) => {
    expect(faultsOf(env)).toEqual(faulty);
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
    expect(renderSettingsTable().split('\n')).toHaveLength(2 + declaredSettings(Settings).length);
  });
});
