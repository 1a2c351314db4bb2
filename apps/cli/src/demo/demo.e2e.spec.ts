import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const ENTRY = 'dist/apps/cli/src/demo/main.js';
/** A small demo takes about five seconds; two cores may be busy with other suites. */
const TIMEOUT_MS = 90_000;

interface Ended {
  readonly code: number | null;
  readonly text: string;
}

/** Run the built demo; `onText` is told of everything it has printed so far. */
async function demo(
  options: readonly string[],
  onText: (text: string, kill: (signal: NodeJS.Signals) => void) => void,
): Promise<Ended> {
  const child = spawn(process.execPath, [ENTRY, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      onText(text, (signal) => child.kill(signal));
    });
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, text };
}

describe('npm run demo', () => {
  let parent: string;
  beforeEach(() => {
    if (!existsSync(ENTRY)) throw new Error('Build first: npm run build.');
    parent = mkdtempSync(join(tmpdir(), 'demo-'));
  });
  afterEach(() => rmSync(parent, { recursive: true }));

  it(
    'with --once passes all its checks and ends with 0',
    async () => {
      const { code, text } = await demo(
        ['--once', '--subjects', '60', '--data', join(parent, 'demo')],
        () => undefined,
      );
      expect({ code, failed: /✗.*/.exec(text)?.[0], checks: text.match(/✓/g)?.length }).toEqual({
        code: 0,
        failed: undefined,
        checks: 9,
      });
      expect(text).toMatch(/All 9 checks passed, \d+ s\./);
    },
    TIMEOUT_MS,
  );

  it(
    'goes on serving until Ctrl-C, and leaves nobody behind',
    async () => {
      let answered: Promise<number> | undefined;
      const { code, text } = await demo(['--subjects', '40', '--data', join(parent, 'demo')], (told, kill) => {
        const baseUrl = /export LEDGER=(\S+)/.exec(told)?.[1];
        if (answered !== undefined || baseUrl === undefined || !told.includes('until Ctrl-C')) return;
        answered = fetch(`${baseUrl}/readyz`).then(({ status }) => status);
        void answered.finally(() => kill('SIGINT'));
      });
      expect({ code, status: await answered }).toEqual({ code: 0, status: 200 });
      const baseUrl = /export LEDGER=(\S+)/.exec(text)?.[1] ?? '';
      await expect(fetch(`${baseUrl}/readyz`)).rejects.toThrow();
    },
    TIMEOUT_MS,
  );

  it(
    'refuses a folder that is not a demo’s, before anything is started',
    async () => {
      const { code, text } = await demo(['--once', '--data', 'libs'], () => undefined);
      expect(code).toBe(1);
      expect(text).toContain("holds something that is not a demo's");
      expect(existsSync('libs/sdk')).toBe(true);
    },
    TIMEOUT_MS,
  );
});
