import { mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadBatches } from './batch-load.ts';
import type { BenchOptions, Sizes } from './bench-options.ts';
import { LedgerUnderLoad } from './ledger-under-load.ts';
import { ProfileRecorder } from './profile/profile-recorder.ts';
import { registerParties } from './reports.ts';
import { SeededLog } from './seeded-log/seeded-log.ts';

/** TMPFS_MAGIC of statfs(2): there a flush costs nothing, so no figure about durable writes means anything. */
const TMPFS = 0x0102_1994;

/** Where benchmarks work: scratch folders, and what is dear to make and shared between them. */
export class Workplace {
  readonly sizes: Sizes;
  readonly soak: BenchOptions['soak'];
  readonly directory: string;
  readonly profile: ProfileRecorder | undefined;
  readonly #keep: boolean;
  readonly #say: (line: string) => void;
  readonly #stops: (() => Promise<void>)[] = [];
  #busyLedger: Promise<LedgerUnderLoad> | undefined;
  #seededLog: Promise<SeededLog> | undefined;
  #closing: Promise<void> | undefined;

  constructor({ sizes, soak, directory, keep, profileDirectory }: BenchOptions, say: (line: string) => void) {
    this.sizes = sizes;
    this.soak = soak;
    this.#keep = keep;
    this.#say = say;
    const parent = directory ?? tmpdir();
    mkdirSync(parent, { recursive: true });
    this.directory = mkdtempSync(join(parent, 'personal-data-ledger-bench-'));
    this.profile = profileDirectory === undefined ? undefined : new ProfileRecorder(profileDirectory);
  }

  /** For whoever waits for a long benchmark. */
  say(line: string): void {
    this.#say(line);
  }

  get isInMemory(): boolean {
    return statfsSync(this.directory).type === TMPFS;
  }

  /** A ledger in which `sizes.subjects` subjects, numbered from 0, have one record each. */
  busyLedger(): Promise<LedgerUnderLoad> {
    this.#busyLedger ??= this.#startBusyLedger();
    return this.#busyLedger;
  }

  /** A log of `sizes.records` events, with its vault; nobody has it open. */
  seededLog(): Promise<SeededLog> {
    this.#seededLog ??= this.#buildSeededLog();
    return this.#seededLog;
  }

  /** @param environment settings beside the usual ones. */
  startLedger(directory: string, environment: Readonly<Record<string, string>> = {}): Promise<LedgerUnderLoad> {
    const starting = LedgerUnderLoad.start({ directory, environment, profile: this.profile });
    // Before it runs: an interruption in between must not leave it behind.
    this.stopAtEnd(async () => (await starting.catch(() => undefined))?.stop());
    return starting;
  }

  /** Stopped in the opposite order. */
  stopAtEnd(stop: () => Promise<void>): void {
    this.#stops.push(stop);
  }

  /** Once, however often it is called. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const stop of this.#stops.splice(0).reverse()) await stop();
    if (this.#keep) this.#say(`The scratch data is in ${this.directory}`);
    else rmSync(this.directory, { recursive: true, force: true });
  }

  async #startBusyLedger(): Promise<LedgerUnderLoad> {
    const { subjects } = this.sizes;
    this.#say(`starting a ledger and registering ${subjects.toLocaleString('en')} data subjects`);
    const ledger = await this.startLedger(join(this.directory, 'busy-ledger'));
    await registerParties(ledger);
    await loadBatches(
      ledger,
      'first records of the pool',
      Array.from({ length: subjects }, (_, number) => number),
    );
    return ledger;
  }

  async #buildSeededLog(): Promise<SeededLog> {
    const { records } = this.sizes;
    this.#say(`writing a log of ${records.toLocaleString('en')} events`);
    return SeededLog.build(join(this.directory, 'seeded-log'), records);
  }
}
