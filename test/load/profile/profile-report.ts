import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOurs, partOf, threadTime, type FunctionTime, type ThreadTime } from './cpu-profile.ts';
import type { MeasuredStretch, ProfileRecorder } from './profile-recorder.ts';

const LINES_SHOWN = 30;
const FILE_NAME = 'summary.txt';

/** What each thread of the service did while each benchmark was measured; also written beside the profiles. */
export function profileReport({ directory, stretches, pids }: ProfileRecorder): string {
  // CPU.<date>.<time>.<pid>.<thread>.<sequence>.cpuprofile
  const files = readdirSync(directory).filter((name) => pids.some((pid) => name.includes(`.${String(pid)}.`)));
  const sections: string[] = [];
  for (const what of new Set(stretches.map((stretch) => stretch.what))) {
    const ofThis = stretches.filter((stretch) => stretch.what === what);
    sections.push(cpuLines(what, ofThis));
    for (const file of files.filter((name) => ofThis.some(({ pid }) => name.includes(`.${String(pid)}.`))).sort()) {
      const time = threadTime(join(directory, file), ofThis);
      if (time.busyMicroseconds > 0) sections.push(sectionOf(`${what} · ${time.thread} (${file})`, time));
    }
  }
  const text = sections.join('\n\n');
  writeFileSync(join(directory, FILE_NAME), `${text}\n`);
  return text;
}

function cpuLines(what: string, stretches: readonly MeasuredStretch[]): string {
  const threads = new Map<string, number>();
  for (const { cpu } of stretches) for (const [name, ms] of cpu) threads.set(name, (threads.get(name) ?? 0) + ms);
  const wall = stretches.reduce((sum, { begun, ended }) => sum + (ended - begun), 0) / 1_000;
  const lines = [...threads]
    .filter(([, ms]) => ms > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([name, ms]) => `  ${ms.toFixed(0).padStart(7)} ms  thread ${name}`);
  return [`${what} · processor time within ${wall.toFixed(0)} ms`, ...lines].join('\n');
}

function sectionOf(title: string, time: ThreadTime): string {
  const { functions, busyMicroseconds: busy, totalMicroseconds: total } = time;
  const lines = (times: readonly (readonly [string, number])[]): readonly string[] =>
    times
      .toSorted(([, a], [, b]) => b - a)
      .slice(0, LINES_SHOWN)
      .filter(([, microseconds]) => microseconds > busy / 1_000)
      .map(([label, microseconds]) => {
        const part = ((microseconds / busy) * 100).toFixed(1).padStart(5);
        return `  ${part} %  ${(microseconds / 1_000).toFixed(0).padStart(7)} ms  ${label}`;
      });
  const label = ({ name, place }: FunctionTime): string => `${name}  ${place}`.trimEnd();
  return [
    title,
    `busy ${((busy / total) * 100).toFixed(0)} % of ${(total / 1_000_000).toFixed(1)} s; shares are of the busy time`,
    ' by part, own time',
    ...lines([...byPart(functions)]),
    ' by function, own time',
    ...lines(functions.map((one) => [label(one), one.ownMicroseconds])),
    ' our functions, with what they call',
    ...lines(functions.filter(isOurs).map((one) => [label(one), one.allMicroseconds])),
  ].join('\n');
}

function byPart(functions: readonly FunctionTime[]): ReadonlyMap<string, number> {
  const parts = new Map<string, number>();
  for (const one of functions) parts.set(partOf(one), (parts.get(partOf(one)) ?? 0) + one.ownMicroseconds);
  return parts;
}
