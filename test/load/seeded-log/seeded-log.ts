import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  generateKeyEncryptionKeyFile,
  loadKeyEncryptionKey,
  LocalKeyWrapper,
  SqliteVault,
} from '#libs/crypto-shredding';
import { EmbeddedEventStore, type StreamAppend } from '#libs/event-store';
import { loadVocabulary } from '#libs/policy-packs';
import { EventWriter, type SeededSubject } from './event-writer.ts';

const SEED = 20_261_122;
const RECORDS_PER_SUBJECT = 10;
/** One of five, as in the seeds; a subject belongs to one. */
const CONTROLLERS = ['clex', 'kaadas', 'kamoer', 'kaayee', 'kaidexipu'];
const SUBJECTS_AT_A_TIME = 1_000;
const APPENDS_AT_A_TIME = 5_000;

/**
 * A ledger's data folder with a long life in it, written past the HTTP API: everything random comes from a fixed seed
 * but the ids of the subjects, which only the vault gives. Ciphertexts have the right length and open for nobody.
 */
export class SeededLog {
  readonly directory: string;
  readonly events: number;
  readonly subjects: readonly SeededSubject[];

  private constructor(directory: string, events: number, subjects: readonly SeededSubject[]) {
    this.directory = directory;
    this.events = events;
    this.subjects = subjects;
  }

  static async build(directory: string, events: number): Promise<SeededLog> {
    mkdirSync(directory, { recursive: true });
    const subjects = await mintSubjects(directory, Math.max(1, Math.floor(events / RECORDS_PER_SUBJECT)));
    await writeEvents(directory, events, new EventWriter({ subjects, vocabulary: loadVocabulary(), seed: SEED }));
    return new SeededLog(directory, events, subjects);
  }

  get eventsFile(): string {
    return join(this.directory, 'events.sqlite');
  }

  get readModelsFile(): string {
    return join(this.directory, 'read-models.sqlite');
  }
}

async function mintSubjects(directory: string, count: number): Promise<readonly SeededSubject[]> {
  // Where the service looks for it in development, when it is started on this folder.
  const keyFile = join(directory, 'development.kek');
  await generateKeyEncryptionKeyFile(keyFile);
  const vault = await SqliteVault.open({
    file: join(directory, 'vault.sqlite'),
    keyWrapper: LocalKeyWrapper.fromKey(await loadKeyEncryptionKey({ file: keyFile })),
  });
  const subjects: SeededSubject[] = [];
  try {
    while (subjects.length < count) {
      const length = Math.min(SUBJECTS_AT_A_TIME, count - subjects.length);
      const requests = Array.from({ length }, (_, index) => {
        const number = subjects.length + index;
        return {
          realm: CONTROLLERS[number % CONTROLLERS.length] ?? '',
          identifiers: [{ scheme: 'userId', value: `user-${String(number)}` }],
        };
      });
      const resolutions = await vault.resolve(requests);
      resolutions.forEach(({ subjectId }, index) => {
        subjects.push({ subjectId, controllerId: requests[index]?.realm ?? '' });
      });
    }
    return subjects;
  } finally {
    await vault.close();
  }
}

async function writeEvents(directory: string, count: number, writer: EventWriter): Promise<void> {
  const eventStore = await EmbeddedEventStore.open({ directory });
  try {
    let inFlight: Promise<void> = Promise.resolve();
    for (let written = 0; written < count; written += APPENDS_AT_A_TIME) {
      const length = Math.min(APPENDS_AT_A_TIME, count - written);
      const appends = Array.from({ length }, (_, index) => writer.next((written + index) / count));
      // The next events are made while the last ones are written.
      await inFlight;
      inFlight = append(eventStore, appends);
    }
    await inFlight;
  } finally {
    await eventStore.close();
  }
}

async function append(eventStore: EmbeddedEventStore, appends: readonly StreamAppend[]): Promise<void> {
  for (const outcome of await eventStore.appendMany(appends)) if (!outcome.ok) throw outcome.error;
}
