import { note, type Output, printJson, printLine } from '../terminal/output.ts';
import { printable } from '../terminal/printable.ts';
import type { ImportState } from './import-run.ts';

export interface ImportReport {
  readonly state: ImportState;
  /** Where this run began. */
  readonly fromLine: number;
  readonly seconds: number;
  readonly isComplete: boolean;
  /** Where the refusals are; left out where they were printed. */
  readonly refusedFile?: string;
}

/** Tell what an import came to: counts over all its runs, time and rate of this one. */
export async function printImportReport(output: Output, report: ImportReport): Promise<void> {
  const { state, fromLine, seconds, isComplete, refusedFile } = report;
  const { recorded, replayed, refused, refusedByCode, position } = state;
  const linesPerSecond = Math.round((state.place.line - fromLine) / Math.max(seconds, 0.001));
  if (output.isJson) {
    await printJson(output, {
      isComplete,
      lines: state.place.line,
      recorded,
      replayed,
      refused,
      refusedByCode,
      position,
      ...(refused > 0 && refusedFile !== undefined ? { refusedFile } : {}),
      resumedAfterLine: fromLine,
      seconds: Math.round(seconds * 1_000) / 1_000,
      linesPerSecond,
    });
    return;
  }
  const rate = `${seconds.toFixed(1)} s, ${linesPerSecond.toLocaleString('en')} lines/s`;
  await printLine(
    output,
    `${isComplete ? 'Imported' : 'Stopped after'} ${state.place.line.toLocaleString('en')} lines (${rate}): ` +
      `${recorded.toLocaleString('en')} recorded, ${replayed.toLocaleString('en')} were there already, ` +
      `${refused.toLocaleString('en')} refused.`,
  );
  for (const [code, count] of Object.entries(refusedByCode).sort(([, a], [, b]) => b - a)) {
    await printLine(output, `  ${printable(code)}: ${count.toLocaleString('en')}`);
  }
  if (refused > 0 && refusedFile !== undefined) note(output, `Line numbers and reasons: ${refusedFile}`);
  if (!isComplete) note(output, 'Run the same command again to go on from here.');
}
