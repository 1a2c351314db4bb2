import pg from 'pg';
import type { InsertRows, SqlValue } from './read-model-database.ts';

/** What the client's own type declarations leave out of its connection. */
interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

const SPECIAL = /[\\\n\r\t]/;
const EVERY_SPECIAL = /[\\\n\r\t]/g;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** `COPY … FROM STDIN`: three times as many rows a second as any insert. A row that is there already fails it. */
export function copyStatement({ table, columns }: Pick<InsertRows, 'table' | 'columns'>): string {
  const names = columns.map((column) => pg.escapeIdentifier(column));
  return `copy ${pg.escapeIdentifier(table)} (${names.join(', ')}) from stdin`;
}

/** Rows in the text format of COPY (PostgreSQL 15, SQL commands, COPY, "Text Format"). */
export function copyText(rows: readonly (readonly SqlValue[])[]): string {
  let text = '';
  for (const row of rows) {
    let separator = '';
    for (const value of row) {
      text += separator + fieldOf(value);
      separator = '\t';
    }
    text += '\n';
  }
  return text;
}

function fieldOf(value: SqlValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'number') return String(value);
  return SPECIAL.test(value) ? value.replace(EVERY_SPECIAL, (special) => ESCAPES[special] ?? special) : value;
}

/** A COPY as the client carries it out: it calls the `handle…` methods with the server's answers. */
export class CopyIn implements pg.Submittable {
  /** Resolves when all rows are in. */
  readonly done: Promise<void>;
  /** The client puts its own function around this one, to see whether the server answers in time. */
  callback: (error?: Error) => void;
  readonly #statement: string;
  readonly #rows: string;

  constructor(statement: string, rows: string) {
    this.#statement = statement;
    this.#rows = rows;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.done = promise;
    this.callback = (error) => (error === undefined ? resolve() : reject(error));
  }

  submit(connection: pg.Connection): void {
    (connection as unknown as CopyConnection).query(this.#statement);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    connection.sendCopyFromChunk(Buffer.from(this.#rows));
    connection.endCopyFrom();
  }

  handleError(error: Error): void {
    this.callback(error);
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.callback();
  }
}
