import type { LedgerClient, RecordReceipt, RecordReport } from '#libs/sdk';
import type { InputLine, InputPlace, LineBatch } from './input-lines.ts';
import type { RefusedLine } from './refused-lines.ts';

/** What became of a batch of lines. */
export interface RecordedLines {
  readonly end: InputPlace;
  readonly recorded: number;
  readonly replayed: number;
  /** Highest position of what is recorded; 0 for none. */
  readonly position: number;
  /** In the order of the lines. */
  readonly refused: readonly RefusedLine[];
}

export interface RecordLinesOptions {
  readonly ledger: Pick<LedgerClient, 'recordBatch'>;
  /** The id of a record that has none; left out where nothing is resumed. */
  readonly idOfLine?: (line: number) => string;
  readonly signal?: AbortSignal;
}

/**
 * Have the reports on some lines recorded.
 * @throws LedgerError where it is not known of every line whether it is
 */
export async function recordLines({ lines, end }: LineBatch, options: RecordLinesOptions): Promise<RecordedLines> {
  const refused: RefusedLine[] = [];
  const sent: InputLine[] = [];
  const reports: RecordReport[] = [];
  for (const line of lines) {
    const read = reportOf(line, options.idOfLine);
    if ('problem' in read) {
      refused.push({ line: line.line, problem: read.problem });
    } else {
      sent.push(line);
      reports.push(read.report);
    }
  }
  const { signal } = options;
  const outcomes = await options.ledger.recordBatch(reports, signal === undefined ? {} : { signal });
  let recorded = 0;
  let replayed = 0;
  let position = 0;
  for (const [place, outcome] of outcomes.entries()) {
    if (outcome.kind === 'failed') throw outcome.error;
    if (outcome.kind === 'refused') {
      refused.push({ line: sent[place]?.line ?? 0, problem: outcome.problem });
      continue;
    }
    if (outcome.kind === 'replayed') replayed += 1;
    else recorded += 1;
    position = Math.max(position, positionOf(outcome.receipt));
  }
  return { end, recorded, replayed, position, refused: refused.sort((a, b) => a.line - b.line) };
}

function positionOf({ position, subjects = [] }: RecordReceipt): number {
  return subjects.reduce((highest, subject) => Math.max(highest, subject.position), position);
}

type ReadLine = { readonly report: RecordReport } | Pick<RefusedLine, 'problem'>;

function reportOf({ line, text, fault }: InputLine, idOfLine: ((line: number) => string) | undefined): ReadLine {
  if (fault === 'notUtf8') return { problem: { code: 'invalidJson', title: 'The line is not UTF-8' } };
  if (text === undefined) return { problem: { code: 'bodyTooLarge', title: 'The line is too long' } };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: { code: 'invalidJson', title: 'The line is not JSON' } };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { problem: { code: 'invalidBody', title: 'The line is not a JSON object' } };
  }
  // What else a report must have is the ledger's to judge.
  const report = value as RecordReport;
  const isNamed = report.id !== undefined || (report.source !== undefined && report.sourceId !== undefined);
  return { report: isNamed || idOfLine === undefined ? report : { ...report, id: idOfLine(line) } };
}
