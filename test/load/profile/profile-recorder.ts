import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { threadCpu } from './thread-cpu.ts';

/** A stretch of time in which something was measured, on the clock that all processes of a machine share. */
export interface MeasuredStretch {
  readonly pid: number;
  readonly what: string;
  /** Microseconds of the monotonic clock, as CPU profiles tell them. */
  readonly begun: number;
  readonly ended: number;
  /** Processor time spent, in milliseconds, by thread. Unlike a sample it does not count waiting for a busy core. */
  readonly cpu: ReadonlyMap<string, number>;
}

/** Has the services write CPU profiles when they end, and keeps when what was measured. */
export class ProfileRecorder {
  readonly directory: string;
  readonly stretches: MeasuredStretch[] = [];
  readonly pids: number[] = [];

  constructor(directory: string) {
    this.directory = resolve(directory);
    mkdirSync(this.directory, { recursive: true });
  }

  /** By the environment: threads with options of their own inherit no flags. */
  get environment(): Readonly<Record<string, string>> {
    return { NODE_OPTIONS: `--cpu-prof "--cpu-prof-dir=${this.directory}"` };
  }

  startedAs(pid: number): void {
    this.pids.push(pid);
  }

  /** @returns what is to be called at its end */
  begin(pid: number, what: string): () => void {
    const before = threadCpu(pid);
    const begun = now();
    return () => {
      const ended = now();
      const cpu = new Map([...threadCpu(pid)].map(([thread, after]) => [thread, after - (before.get(thread) ?? 0)]));
      this.stretches.push({ pid, what, begun, ended, cpu });
    };
  }
}

function now(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}
