import { readFileSync } from 'node:fs';
import type { MeasuredStretch } from './profile-recorder.ts';

/** As V8 writes it; times are microseconds. */
interface CpuProfile {
  /** The first is the root. */
  readonly nodes: readonly ProfileNode[];
  readonly startTime: number;
  readonly samples: readonly number[];
  /** From the sample before, or the start. */
  readonly timeDeltas: readonly number[];
}

/** A function as it was called from one place; another call stack is another node. */
interface ProfileNode {
  readonly id: number;
  readonly callFrame: CallFrame;
  readonly children?: readonly number[];
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
  /** Without what it called. */
  readonly ownMicroseconds: number;
  /** With what it called. */
  readonly allMicroseconds: number;
}

export interface ThreadTime {
  /** Script the thread was started with, as far as its profile tells. */
  readonly thread: string;
  /** Everything but idling. */
  readonly busyMicroseconds: number;
  readonly totalMicroseconds: number;
  readonly functions: readonly FunctionTime[];
}

/** V8 takes samples while a thread waits, too. */
const IDLE = '(idle)';
const ENTRY = /\/dist\/.*\/(?:main|[\w-]+\.worker)\.js$/;

/** Where a thread's time went during the stretches. */
export function threadTime(file: string, stretches: readonly MeasuredStretch[]): ThreadTime {
  const profile = JSON.parse(readFileSync(file, 'utf8')) as CpuProfile;
  const ownByNode = ownTimes(profile, stretches);
  const functions = functionTimes(profile, ownByNode);
  const total = [...ownByNode.values()].reduce((sum, own) => sum + own, 0);
  const idle = functions.find(({ name }) => name === IDLE)?.ownMicroseconds ?? 0;
  const entry = profile.nodes.find(({ callFrame: { url } }) => ENTRY.test(url))?.callFrame.url;
  return {
    thread: entry === undefined ? 'a thread' : shortPlace(entry),
    busyMicroseconds: total - idle,
    totalMicroseconds: total,
    functions: functions.filter(({ name }) => name !== IDLE && !name.startsWith('(root')),
  };
}

function ownTimes(profile: CpuProfile, stretches: readonly MeasuredStretch[]): ReadonlyMap<number, number> {
  const own = new Map<number, number>();
  let at = profile.startTime;
  for (const [index, node] of profile.samples.entries()) {
    at += profile.timeDeltas[index] ?? 0;
    if (!stretches.some(({ begun, ended }) => at >= begun && at <= ended)) continue;
    // What was seen now lasts until somebody looks again.
    own.set(node, (own.get(node) ?? 0) + (profile.timeDeltas[index + 1] ?? 0));
  }
  return own;
}

function functionTimes({ nodes }: CpuProfile, ownByNode: ReadonlyMap<number, number>): readonly FunctionTime[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const functions = new Map<
    string,
    { name: string; place: string; ownMicroseconds: number; allMicroseconds: number }
  >();
  const onStack = new Set<string>();

  /** @returns time of this node and everything below it */
  function visit(node: ProfileNode): number {
    const { callFrame } = node;
    const name = callFrame.functionName === '' ? '(anonymous)' : callFrame.functionName;
    const place = callFrame.url === '' ? '' : `${shortPlace(callFrame.url)}:${String(callFrame.lineNumber + 1)}`;
    const key = `${name} ${place}`;
    const isOutermost = !onStack.has(key);
    onStack.add(key);
    const own = ownByNode.get(node.id) ?? 0;
    let all = own;
    for (const id of node.children ?? []) {
      const child = byId.get(id);
      if (child !== undefined) all += visit(child);
    }
    if (isOutermost) onStack.delete(key);
    const known = functions.get(key) ?? { name, place, ownMicroseconds: 0, allMicroseconds: 0 };
    known.ownMicroseconds += own;
    // Recursion would count the same time again.
    if (isOutermost) known.allMicroseconds += all;
    functions.set(key, known);
    return all;
  }

  const [root] = nodes;
  if (root !== undefined) visit(root);
  return [...functions.values()];
}

/** From the root of the project or of its packages. */
function shortPlace(url: string): string {
  const packages = url.lastIndexOf('/node_modules/');
  if (packages !== -1) return url.slice(packages + '/node_modules/'.length);
  return url.replace(/^.*?\/dist\//, '').replace(/^file:\/\//, '');
}

export const isOurs = ({ place }: FunctionTime): boolean => place.startsWith('libs/') || place.startsWith('apps/');

/** To sum up by: a library or use case of ours, a package, or Node itself. */
export function partOf(one: FunctionTime): string {
  const { name, place } = one;
  if (place === '') return name.startsWith('(') && name !== '(anonymous)' ? name : 'native code';
  if (place.startsWith('node:')) return place.replace(/:\d+$/, '');
  const segments = place.split('/');
  if (isOurs(one))
    return segments
      .slice(0, place.startsWith('apps/') ? 4 : 2)
      .join('/')
      .replace(/:\d+$/, '');
  return segments.slice(0, place.startsWith('@') ? 2 : 1).join('/');
}
