import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { stringify as uuidOf } from 'uuid';
import {
  loadKeyEncryptionKey,
  LocalKeyWrapper,
  SqliteVault,
  type Identifier,
  type Vault,
} from '#libs/crypto-shredding';
import { definitions } from '#libs/domain';
import { EmbeddedEventStore, type RecordedEvent } from '#libs/event-store';

/** Where an event stands, in the log or in the read models. */
export interface Place {
  readonly id: string;
  readonly position: number;
  readonly revision: number;
  readonly type: string;
}

export const placeOf = ({ id, position, revision, type }: Place): Place => ({ id, position, revision, type });

/** Between two looks, in milliseconds. */
const LOOK_EVERY_MS = 20;

/** Families whose events are rows of the read model `records`. */
const PROJECTED: ReadonlySet<string> = new Set(['processing', 'identity', 'access', 'deadline']);
export const isProjected = ({ type }: { readonly type: string }): boolean =>
  PROJECTED.has(definitions.get(type)?.family ?? '');
export const isReport = ({ type }: { readonly type: string }): boolean =>
  definitions.get(type)?.family === 'processing';

/** Everything in the log behind a position, read beside the service. Its own order and checksums are checked on the way. */
export async function eventsAfter(dataDir: string, position = 0): Promise<RecordedEvent[]> {
  const store = await EmbeddedEventStore.open({ directory: dataDir, readOnly: true });
  const events: RecordedEvent[] = [];
  try {
    const last = await store.lastPosition();
    if (last === undefined || last <= position) return events;
    for await (const event of store.readAll({ fromPosition: position + 1 })) events.push(event);
    return events;
  } finally {
    await store.close();
  }
}

/** What the read models hold behind a position. */
export function projectedAfter(dataDir: string, position = 0): Place[] {
  const query =
    'select event_id as id, position, revision, type from records join record_kinds k on k.id = kind_id ' +
    'where position > ? order by position';
  const rows = inReadModels(dataDir, (database) =>
    database.prepare<[number], Omit<Place, 'id'> & { readonly id: Buffer }>(query).all(position),
  ).map((row) => ({ ...row, id: uuidOf(row.id) }));
  return copied(rows, placeOf);
}

/** Rows of the native driver are of another realm than a test's own objects, and so would never be equal to them. */
const copied = <Row, Copy>(rows: readonly Row[], copy: (row: Row) => Copy): Copy[] => Array.from(rows, copy);

export function projectedPosition(dataDir: string): number {
  const query = 'select position from projection_progress';
  return inReadModels(dataDir, (database) => Number(database.prepare<[], number>(query).pluck().get() ?? 0));
}

/** @returns where the log ended when the read models had come up to it. @throws Error after so many milliseconds. */
export async function untilProjected(dataDir: string, msMax: number): Promise<number> {
  const store = await EmbeddedEventStore.open({ directory: dataDir, readOnly: true });
  try {
    for (const end = Date.now() + msMax; ; await wait(LOOK_EVERY_MS)) {
      const last = (await store.lastPosition()) ?? 0;
      const projected = projectedPosition(dataDir);
      if (projected >= last) return last;
      if (Date.now() > end) throw new Error(`The read models stand at ${projected}, the log at ${last}.`);
    }
  } finally {
    await store.close();
  }
}

interface Parked {
  readonly position: number;
  readonly reason: string;
}

/** Each event that was put aside. */
export function parkedIn(dataDir: string): Parked[] {
  const query = 'select position, reason_code as reason from parked_events order by position';
  const rows = inReadModels(dataDir, (database) => database.prepare<[], Parked>(query).all());
  return copied(rows, ({ position, reason }) => ({ position, reason }));
}

function inReadModels<T>(dataDir: string, read: (database: Database.Database) => T): T {
  const database = new Database(join(dataDir, 'read-models.sqlite'), { readonly: true });
  try {
    return read(database);
  } finally {
    database.close();
  }
}

/**
 * Whether vault and log agree, while no service runs: every sealed part of the log opens, and every link in it is found
 * by its identifier. @returns what does not, by position.
 */
export async function vaultFaults(dataDir: string): Promise<readonly string[]> {
  const events = await eventsAfter(dataDir);
  const key = await loadKeyEncryptionKey({ file: join(dataDir, 'development.kek') });
  const keyWrapper = LocalKeyWrapper.fromKey(key);
  const vault = await SqliteVault.open({ file: join(dataDir, 'vault.sqlite'), keyWrapper, create: false });
  try {
    const faults: string[] = [];
    for (const event of events) faults.push(...(await faultsOfEvent(event, vault)));
    return faults;
  } finally {
    await vault.close();
  }
}

async function faultsOfEvent({ id, type, position, data }: RecordedEvent, vault: Vault): Promise<string[]> {
  const { subjectId, controllerId, sealed } = data as {
    readonly subjectId?: string;
    readonly controllerId?: string;
    readonly sealed?: { readonly [compartment: string]: string };
  };
  if (subjectId === undefined || sealed === undefined) return [];
  const faults: string[] = [];
  for (const [compartment, text] of Object.entries(sealed)) {
    const request = { subjectId, compartment, eventId: id, field: compartment, sealed: text };
    const [opened] = await vault.open([request]);
    if (opened?.state !== 'open') faults.push(`${position} ${type} ${compartment}: ${opened?.state}`);
    else if (type === 'IdentifiersLinked') {
      for (const identifier of JSON.parse(opened.plaintext) as readonly Identifier[]) {
        const found = await vault.find(controllerId ?? '', identifier);
        if (found !== subjectId) faults.push(`${position}: the identifier is linked to ${found}`);
      }
    }
  }
  return faults;
}
