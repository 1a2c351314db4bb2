import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { partOf, threadTime, type FunctionTime, type ThreadTime } from './cpu-profile.ts';
import type { ProfileRecorder } from './profile-recorder.ts';

const FUNCTIONS_SHOWN = 40;
const PARTS_SHOWN = 25;
const FILE_NAME = 'summary.txt';

/** What each thread of the service did while each benchmark was measured; also written beside the profiles. */
export function profileReport({ directory, stretches, pids }: ProfileRecorder): {
  readonly text: string;
  readonly directory: string;
} {
  // CPU.<date>.<time>.<pid>.<thread>.<sequence>.cpuprofile
  const files = readdirSync(directory).filter((name) => pids.some((pid) => name.includes(`.${String(pid)}.`)));
  const sections: string[] = [];
  for (const what of new Set(stretches.map((stretch) => stretch.what))) {
    const ofThis = stretches.filter((stretch) => stretch.what === what);
    for (const file of files.filter((name) => ofThis.some(({ pid }) => name.includes(`.${String(pid)}.`))).sort()) {
      const time = threadTime(join(directory, file), ofThis);
      if (time.busyMicroseconds > 0) sections.push(sectionOf(`${what} · ${time.thread} (${file})`, time));
    }
  }
  const text = sections.join('\n\n');
  writeFileSync(join(directory, FILE_NAME), `${text}\n`);
  return { text, directory };
}

function sectionOf(title: string, time: ThreadTime): string {
  const { functions, busyMicroseconds: busy, totalMicroseconds: total } = time;
  const line = (label: string, microseconds: number): string =>
    `  ${((microseconds / busy) * 100).toFixed(1).padStart(5)} %  ${(microseconds / 1_000).toFixed(0).padStart(7)} ms  ${label}`;
  return [
    title,
    `  busy ${((busy / total) * 100).toFixed(0)} % of ${(total / 1_000_000).toFixed(1)} s; own time, % of busy`,
    ...partsOf(functions).map(([part, microseconds]) => line(part, microseconds)),
    '  by function',
    ...functions
      .slice(0, FUNCTIONS_SHOWN)
      .map(({ name, place, microseconds }) => line(`${name}  ${place}`.trimEnd(), microseconds)),
  ].join('\n');
}

function partsOf(functions: readonly FunctionTime[]): readonly (readonly [string, number])[] {
  const parts = new Map<string, number>();
  for (const one of functions) parts.set(partOf(one), (parts.get(partOf(one)) ?? 0) + one.microseconds);
  return [...parts].sort(([, a], [, b]) => b - a).slice(0, PARTS_SHOWN);
}
