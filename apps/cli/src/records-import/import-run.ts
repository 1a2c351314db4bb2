import type { LedgerClient } from '#libs/sdk';
import { inOrder } from './in-order.ts';
import { type InputPlace, type LineBatch, lineBatches } from './input-lines.ts';
import { recordLines } from './record-lines.ts';
import type { RefusedLine } from './refused-lines.ts';

/** Where an import stands. */
export interface ImportState {
  readonly place: InputPlace;
  readonly recorded: number;
  readonly replayed: number;
  readonly refused: number;
  readonly refusedByCode: { readonly [code: string]: number };
  /** Reads with `atLeast` this position include all that is recorded; 0 for nothing. */
  readonly position: number;
}

export const NOTHING_IMPORTED: ImportState = {
  place: { byteOffset: 0, line: 0 },
  recorded: 0,
  replayed: 0,
  refused: 0,
  refusedByCode: {},
  position: 0,
};

export interface ImportRunOptions {
  readonly ledger: Pick<LedgerClient, 'recordBatch'>;
  /** Bytes from `from.place` on. */
  readonly input: AsyncIterable<Buffer>;
  readonly from: ImportState;
  readonly batchSize: number;
  readonly concurrency: number;
  readonly idOfLine?: (line: number) => string;
  /** Aborted: begin no further batch, finish those under way. */
  readonly stop: AbortSignal;
  /** Aborted: give up those under way, too. */
  readonly cancel: AbortSignal;
}

export interface ImportStep {
  /** Everything up to `state.place` is settled. */
  readonly state: ImportState;
  /** What was refused since the step before. */
  readonly refused: readonly RefusedLine[];
}

/** Largest sum of the lines of one batch, in bytes: a quarter of what the ledger takes as one body by default. */
const BATCH_BYTES_MAX = 4_194_304;
/** Longest line, in bytes: what the ledger takes as one body by default. */
const LINE_BYTES_MAX = 16_777_216;

/**
 * Import line by line: one step for each batch, in the order of the input, so that a step is a place to resume from.
 * @throws LedgerError where the ledger cannot be reached or takes nothing from this caller
 */
export async function* importRun(options: ImportRunOptions): AsyncGenerator<ImportStep> {
  const { ledger, idOfLine, from, concurrency, cancel } = options;
  const work = { ledger, signal: cancel, ...(idOfLine === undefined ? {} : { idOfLine }) };
  let state = from;
  for await (const lines of inOrder(batchesUntilStopped(options), (batch) => recordLines(batch, work), concurrency)) {
    state = {
      place: lines.end,
      recorded: state.recorded + lines.recorded,
      replayed: state.replayed + lines.replayed,
      refused: state.refused + lines.refused.length,
      refusedByCode: counted(state.refusedByCode, lines.refused),
      position: Math.max(state.position, lines.position),
    };
    yield { state, refused: lines.refused };
  }
}

async function* batchesUntilStopped({ input, from, batchSize, stop }: ImportRunOptions): AsyncGenerator<LineBatch> {
  const limits = { linesMax: batchSize, bytesMax: BATCH_BYTES_MAX, lineBytesMax: LINE_BYTES_MAX };
  try {
    for await (const batch of lineBatches(input, limits, from.place)) {
      if (stop.aborted) return;
      yield batch;
    }
  } catch (error) {
    // Stopping closes the input under the reader.
    if (!stop.aborted) throw error;
  }
}

function counted(before: ImportState['refusedByCode'], refused: readonly RefusedLine[]): ImportState['refusedByCode'] {
  if (refused.length === 0) return before;
  const counts: Record<string, number> = { ...before };
  for (const { problem } of refused) counts[problem.code] = (counts[problem.code] ?? 0) + 1;
  return counts;
}
