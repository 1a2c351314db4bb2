import { LocalKeyWrapper } from './local-key-wrapper.ts';
import { PostgresVault } from './postgres-vault.ts';

/**
 * A process that the race spec runs several of: resolves the same people as the others, in an order of its own, seals
 * something for each, and prints one line of JSON for each acknowledgement.
 * Arguments: connection string, schema, key-encryption key as hexadecimal, number of people, name of the process.
 */
export interface Acknowledgement {
  readonly person: number;
  readonly subjectId: string;
  readonly minted: boolean;
  readonly eventId: string;
  readonly sealed: string;
}

const AT_ONCE = 40;

const [connectionString = '', schema = '', key = '', people = '0', name = ''] = process.argv.slice(2);
const vault = await PostgresVault.open({
  connectionString,
  schema,
  keyWrapper: LocalKeyWrapper.fromKey(Buffer.from(key, 'hex')),
});

async function report(person: number): Promise<void> {
  const identifiers = [
    { scheme: 'email', value: `person-${person}@example.com` },
    { scheme: 'userId', value: `${name}-${person}` },
  ];
  const [resolution] = await vault.resolve([{ realm: 'c1', identifiers }]);
  const { subjectId = '', minted = false } = resolution ?? {};
  const eventId = `${name}-${person}`;
  const place = { subjectId, compartment: 'statements', eventId, field: 'statements' };
  const [sealed = ''] = await vault.seal([{ ...place, plaintext: eventId }]);
  process.stdout.write(`${JSON.stringify({ person, subjectId, minted, eventId, sealed } satisfies Acknowledgement)}\n`);
}

// Neighbours meet in the same groups, from both ends and from the middle, so that the processes get in each other's way.
const all = Array.from({ length: Number(people) }, (_, i) => i);
const turned = name.endsWith('1') ? all.toReversed() : all;
for (let start = 0; start < turned.length; start += AT_ONCE) {
  await Promise.all(turned.slice(start, start + AT_ONCE).map(report));
}
await vault.close();
