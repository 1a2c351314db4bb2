import { BackupCopyCleared, BackupCopyIsolated } from '../../backup/index.ts';
import { UseStopped } from '../../processing/deletion-duty.ts';
import { AccountCancelled, ProcessingRestricted, RestrictionLifted } from '../../restriction/restriction.ts';
import { ServiceTerminated } from '../../policy/announcement.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { withDated } from './dated.ts';
import type { Dated } from './dated.ts';

export const STOPS = [
  'accountCancelled',
  'useStopped',
  'restriction',
  'isolation',
  'serviceTerminated',
  'deletionGranted',
] as const;
/** Why data may not be used any more. */
export type StopKind = (typeof STOPS)[number];

/** From now on the data is not used. What is left out is not narrowed. */
export interface Stop extends Dated {
  readonly kind: StopKind;
  readonly function?: string;
  readonly purposes?: readonly string[];
  readonly categories?: readonly string[];
  readonly datasets?: readonly string[];
  readonly backupRef?: string;
  /** Milliseconds since 1970. */
  readonly until?: number;
}

/** The end of a stop: of one restriction, of all, or of the isolation of a backup. */
export interface StopEnd extends Dated {
  readonly restrictionRef?: string;
  readonly backupRef?: string;
}

export interface StopState {
  readonly stops: readonly Stop[];
  readonly stopEnds: readonly StopEnd[];
}

export const noStops: StopState = { stops: [], stopEnds: [] };

/** Stops remembered of one person: a restriction each week for years. */
const STOP_COUNT_MAX = 200;

export function evolveStops<S extends StopState>(state: S, fact: Fact): S {
  const stop = stopFrom(fact);
  if (stop !== undefined) return { ...state, stops: withDated(state.stops, stop, STOP_COUNT_MAX) };
  const end = endFrom(fact);
  return end === undefined ? state : { ...state, stopEnds: withDated(state.stopEnds, end, STOP_COUNT_MAX) };
}

function stopFrom(fact: Fact): Stop | undefined {
  const { id, at } = fact;
  if (isFact(fact, AccountCancelled)) return { id, at, kind: 'accountCancelled', ...narrowed(fact.fields) };
  if (isFact(fact, UseStopped)) return { id, at, kind: 'useStopped', ...narrowed(fact.fields) };
  if (isFact(fact, ProcessingRestricted)) return { id, at, kind: 'restriction', ...narrowed(fact.fields) };
  if (isFact(fact, ServiceTerminated)) {
    // What is interrupted for the time being may still be needed.
    return fact.fields.permanently ? { id, at, kind: 'serviceTerminated', ...narrowed(fact.fields) } : undefined;
  }
  if (!isFact(fact, BackupCopyIsolated)) return undefined;
  return { id, at, kind: 'isolation', ...narrowed(fact.fields), backupRef: fact.fields.backupRef };
}

function endFrom(fact: Fact): StopEnd | undefined {
  const { id, at } = fact;
  if (isFact(fact, BackupCopyCleared)) return { id, at, backupRef: fact.fields.backupRef };
  if (!isFact(fact, RestrictionLifted)) return undefined;
  const { restrictionRef } = fact.fields;
  return { id, at, ...(restrictionRef === undefined ? {} : { restrictionRef }) };
}

type Narrowing = Partial<Pick<Stop, 'function' | 'purposes' | 'categories' | 'datasets'>> & { readonly until?: string };

function narrowed({
  function: of,
  purposes,
  categories,
  datasets,
  until,
}: Narrowing): Omit<Stop, keyof Dated | 'kind'> {
  return {
    ...(of === undefined ? {} : { function: of }),
    ...(purposes === undefined ? {} : { purposes }),
    ...(categories === undefined ? {} : { categories }),
    ...(datasets === undefined ? {} : { datasets }),
    ...(until === undefined ? {} : { until: Date.parse(until) }),
  };
}

/** Whether the stop holds at an instant. */
export function isStopped(stop: Stop, { stopEnds }: StopState, at: number): boolean {
  if (stop.at > at || (stop.until !== undefined && stop.until <= at)) return false;
  return !stopEnds.some((end) => end.at >= stop.at && end.at <= at && isEndOf(end, stop));
}

function isEndOf({ restrictionRef, backupRef }: StopEnd, stop: Stop): boolean {
  if (backupRef !== undefined) return stop.kind === 'isolation' && stop.backupRef === backupRef;
  return stop.kind === 'restriction' && (restrictionRef === undefined || restrictionRef === stop.id);
}
