import type { FastifyBaseLogger } from 'fastify';

export interface ShutdownStep {
  readonly name: string;
  readonly close: () => Promise<void>;
}

export type ShutdownResult = 'clean' | 'failed' | 'outOfTime';

export interface ShutdownOptions {
  /** In this order: first what accepts work, last what keeps it. */
  readonly steps: readonly ShutdownStep[];
  readonly graceMs: number;
  readonly log: Pick<FastifyBaseLogger, 'info' | 'error'>;
}

/**
 * Closes one after the other within the time given. A step that fails does not keep the next from closing: the store must
 * be closed also when the server did not. Nothing that was acknowledged depends on it; it is durable before that.
 */
export async function shutDown({ steps, graceMs, log }: ShutdownOptions): Promise<ShutdownResult> {
  let timer: NodeJS.Timeout | undefined;
  const outOfTime = new Promise<'outOfTime'>((resolve) => {
    timer = setTimeout(() => resolve('outOfTime'), graceMs);
  });
  const result = await Promise.race([closeInOrder(steps, log), outOfTime]);
  clearTimeout(timer);
  if (result === 'outOfTime') log.error({ graceMs }, 'not everything was closed in time');
  return result;
}

async function closeInOrder(steps: readonly ShutdownStep[], log: ShutdownOptions['log']): Promise<'clean' | 'failed'> {
  let result: 'clean' | 'failed' = 'clean';
  for (const { name, close } of steps) {
    try {
      await close();
      log.info({ part: name }, 'closed');
    } catch (error) {
      result = 'failed';
      log.error({ part: name, err: error }, 'did not close cleanly');
    }
  }
  return result;
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Shuts down on SIGTERM and SIGINT and ends the process: 0 if everything closed, else 1. A second signal ends it at once.
 * @returns what takes the handlers away again.
 */
export function shutDownOnSignals(options: ShutdownOptions, exit: (code: number) => void = process.exit): () => void {
  let begun = false;
  const onSignal = (): void => {
    if (begun) return exit(1);
    begun = true;
    void shutDown(options).then((result) => exit(result === 'clean' ? 0 : 1));
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return () => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
}
