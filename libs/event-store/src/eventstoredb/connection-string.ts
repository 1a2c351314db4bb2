import { EventStoreError } from '../event-store.ts';

/** What the client understands after the question mark, without case, `-` and `_`. */
const OPTIONS = new Set([
  'connectionname',
  'defaultdeadline',
  'discoveryinterval',
  'gossiptimeout',
  'keepaliveinterval',
  'keepalivetimeout',
  'maxdiscoverattempts',
  'nodepreference',
  'throwonappendfailure',
  'tls',
  'tlscafile',
  'tlsverifycert',
  'usercertfile',
  'userkeyfile',
]);

/**
 * Look a connection string over before the client does: the client prints the whole string, password and all, when it
 * meets an option that it does not know, and repeats parts of it in its errors.
 * @returns the string to give to the client
 * @throws EventStoreError `unavailable`; the message repeats nothing of the string but the name of an option
 */
export function checkedConnectionString(connectionString: string): string {
  if (!/^esdb(\+discover)?:\/\/[^/?]/.test(connectionString)) {
    throw refused('it starts with esdb:// or esdb+discover:// and names a host');
  }
  const [address = '', ...queries] = connectionString.split('?');
  if (queries.length > 1) throw refused('it has one question mark at most; others are written %3F');
  const options = (queries[0] ?? '').split('&').filter((option) => option !== '');
  const valueOf = new Map(options.map((option) => [nameOf(option), option.split('=')[1]?.trim().toLowerCase()]));
  for (const [name, value] of valueOf) {
    if (!OPTIONS.has(name) || value === undefined || value === '') {
      throw refused('one of its options is unknown or has no value');
    }
  }
  // Then a lost race for a stream would look like success, with a wrong revision.
  if (valueOf.get('throwonappendfailure') === 'false') throw refused('throwOnAppendFailure has to stay true');
  if (valueOf.get('tlsverifycert') === 'false' && valueOf.get('tls') !== 'false') {
    throw refused('tlsVerifyCert=false is beyond the client; name the authority with tlsCaFile');
  }
  const kept = options.filter((option) => nameOf(option) !== 'tlsverifycert');
  return kept.length === 0 ? address : `${address}?${kept.join('&')}`;
}

function nameOf(option: string): string {
  return (option.split('=')[0] ?? '').trim().toLowerCase().replaceAll(/[-_]/g, '');
}

function refused(rule: string): EventStoreError {
  return new EventStoreError('unavailable', `EventStoreDB connection string refused: ${rule}`);
}
