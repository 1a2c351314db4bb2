import { readFileSync } from 'node:fs';

const SAMPLE_EVERY_MS = 250;
const KIB_PER_MB = 1_000_000 / 1_024;
/** In proc_pid_stat(5), counted from the field after the command's name. */
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;
/** Of USER_HZ on every Linux that Node runs on. */
const TICK_MICROSECONDS = 10_000;

/** In megabytes. */
export interface MemoryUse {
  /** Everything resident, pages of mapped files included. */
  readonly resident: number;
  /** What belongs to the process alone: heaps and caches. */
  readonly anonymous: number;
}

/** What a process has in memory now. @throws Error where there is no /proc */
export function memoryOf(pid: number): MemoryUse {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  const megabytes = (field: string): number =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / KIB_PER_MB;
  return { resident: megabytes('VmRSS'), anonymous: megabytes('RssAnon') };
}

/** Processor time that all threads of a process have taken so far, in microseconds. */
export function processorTimeOf(pid: number): number {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[USER_TICKS]) + Number(fields[SYSTEM_TICKS])) * TICK_MICROSECONDS;
}

/** Watches how much a process has in memory. */
export class MemoryWatch {
  #peak: MemoryUse = { resident: 0, anonymous: 0 };
  readonly #pid: number;
  readonly #timer: NodeJS.Timeout;

  constructor(pid: number) {
    this.#pid = pid;
    this.#look();
    this.#timer = setInterval(() => this.#look(), SAMPLE_EVERY_MS);
  }

  /** The most of each since the last call. */
  takePeak(): MemoryUse {
    this.#look();
    const peak = this.#peak;
    this.#peak = { resident: 0, anonymous: 0 };
    return peak;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = memoryOf(this.#pid);
    this.#peak = {
      resident: Math.max(this.#peak.resident, now.resident),
      anonymous: Math.max(this.#peak.anonymous, now.anonymous),
    };
  }
}
