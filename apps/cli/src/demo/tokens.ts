import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DemoError } from './demo-error.ts';

/** Bearer tokens by role. */
export type Tokens = ReadonlyMap<string, string>;

/** Read the tokens the ledger made for development. @throws DemoError */
export function readDevTokens(dataDir: string): Tokens {
  const content: unknown = JSON.parse(readFileSync(join(dataDir, 'dev-tokens.json'), 'utf8'));
  const entries = Array.isArray(content) ? content.filter(isDevToken) : [];
  if (entries.length === 0) throw new DemoError('refused', 'The ledger made no tokens for development.');
  return new Map(entries.map(({ role, token }) => [role, token]));
}

export function tokenOf(tokens: Tokens, role: string): string {
  const token = tokens.get(role);
  if (token === undefined) throw new DemoError('refused', `The ledger made no token for the role ${role}.`);
  return token;
}

function isDevToken(value: unknown): value is { readonly role: string; readonly token: string } {
  if (typeof value !== 'object' || value === null) return false;
  const { role, token } = value as { readonly role?: unknown; readonly token?: unknown };
  return typeof role === 'string' && typeof token === 'string';
}
