import { createInterface } from 'node:readline/promises';
import { CliError } from '../cli-error.ts';

/**
 * A person's identifier from the terminal or a pipe. Never an argument: everybody on the machine can list those,
 * and shells keep them.
 * @throws CliError `usage` where there is none
 */
export async function readIdentifier(input: NodeJS.ReadStream, prompt: NodeJS.WriteStream): Promise<string> {
  const lines = createInterface({ input, output: prompt, terminal: input.isTTY });
  try {
    const value = input.isTTY ? await lines.question('Identifier: ') : await firstLine(lines);
    if (value.trim() === '') throw new CliError('usage', 'No identifier was given on standard input.');
    return value.trim();
  } finally {
    lines.close();
  }
}

async function firstLine(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) return line;
  return '';
}
