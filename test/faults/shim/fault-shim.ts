import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SOURCE = join(import.meta.dirname, 'fault-shim.c');
const CONTROL_BYTES = 104;
/** Offsets in the C source's `struct control`. */
const AT = { clock: 0, armed: 8, call: 12, act: 16, nth: 20, times: 24, seen: 28, fired: 32, file: 40 } as const;
const CALLS = { sync: 1, write: 2 } as const;
const ACTS = { fail: 1, kill: 2 } as const;

export interface ShimOrder {
  /** Part of the path of the files meant. */
  readonly file: string;
  /** `sync` is fsync and fdatasync, `write` is pwrite. */
  readonly call: keyof typeof CALLS;
  /** `fail` with EIO; `kill` is a SIGKILL in place of the call. */
  readonly act: keyof typeof ACTS;
  /** The first call that is meant, counted from 1 since it was armed. */
  readonly nth: number;
  /** How many calls from there on; left out: all of them until it is disarmed. */
  readonly times?: number;
}

/** What stands between a ledger and the C library, to make system calls fail that seldom do. */
export class FaultShim {
  readonly #directory: string;
  readonly #library: string;
  readonly #control: number;

  private constructor(directory: string) {
    this.#directory = directory;
    this.#library = join(directory, 'fault-shim.so');
    this.#control = openSync(this.#controlFile, 'w+');
    writeSync(this.#control, Buffer.alloc(CONTROL_BYTES));
  }

  /** Why there can be none here, if so. */
  static refusal(): string | undefined {
    if (process.platform !== 'linux') return 'calls of the C library can be intercepted on Linux only';
    return spawnSync('cc', ['--version']).status === 0 ? undefined : 'there is no C compiler (cc)';
  }

  /** Compiled anew: it takes a tenth of a second. */
  static build(): FaultShim {
    const shim = new FaultShim(mkdtempSync(join(tmpdir(), 'pdl-shim-')));
    const command = ['-shared', '-fPIC', '-O1', '-o', shim.#library, SOURCE, '-ldl'];
    const { status, stderr } = spawnSync('cc', command, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`The shim does not compile:\n${stderr}`);
    return shim;
  }

  /** For the process that is to have faults. */
  get environment(): { readonly [name: string]: string } {
    return { LD_PRELOAD: this.#library, FAULT_SHIM_CONTROL: this.#controlFile };
  }

  arm({ file, call, act, nth, times = 0 }: ShimOrder): void {
    this.disarm();
    const name = Buffer.alloc(CONTROL_BYTES - AT.file);
    name.write(file, 'latin1');
    writeSync(this.#control, name, 0, name.length, AT.file);
    this.#write(AT.call, CALLS[call]);
    this.#write(AT.act, ACTS[act]);
    this.#write(AT.nth, nth);
    this.#write(AT.times, times);
    this.#write(AT.seen, 0);
    this.#write(AT.fired, 0);
    this.#write(AT.armed, 1);
  }

  disarm(): void {
    this.#write(AT.armed, 0);
  }

  /** How many calls have failed since it was armed. */
  get fired(): number {
    const bytes = Buffer.alloc(4);
    readSync(this.#control, bytes, 0, 4, AT.fired);
    return bytes.readInt32LE();
  }

  /** How far the wall clock of the process is off, in milliseconds. */
  setClock(offsetMs: number): void {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(offsetMs));
    writeSync(this.#control, bytes, 0, 8, AT.clock);
  }

  remove(): void {
    closeSync(this.#control);
    rmSync(this.#directory, { recursive: true, force: true });
  }

  get #controlFile(): string {
    return join(this.#directory, 'control');
  }

  #write(at: number, value: number): void {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(value);
    writeSync(this.#control, bytes, 0, 4, at);
  }
}
