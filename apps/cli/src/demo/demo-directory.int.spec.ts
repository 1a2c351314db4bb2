import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeDemoDirectory } from './demo-directory.ts';

describe('makeDemoDirectory', () => {
  let parent: string;
  let directory: string;

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'demo-directory-'));
    directory = join(parent, 'data', 'demo');
  });
  afterEach(() => rmSync(parent, { recursive: true }));

  it('makes a folder that is not there, and takes an empty one', () => {
    makeDemoDirectory(directory);
    expect(readdirSync(directory)).toEqual(['.personal-data-ledger-demo']);
    mkdirSync(join(parent, 'empty'));
    makeDemoDirectory(join(parent, 'empty'));
    expect(readdirSync(join(parent, 'empty'))).toEqual(['.personal-data-ledger-demo']);
  });

  it('empties what a demo left behind', () => {
    makeDemoDirectory(directory);
    writeFileSync(join(directory, 'events.sqlite'), 'old');
    makeDemoDirectory(directory);
    expect(readdirSync(directory)).toEqual(['.personal-data-ledger-demo']);
  });

  it('leaves alone what is not a demo’s', () => {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'events.sqlite'), 'the real ledger');
    expect(() => makeDemoDirectory(directory)).toThrow(expect.objectContaining({ code: 'notADemoDirectory' }));
    expect(existsSync(join(directory, 'events.sqlite'))).toBe(true);
  });

  it('leaves alone what a running demo uses', () => {
    makeDemoDirectory(directory);
    // The parent process is surely alive.
    writeFileSync(join(directory, '.personal-data-ledger-demo'), String(process.ppid));
    writeFileSync(join(directory, 'events.sqlite'), 'in use');
    expect(() => makeDemoDirectory(directory)).toThrow(expect.objectContaining({ code: 'directoryInUse' }));
    expect(existsSync(join(directory, 'events.sqlite'))).toBe(true);
  });
});
