import { hash, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Metrics } from '../operations/metrics.ts';
import type { Settings } from '../settings/index.ts';
import { limitRefusal } from './limit-refusal.ts';

/** How many credentials are watched; one that was idle longest starts afresh. */
const CREDENTIALS_COUNT_MAX = 10_000;

export type LookupWatchSettings = Pick<Settings, 'lookupWindowS' | 'lookupAlarmSubjects' | 'lookupSubjectsMax'>;

/** Somebody is about to see something of a person, or to learn that nobody has an identifier. */
export type Sighting =
  | { readonly controllerId: string; readonly subjectId: string }
  | { readonly controllerId: string; readonly missed: { readonly scheme: string; readonly value: string } };

/** Of one controller, within the window. */
export interface MassLookup {
  readonly controllerId: string;
  readonly subjectCount: number;
  readonly missCount: number;
}

/** Raised once per credential and window. */
export interface LookupAlarm {
  readonly lookups: readonly MassLookup[];
  readonly windowSeconds: number;
  /** To be told when it is recorded. */
  raised(): void;
  /** To be told when it could not be: the next look raises it again. */
  lost(): void;
}

interface Seen {
  readonly subjects: Set<string>;
  /** Hashes of identifiers that nobody has. */
  readonly misses: Set<string>;
}

interface Window {
  readonly endsAt: number;
  readonly byController: Map<string, Seen>;
  count: number;
  alarmed: boolean;
}

/**
 * Counts how many different people each credential looks at. A guess that finds nobody counts too: that is what trying
 * out identifiers looks like. Kept in this process only, and of identifiers no more than a hash with a salt of its own.
 */
export class LookupWatch {
  readonly #settings: LookupWatchSettings;
  readonly #metrics: Pick<Metrics, 'countLimited' | 'countMassLookup'>;
  readonly #now: () => number;
  readonly #salt = randomBytes(16).toString('base64url');
  readonly #windows = new LRUCache<string, Window>({ max: CREDENTIALS_COUNT_MAX });

  /** @param now milliseconds that never go backwards. */
  constructor(
    settings: LookupWatchSettings,
    metrics: Pick<Metrics, 'countLimited' | 'countMassLookup'>,
    now: () => number = () => performance.now(),
  ) {
    this.#settings = settings;
    this.#metrics = metrics;
    this.#now = now;
  }

  /**
   * @returns the alarm this raises, to be recorded before anything is answered.
   * @throws ProblemError `tooManyRequests` for one subject too many; those seen in this window stay within reach
   */
  note(credentialId: string, sightings: readonly Sighting[]): LookupAlarm | undefined {
    const { lookupAlarmSubjects, lookupSubjectsMax } = this.#settings;
    if (lookupAlarmSubjects === 0 && lookupSubjectsMax === 0) return undefined;
    const window = this.#window(credentialId);
    for (const sighting of sightings) this.#count(window, sighting);
    if (lookupAlarmSubjects === 0 || window.alarmed || window.count < lookupAlarmSubjects) return undefined;
    return this.#alarm(window);
  }

  #window(credentialId: string): Window {
    const now = this.#now();
    const known = this.#windows.get(credentialId);
    if (known !== undefined && now < known.endsAt) return known;
    const endsAt = now + this.#settings.lookupWindowS * 1_000;
    const opened = { endsAt, byController: new Map<string, Seen>(), count: 0, alarmed: false };
    this.#windows.set(credentialId, opened);
    return opened;
  }

  #count(window: Window, sighting: Sighting): void {
    const { lookupAlarmSubjects, lookupSubjectsMax } = this.#settings;
    const seen = window.byController.get(sighting.controllerId) ?? { subjects: new Set(), misses: new Set() };
    const [set, key] =
      'subjectId' in sighting ? [seen.subjects, sighting.subjectId] : [seen.misses, this.#keyOf(sighting.missed)];
    if (set.has(key)) return;
    if (lookupSubjectsMax > 0 && window.count >= lookupSubjectsMax) {
      this.#metrics.countLimited('subjects');
      throw limitRefusal('subjects', window.endsAt - this.#now());
    }
    // Beyond the alarm and without a quota nothing depends on the exact number, so it costs no memory.
    if (lookupSubjectsMax === 0 && window.count >= lookupAlarmSubjects) return;
    set.add(key);
    window.byController.set(sighting.controllerId, seen);
    window.count++;
  }

  #keyOf({ scheme, value }: { readonly scheme: string; readonly value: string }): string {
    return hash('sha256', JSON.stringify([this.#salt, scheme, value]), 'base64url');
  }

  #alarm(window: Window): LookupAlarm {
    window.alarmed = true;
    const lookups = [...window.byController].map(([controllerId, { subjects, misses }]) => ({
      controllerId,
      subjectCount: subjects.size,
      missCount: misses.size,
    }));
    return {
      lookups,
      windowSeconds: this.#settings.lookupWindowS,
      raised: () => this.#metrics.countMassLookup(),
      lost: () => {
        window.alarmed = false;
      },
    };
  }
}
