import { readFileSync, statSync } from 'node:fs';
import type { Command } from 'commander';
import { createLedgerClient, type LedgerClient, type LedgerClientOptions } from '#libs/sdk';
import { CliError } from './cli-error.ts';
import { note, type Output } from './terminal/output.ts';

export interface GlobalOptions {
  readonly url: string;
  readonly tokenFile?: string;
  readonly json?: boolean;
}

/** Group and others, in a file's mode. */
const OTHERS = 0o077;

export function outputOf(command: Command): Output {
  const { json } = command.optsWithGlobals<GlobalOptions>();
  return { isJson: json === true, out: process.stdout, err: process.stderr };
}

/** The address without credentials, query and trailing slash: fit to be kept and compared. */
export function ledgerUrl(command: Command): string {
  const { url } = command.optsWithGlobals<GlobalOptions>();
  if (!URL.canParse(url)) throw new CliError('usage', '--url must be an http or https address.');
  const { protocol, username, password, origin, pathname } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new CliError('usage', '--url must be an http or https address.');
  }
  if (username !== '' || password !== '') {
    throw new CliError('usage', '--url must hold no credentials: use PDL_TOKEN or --token-file.');
  }
  return `${origin}${pathname}`.replace(/\/+$/, '');
}

export function ledgerOf(command: Command, options: Pick<LedgerClientOptions, 'retry'> = {}): LedgerClient {
  const token = tokenOf(command);
  return createLedgerClient({ baseUrl: ledgerUrl(command), ...options, ...(token === undefined ? {} : { token }) });
}

function tokenOf(command: Command): string | undefined {
  const { tokenFile } = command.optsWithGlobals<GlobalOptions>();
  const token = tokenFile === undefined ? process.env['PDL_TOKEN'] : tokenFrom(tokenFile, outputOf(command));
  if (token === undefined || token.trim() === '') return undefined;
  // A token that is no header value would fail as if the ledger could not be reached.
  if (!/^[\x21-\x7e]+$/.test(token.trim())) throw new CliError('usage', 'The token holds characters no token has.');
  return token.trim();
}

function tokenFrom(file: string, output: Output): string {
  try {
    if (process.platform !== 'win32' && (statSync(file).mode & OTHERS) !== 0) {
      note(output, 'Warning: others on this machine may read the token file; chmod 600 it.');
    }
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CliError('usage', 'The token file cannot be read.', { cause });
  }
}
