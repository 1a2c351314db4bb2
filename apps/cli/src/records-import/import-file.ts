import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { CliError } from '../cli-error.ts';
import { FORMAT, type ImportProgress, readProgress, writeProgress } from './import-progress.ts';
import { type ImportState, importRun, type ImportRunOptions, NOTHING_IMPORTED } from './import-run.ts';
import { fingerprintOf, type InputFingerprint, sameInput } from './input-fingerprint.ts';
import { lineId } from './line-id.ts';
import { RefusedLinesFile } from './refused-lines.ts';

/** Paths of what an import keeps beside its input. */
export const progressFileOf = (file: string): string => `${file}.pdl-progress.json`;
export const refusedFileOf = (file: string): string => `${file}.refused.ndjson`;

export interface ImportFileOptions extends Omit<ImportRunOptions, 'input' | 'from' | 'idOfLine'> {
  readonly import: OpenedImport;
  readonly onStep: (state: ImportState) => void;
}

export interface OpenedImport {
  readonly file: string;
  readonly progress: ImportProgress;
}

/** How often the place to resume from is put on the disk, in milliseconds. What comes after it is sent twice. */
const SAVE_EVERY_MS = 500;
const READ_CHUNK_BYTES = 262_144;

/**
 * Begin an import of a file, or take up one that was interrupted.
 * @throws CliError `inputChanged`, `otherLedger`, `progressUnreadable`, `inputUnreadable`
 */
export async function openImport(
  file: string,
  { ledger, restart }: { readonly ledger: string; readonly restart: boolean },
): Promise<OpenedImport> {
  const input = await fingerprintOf(file);
  const known = readProgress(progressFileOf(file));
  if (known === undefined) return { file, progress: newProgress(ledger, input) };
  const isSame = sameInput(known.input, input);
  if (restart) {
    // The same file keeps its key, so that records without an id are recognised.
    const { importKey } = isSame ? known : newProgress(ledger, input);
    return { file, progress: { ...newProgress(ledger, input), importKey } };
  }
  if (!isSame) {
    throw new CliError(
      'inputChanged',
      'The input changed since its import began. Use --restart to import it as a new one.',
    );
  }
  if (known.ledger !== ledger) {
    throw new CliError(
      'otherLedger',
      'The import of this file began with another ledger. Use --restart to send it all here.',
    );
  }
  return { file, progress: known };
}

/** Import from where the progress says. Saves the progress as it goes, and at the end whatever that is. */
export async function importFile(options: ImportFileOptions): Promise<ImportState> {
  const { file, progress } = options.import;
  const key = Buffer.from(progress.importKey, 'hex');
  const refusedFile = new RefusedLinesFile(refusedFileOf(file), progress.refusedFileBytes);
  let state: ImportState = progress;
  const save = (isComplete: boolean): void => {
    writeProgress(progressFileOf(file), { ...progress, ...state, refusedFileBytes: refusedFile.bytes, isComplete });
  };
  const input = createReadStream(file, { start: progress.place.byteOffset, highWaterMark: READ_CHUNK_BYTES });
  options.stop.addEventListener('abort', () => input.destroy(), { once: true });
  let isDone = false;
  // Before anything is sent: what was recorded under this key must be recognised after a crash.
  save(false);
  let savedAt = performance.now();
  try {
    const run = { ...options, input, from: state, idOfLine: (line: number) => lineId(key, line) };
    for await (const step of importRun(run)) {
      refusedFile.append(step.refused);
      state = step.state;
      if (performance.now() - savedAt > SAVE_EVERY_MS) {
        save(false);
        savedAt = performance.now();
      }
      options.onStep(state);
    }
    isDone = !options.stop.aborted;
    return state;
  } finally {
    input.destroy();
    save(isDone);
    refusedFile.close();
  }
}

function newProgress(ledger: string, input: InputFingerprint): ImportProgress {
  const importKey = randomBytes(32).toString('hex');
  return { format: FORMAT, ledger, input, importKey, ...NOTHING_IMPORTED, refusedFileBytes: 0, isComplete: false };
}
