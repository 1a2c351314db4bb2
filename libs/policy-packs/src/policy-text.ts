import { createHash } from 'node:crypto';
import type { PolicyPack } from '#libs/domain';
import { textOf } from './data-folder.ts';

/** The text a shipped policy was read from. */
export function policyTextOf(pack: PolicyPack): string {
  return textOf(`texts/${pack.text.file}`);
}

/** A clause that is not where its row says. */
export interface MisquotedClause {
  readonly row: string;
  readonly line: number;
  readonly quote: string;
}

/** Clauses whose words do not stand on their line, or whose heading does not stand on it or above it. */
export function misquotedClauses(pack: PolicyPack, text: string): readonly MisquotedClause[] {
  const lines = text.split('\n');
  return pack.rows.flatMap(({ id, clauses }) =>
    clauses
      .filter(
        ({ heading, line, quote }) =>
          !(lines[line - 1] ?? '').includes(quote) || !lines.slice(0, line).some((above) => above.includes(heading)),
      )
      .map(({ line, quote }) => ({ row: id, line, quote })),
  );
}

/** SHA-256 of a text's bytes in UTF-8, hexadecimal, as packs name the text they were read from. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
