import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DemoError } from './demo-error.ts';

/** Says that a folder is a demo's, and whose: nothing else is ever wiped. */
const MARK = '.personal-data-ledger-demo';

/**
 * Make the folder, empty. One that a demo left behind is emptied; anything else that has something in it is left alone.
 * @throws DemoError `notADemoDirectory`, `directoryInUse`
 */
export function makeDemoDirectory(directory: string): void {
  if (existsSync(directory)) {
    const mark = join(directory, MARK);
    if (existsSync(mark)) {
      refuseIfRunning(directory, Number(readFileSync(mark, 'utf8')));
      rmSync(directory, { recursive: true });
    } else if (readdirSync(directory).length > 0) {
      throw new DemoError(
        'notADemoDirectory',
        `${directory} holds something that is not a demo's, so it is left alone. Name another folder with --data.`,
      );
    }
  }
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeFileSync(join(directory, MARK), String(process.pid));
}

function refuseIfRunning(directory: string, pid: number): void {
  if (!isAlive(pid)) return;
  throw new DemoError(
    'directoryInUse',
    `A demo is running in ${directory} (process ${pid}). Stop it, or name another folder with --data.`,
  );
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
