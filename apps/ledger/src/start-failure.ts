import { accessSync, constants, statSync } from 'node:fs';
import type { Settings } from './settings/index.ts';

type Where = Pick<Settings, 'host' | 'port' | 'dataDir'>;

/** Their messages say what is wrong and hold no data. */
const OWN_ERRORS: readonly string[] = ['SettingsError', 'EventStoreError', 'VaultError', 'ProjectionError'];

const ABOUT_KEYS =
  'Until a rotation of keys has ended both are needed: the new one in PDL_KEK_FILE and the one before in PDL_KEK_ALSO_FILE.';

/** What to tell whoever started a ledger that could not start. @param settings left out where they are what is wrong. */
export function describeStartFailure(error: unknown, settings?: Where): string {
  if (settings !== undefined) {
    const setting = listenFault(error, settings) ?? (isListening(error) ? undefined : dataDirFault(settings.dataDir));
    if (setting !== undefined) return `The ledger could not start: ${setting}`;
  }
  if (error instanceof Error && OWN_ERRORS.includes(error.name)) {
    return codeOf(error) === 'wrongKeyEncryptionKey' ? `${error.message} ${ABOUT_KEYS}` : error.message;
  }
  const code = codeOf(error);
  const kind = error instanceof Error ? error.name : 'Error';
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return `The ledger could not start (${kind}${code === undefined ? '' : ` ${code}`}).\n${stack}`;
}

function listenFault(error: unknown, { host, port }: Where): string | undefined {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return `port ${port} on ${host} is in use. Stop what listens there, or set PDL_PORT to another port.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return isListening(error) ? `${host} is no address of this machine. Correct PDL_HOST.` : undefined;
    case 'EACCES':
      return isListening(error)
        ? `port ${port} may not be opened by this user. Set PDL_PORT to one of 1024 or above.`
        : undefined;
    default:
      return undefined;
  }
}

/** Looked at afterwards: each part that opens a file there fails in a way of its own. */
function dataDirFault(dataDir: string): string | undefined {
  try {
    if (!statSync(dataDir).isDirectory()) {
      return `the data folder ${dataDir} is a file. Set PDL_DATA_DIR to a folder, or move the file away.`;
    }
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    return undefined;
  } catch (fault) {
    const isMissing = ['ENOENT', 'ENOTDIR'].includes(codeOf(fault) ?? '');
    return isMissing
      ? `the data folder ${dataDir} cannot be made. Set PDL_DATA_DIR to a folder this user may make or write to.`
      : `the data folder ${dataDir} may not be written to by this user. Change its owner or rights, or set PDL_DATA_DIR to another.`;
  }
}

/** A host name that is looked up in order to listen counts, too. */
const isListening = (error: unknown): boolean => ['listen', 'getaddrinfo'].includes(textOf(error, 'syscall') ?? '');

const codeOf = (error: unknown): string | undefined => textOf(error, 'code');

function textOf(error: unknown, member: 'code' | 'syscall'): string | undefined {
  const text: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, member) : undefined;
  return typeof text === 'string' ? text : undefined;
}
