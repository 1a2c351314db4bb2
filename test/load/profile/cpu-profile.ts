import { readFileSync } from 'node:fs';
import type { MeasuredStretch } from './profile-recorder.ts';

/** As V8 writes it; times are microseconds. */
interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly startTime: number;
  readonly samples: readonly number[];
  /** From the sample before, or the start. */
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: CallFrame;
}

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  /** Counted from 0; -1 where there is none. */
  readonly lineNumber: number;
}

export interface FunctionTime {
  readonly name: string;
  /** Script and line, or empty for what is not JavaScript. */
  readonly place: string;
  readonly microseconds: number;
}

export interface ThreadTime {
  /** Script the thread was started with, as far as its profile tells. */
  readonly thread: string;
  /** Everything but idling. */
  readonly busyMicroseconds: number;
  readonly totalMicroseconds: number;
  /** Own time, longest first; idling is left out. */
  readonly functions: readonly FunctionTime[];
}

/** V8 takes samples while a thread waits, too. */
const IDLE = '(idle)';
const ENTRY = /\/(?:main|[\w-]+\.worker)\.js$/;

/** Where a thread's time went during the stretches. */
export function threadTime(file: string, stretches: readonly MeasuredStretch[]): ThreadTime {
  const { nodes, samples, timeDeltas, startTime } = JSON.parse(readFileSync(file, 'utf8')) as CpuProfile;
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const own = new Map<CallFrame, number>();
  let total = 0;
  let at = startTime;
  for (const [index, sample] of samples.entries()) {
    at += timeDeltas[index] ?? 0;
    // What was seen now lasts until somebody looks again.
    const lasted = timeDeltas[index + 1] ?? 0;
    const frame = frames.get(sample);
    if (frame === undefined || !stretches.some(({ begun, ended }) => at >= begun && at <= ended)) continue;
    total += lasted;
    own.set(frame, (own.get(frame) ?? 0) + lasted);
  }
  const functions = byFunction(own);
  const busy = functions.reduce((sum, { microseconds }) => sum + microseconds, 0);
  const entry = nodes.find(({ callFrame: { url } }) => ENTRY.test(url) && url.includes('/dist/'))?.callFrame.url;
  return {
    thread: entry === undefined ? 'a thread' : shortPlace(entry),
    busyMicroseconds: busy,
    totalMicroseconds: total,
    functions,
  };
}

/** A function has a node for each way it was called. */
function byFunction(own: ReadonlyMap<CallFrame, number>): readonly FunctionTime[] {
  const functions = new Map<string, FunctionTime>();
  for (const [{ functionName, url, lineNumber }, microseconds] of own) {
    if (functionName === IDLE) continue;
    const place = url === '' ? '' : `${shortPlace(url)}:${String(lineNumber + 1)}`;
    const name = functionName === '' ? '(anonymous)' : functionName;
    const known = functions.get(`${name} ${place}`)?.microseconds ?? 0;
    functions.set(`${name} ${place}`, { name, place, microseconds: known + microseconds });
  }
  return [...functions.values()].sort((a, b) => b.microseconds - a.microseconds);
}

/** From the root of the project or of its packages. */
function shortPlace(url: string): string {
  return url.replace(/^.*\/(?:dist|node_modules)\//, '').replace(/^file:\/\//, '');
}

/** To sum up by: a library of ours, a package, or Node itself. */
export function partOf({ name, place }: FunctionTime): string {
  if (place === '') return name.startsWith('(') ? name : 'native code';
  if (place.startsWith('node:')) return place.replace(/:\d+$/, '');
  const segments = place.split('/');
  const isOurs = segments[0] === 'libs' || segments[0] === 'apps';
  if (isOurs)
    return segments
      .slice(0, segments[0] === 'apps' ? 4 : 2)
      .join('/')
      .replace(/:\d+$/, '');
  return segments.slice(0, place.startsWith('@') ? 2 : 1).join('/');
}
