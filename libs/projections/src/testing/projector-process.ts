import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ProjectorLine } from '../postgres-projector.process.ts';

const SCRIPT = fileURLToPath(new URL('../postgres-projector.process.ts', import.meta.url));

/** A projector that runs elsewhere, as seen from a spec. */
export class ProjectorProcess {
  readonly lines: ProjectorLine[] = [];
  readonly #child: ChildProcess;
  readonly #told = new EventEmitter();

  /** @param parameters as `postgres-projector.process.ts` takes them */
  constructor(parameters: readonly string[]) {
    const child = spawn(process.execPath, ['--conditions=source', SCRIPT, ...parameters], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    createInterface({ input: child.stdout }).on('line', (line) => {
      // A kill may cut the last line short.
      if (!line.endsWith('}')) return;
      this.lines.push(JSON.parse(line) as ProjectorLine);
      this.#told.emit('line');
    });
  }

  get role(): 'leading' | 'waiting' | undefined {
    return this.lines.flatMap((line) => ('role' in line ? line.role : [])).at(-1);
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Resolves when the process has told something for which this holds; rejects after `timeoutMs` milliseconds. */
  async until(holds: () => boolean, timeoutMs = 20_000): Promise<void> {
    const signal = AbortSignal.timeout(timeoutMs);
    while (!holds()) {
      await once(this.#told, 'line', { signal }).catch((cause: unknown) => {
        const told = JSON.stringify(this.lines.slice(-3));
        throw new Error(`Waited in vain for ${String(holds)} of a projector that told last ${told}.`, { cause });
      });
    }
  }

  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child.kill(name);
  }

  async kill(): Promise<void> {
    if (!this.isRunning) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }
}
