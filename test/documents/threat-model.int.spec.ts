import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');
const DOCUMENT = readFileSync(join(ROOT, 'docs/threat-model.md'), 'utf8');

interface Row {
  readonly name: string;
  readonly state: string;
  readonly shownBy: string;
}

const CITATION = /`([\w./-]+\.ts)` › “(.+?)”/g;

/** Rows of the two tables of requirements; their columns are name, state, how and shown by. */
function requirements(): readonly Row[] {
  const lines = DOCUMENT.split('\n').filter((line) => /^\| (?:API\d|\d+\.\d)/.test(line));
  return lines.map((line) => {
    const [, name = '', state = '', , shownBy = ''] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    return { name, state, shownBy };
  });
}

describe('docs/threat-model.md', () => {
  it('names tests that are there, by file and title', () => {
    const citations = [...DOCUMENT.matchAll(CITATION)].map(([, file = '', title = '']) => ({ file, title }));
    const missing = citations.filter(({ file, title }) => {
      const path = join(ROOT, file);
      return !existsSync(path) || !readFileSync(path, 'utf8').includes(title);
    });
    expect(citations.length).toBeGreaterThan(60);
    expect(missing).toEqual([]);
  });

  it('calls nothing met that no test shows, says what is missing elsewhere, and goes through all ten risks', () => {
    const rows = requirements();
    expect(rows.filter(({ state }) => !['met', 'part', 'open'].includes(state))).toEqual([]);
    expect(rows.filter(({ state, shownBy }) => state === 'met' && !/› “/.test(shownBy))).toEqual([]);
    const risks = rows.flatMap(({ name }) => /^API\d+/.exec(name)?.[0] ?? []);
    expect(risks).toEqual(Array.from({ length: 10 }, (_, i) => `API${i + 1}`));
    const names = rows.map(({ name }) => name.split(' ')[0]);
    expect(new Set(names).size).toBe(names.length);
    expect(rows.length).toBeGreaterThan(50);
  });
});
