import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SettingsError } from './settings/index.ts';
import { describeStartFailure } from './start-failure.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pdl-start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const failure = (code: string, syscall: string): Error => Object.assign(new Error(code), { code, syscall });
const at = (dataDir: string) => ({ host: '127.0.0.1', port: 8080, dataDir });

describe('what is told when the ledger cannot start', () => {
  it.each([
    ['EADDRINUSE', 'listen', /^The ledger could not start: port 8080 .* is in use\. .*PDL_PORT/],
    ['EACCES', 'listen', /^The ledger could not start: port 8080 may not be opened .*PDL_PORT/],
    ['EADDRNOTAVAIL', 'listen', /^The ledger could not start: 127\.0\.0\.1 is no address .*PDL_HOST/],
    ['ENOTFOUND', 'getaddrinfo', /^The ledger could not start: 127\.0\.0\.1 is no address .*PDL_HOST/],
  ])('names the setting where it cannot listen: %s', (code, syscall, told) => {
    const text = describeStartFailure(failure(code, syscall), at(folder));
    expect(text).toMatch(told);
    expect(text).not.toContain('\n');
  });

  it('names the setting where the data folder is a file, or cannot be made below one', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const told = (dataDir: string): string => describeStartFailure(failure('EEXIST', 'mkdir'), at(dataDir));
    expect(told(file)).toMatch(/is a file\. Set PDL_DATA_DIR/);
    expect(told(join(file, 'data'))).toMatch(/cannot be made\. Set PDL_DATA_DIR/);
  });

  it('passes on what our own errors say, and tells where any other arose', () => {
    const own = new SettingsError([{ name: 'PDL_PORT', wrong: 'is wrong', action: 'Correct it.' }]);
    expect(describeStartFailure(own)).toBe(own.message);
    expect(describeStartFailure(new RangeError('x'), at(folder))).toMatch(
      /^The ledger could not start \(RangeError\)\.\n.*x/,
    );
  });
});
