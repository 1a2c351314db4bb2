import { styleText } from 'node:util';
import type { CheckResult } from './checks.ts';

const LABEL_WIDTH = 12;

/** What the demo says on the terminal. */
export const stage = {
  title(text: string): void {
    write(`\n${paint('bold', text)}\n\n`);
  },
  /** One thing that was done, and how it went. */
  step(label: string, text: string): void {
    write(`  ${paint('cyan', label.padEnd(LABEL_WIDTH))}${text}\n`);
  },
  check({ what, passed, found }: CheckResult): void {
    write(
      `  ${passed ? paint('green', '✓') : paint('red', '✗')} ${what}${passed ? paint('dim', `  ${found}`) : `: ${found}`}\n`,
    );
  },
  page(text: string): void {
    write(`\n${text}\n`);
  },
  gap(): void {
    write('\n');
  },
};

export const seconds = (since: number): string => `${((performance.now() - since) / 1_000).toFixed(1)} s`;

function paint(format: 'bold' | 'cyan' | 'dim' | 'green' | 'red', text: string): string {
  return styleText(format, text, { stream: process.stdout });
}

const write = (text: string): void => {
  process.stdout.write(text);
};
