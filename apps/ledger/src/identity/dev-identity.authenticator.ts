import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isLoopback } from '../settings/loopback.ts';
import type { Settings } from '../settings/settings.ts';
import { digestOf } from './api-key.ts';
import { Authenticator } from './authenticator.ts';
import { isRole, ROLES, type Role } from './permissions.ts';
import type { Principal } from './principal.ts';

/** A person's own token is made for that person (`POST /v1/keys`); there is none for no one in particular. */
export type DevRole = Exclude<Role, 'subject'>;

export interface DevToken {
  readonly role: DevRole;
  readonly token: string;
  readonly actorId: string;
}

const FILE_NAME = 'dev-tokens.json';

/** One token per role for trying the ledger without an identity provider. Kept in the data folder over restarts. */
export class DevIdentityAuthenticator extends Authenticator {
  readonly #tokens: readonly DevToken[];
  readonly #digests: readonly Buffer[];

  /** @throws Error outside of development or off loopback; `loadSettings` has refused that before. */
  constructor(settings: Pick<Settings, 'dataDir' | 'host' | 'environment' | 'devIdentity'>) {
    super();
    if (!settings.devIdentity || settings.environment === 'production' || !isLoopback(settings.host)) {
      throw new Error('The dev identity works only on loopback, not in production, and when asked for.');
    }
    this.#tokens = readOrMakeTokens(settings.dataDir);
    this.#digests = this.#tokens.map(({ token }) => digestOf(token));
  }

  override authenticate(token: string): Promise<Principal | undefined> {
    const digest = digestOf(token);
    const found = this.#tokens[this.#digests.findIndex((known) => timingSafeEqual(known, digest))];
    if (found === undefined) return Promise.resolve(undefined);
    const { actorId, role } = found;
    const principal = { actorId, roles: [role], controllers: 'all', credentialId: actorId } as const;
    return Promise.resolve({ ...principal, credentialKind: 'devIdentity' });
  }

  /** For printing on the terminal of whoever started the ledger; nowhere else. */
  describeTokens(): readonly DevToken[] {
    return this.#tokens;
  }
}

function readOrMakeTokens(dataDir: string): readonly DevToken[] {
  const file = join(dataDir, FILE_NAME);
  const known = readTokens(file);
  const tokens = ROLES.filter((role) => role !== 'subject').map(
    (role) => known.find((one) => one.role === role) ?? make(role),
  );
  if (tokens.length !== known.length || tokens.some((token) => !known.includes(token))) {
    mkdirSync(dataDir, { recursive: true });
    // Renamed into place: a crash in between leaves the old file or the new one.
    writeFileSync(`${file}.new`, `${JSON.stringify(tokens, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return tokens;
}

const make = (role: DevRole): DevToken => ({
  role,
  token: `pdl_dev_${role}_${randomBytes(24).toString('base64url')}`,
  actorId: randomUUID(),
});

/** A file that is missing or not ours is made anew: nothing depends on these tokens but whoever tries the ledger. */
function readTokens(file: string): readonly DevToken[] {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(content) ? content.filter(isDevToken) : [];
  } catch {
    return [];
  }
}

function isDevToken(value: unknown): value is DevToken {
  if (typeof value !== 'object' || value === null) return false;
  const { role, token, actorId } = value as Partial<Record<keyof DevToken, unknown>>;
  return (
    isRole(role) && role !== 'subject' && typeof token === 'string' && token.length >= 32 && typeof actorId === 'string'
  );
}
