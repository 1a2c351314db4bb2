/** Where a command writes: results to `out`, everything else to `err`, so that results can be piped. */
export interface Output {
  /** Results as JSON, and nothing else on `out`. */
  readonly isJson: boolean;
  readonly out: NodeJS.WriteStream;
  readonly err: NodeJS.WriteStream;
}

/** One line of the result; waits while the reader is slow, so that a long result stays out of memory. */
export async function printLine({ out }: Output, line: string): Promise<void> {
  if (!out.write(`${line}\n`)) {
    await new Promise<void>((resolve, reject) => {
      const settle = (error?: Error): void => {
        out.off('drain', settle);
        out.off('error', settle);
        if (error === undefined) resolve();
        else reject(error);
      };
      out.once('drain', settle);
      out.once('error', settle);
    });
  }
}

export async function printJson(output: Output, value: unknown): Promise<void> {
  await printLine(output, JSON.stringify(value));
}

/** For the person at the terminal. */
export function note({ err }: Output, line: string): void {
  err.write(`${line}\n`);
}
