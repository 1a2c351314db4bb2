import { spawn } from 'node:child_process';

export interface Step {
  readonly name: string;
  readonly command: string;
}

export interface StepResult {
  readonly name: string;
  readonly passed: boolean;
  /** Everything the command said, both streams in the order they came. */
  readonly output: string;
  readonly seconds: number;
}

/** Run one shell command with the project's own tools first on the path. Never rejects: a failure is an answer. */
export function runStep(step: Step): Promise<StepResult> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const child = spawn(step.command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const finish = (passed: boolean): void => {
      const output = Buffer.concat(chunks).toString('utf8');
      resolve({ name: step.name, passed, output, seconds: (performance.now() - startedAt) / 1000 });
    };
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => {
      chunks.push(Buffer.from(error.message));
      finish(false);
    });
    child.on('close', (code) => finish(code === 0));
  });
}

export function report(result: StepResult): void {
  const mark = result.passed ? 'ok  ' : 'FAIL';
  process.stdout.write(`${mark} ${result.name} (${result.seconds.toFixed(1)} s)\n`);
  if (!result.passed) {
    process.stdout.write(`${result.output.trimEnd()}\n`);
  }
}
