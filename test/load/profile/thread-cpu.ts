import { readdirSync, readFileSync } from 'node:fs';

/** USER_HZ of every Linux that Node runs on. */
const TICK_MS = 10;
/** In proc_pid_stat(5), counted from the field after the command's name. */
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;

/** Processor time of each thread of a process so far, in milliseconds, by thread id; empty where there is no /proc. */
export function threadCpu(pid: number): ReadonlyMap<string, number> {
  const tasks = `/proc/${String(pid)}/task`;
  const threads = new Map<string, number>();
  try {
    for (const thread of readdirSync(tasks)) {
      const stat = readFileSync(`${tasks}/${thread}/stat`, 'utf8');
      const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const ticks = Number(fields[USER_TICKS]) + Number(fields[SYSTEM_TICKS]);
      threads.set(`${thread} ${name}`, ticks * TICK_MS);
    }
  } catch {
    // Another system, or a thread that ended just now: the profiles themselves tell without this.
  }
  return threads;
}
