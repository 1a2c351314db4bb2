import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** In every value that must not be found in clear, in lower case, so that normalising it changes nothing. */
export const MARK = 'zebrafink';
/** The same for telephone numbers, which are kept as digits. */
export const MARKED_DIGITS = '4670909090909';

interface Needle {
  readonly what: string;
  readonly bytes: Buffer;
}

/** Each way in which a program may write a text down without hiding it. */
function needlesOf(text: string): Needle[] {
  const utf8 = Buffer.from(text, 'utf8');
  // Base64 looks different at each of three alignments; the middle is the same whatever stands around it.
  const base64 = [0, 1, 2].flatMap((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), utf8]).toString('base64');
    const middle = encoded.slice(shift === 0 ? 0 : 4, -4);
    return [middle, middle.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [
    { what: `${text} as UTF-8`, bytes: utf8 },
    { what: `${text} as UTF-16`, bytes: Buffer.from(text, 'utf16le') },
    { what: `${text} in hexadecimal`, bytes: Buffer.from(utf8.toString('hex')) },
    ...base64.map((encoded) => ({ what: `${text} in base64`, bytes: Buffer.from(encoded) })),
  ];
}

/** Marks found in the bytes, in whichever coding; empty is what is wanted. */
export function marksIn(content: Buffer | string, marks: readonly string[] = [MARK, MARKED_DIGITS]): string[] {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const found = marks.flatMap(needlesOf).filter((needle) => bytes.includes(needle.bytes));
  return [...new Set(found.map(({ what }) => what))];
}

/** Marks in any file of a folder, by file. */
export function marksInFiles(folder: string, marks?: readonly string[]): string[] {
  return readdirSync(folder).flatMap((name) =>
    marksIn(readFileSync(join(folder, name)), marks).map((found) => `${name}: ${found}`),
  );
}

/** Marks in any column of any table of the SQLite files of a folder; and how many cells were looked at. */
export function marksInTables(folder: string): { readonly found: readonly string[]; readonly cellCount: number } {
  const found: string[] = [];
  let cellCount = 0;
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.sqlite'))) {
    const database = new Database(join(folder, name), { readonly: true });
    const tables = database.prepare<[], { name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    for (const table of tables) {
      const rows = database.prepare<[], { [column: string]: unknown }>(`SELECT * FROM "${table.name}"`).iterate();
      for (const row of rows) {
        for (const [column, cell] of Object.entries(row)) {
          cellCount += 1;
          const content = Buffer.isBuffer(cell) ? cell : String(cell);
          found.push(...marksIn(content).map((what) => `${name} ${table.name}.${column}: ${what}`));
        }
      }
    }
    database.close();
  }
  return { found, cellCount };
}
