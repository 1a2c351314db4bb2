import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';

/** A stretch of time in which something was measured, on the clock that all processes of a machine share. */
export interface MeasuredStretch {
  readonly pid: number;
  readonly what: string;
  /** Microseconds of the monotonic clock, as CPU profiles tell them. */
  readonly begun: number;
  readonly ended: number;
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

  get nodeOptions(): readonly string[] {
    return ['--cpu-prof', `--cpu-prof-dir=${this.directory}`];
  }

  startedAs(pid: number): void {
    this.pids.push(pid);
  }

  /** @returns what is to be called at its end */
  begin(pid: number, what: string): () => void {
    const begun = now();
    return () => void this.stretches.push({ pid, what, begun, ended: now() });
  }
}

function now(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}
