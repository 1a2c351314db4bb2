import { writeSync } from 'node:fs';
import { LocalKeyWrapper } from './local-key-wrapper.ts';
import { SqliteVault } from './sqlite-vault.ts';

/**
 * The process that the crash spec kills: mints and seals with several concurrent writers for ever, and prints one line of
 * JSON for each acknowledgement. Arguments: file, key-encryption key as hexadecimal, name of the round.
 */
export interface Acknowledgement {
  readonly identifier: { readonly scheme: string; readonly value: string };
  readonly subjectId: string;
  readonly compartment: string;
  readonly eventId: string;
  readonly sealed: string;
}

const WRITERS = 8;

async function write(vault: SqliteVault, round: string, writer: number): Promise<never> {
  for (let i = 0; ; i += 1) {
    const identifier = { scheme: 'userId', value: `${round}-${writer}-${i}` };
    // Shared by all writers, so that each round also links to subjects of others.
    const shared = { scheme: 'email', value: `${round}-${i}@example.com` };
    const [resolution] = await vault.resolve([{ realm: 'c1', identifiers: [identifier, shared] }]);
    const subjectId = resolution?.subjectId ?? '';
    const place = { subjectId, compartment: `details/${i % 3}`, eventId: identifier.value };
    const [sealed = ''] = await vault.seal([{ ...place, field: 'details', plaintext: identifier.value }]);
    await vault.confirmLinks(resolution?.unconfirmedLinks.map(({ linkId }) => linkId) ?? []);
    writeSync(1, `${JSON.stringify({ identifier, ...place, sealed } satisfies Acknowledgement)}\n`);
  }
}

const [file = '', key = '', round = ''] = process.argv.slice(2);
const vault = await SqliteVault.open({ file, keyWrapper: LocalKeyWrapper.fromKey(Buffer.from(key, 'hex')) });
await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(vault, round, writer)));
