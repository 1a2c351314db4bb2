import { circumstancesOf, isWithin } from '#libs/domain';
import type { ClockWorld, Vocabulary } from '#libs/domain';
import { loadCalendars } from './calendars.ts';
import { loadTimedLaw } from './regimes.ts';
import { loadSensitivity } from './sensitivity.ts';
import { temporalTime } from './temporal-time.ts';
import { loadVocabulary } from './vocabulary.ts';

/**
 * What clocks are counted with: law, calendars, and what categories mean by the vocabulary that comes with the ledger.
 * Terms that were registered have no wider ones, so nothing is missed.
 *
 * @throws PolicyPackError
 */
export function loadClockWorld(vocabulary: Vocabulary = loadVocabulary()): ClockWorld {
  const sensitivity = loadSensitivity(vocabulary);
  return {
    time: temporalTime,
    calendars: loadCalendars(),
    law: loadTimedLaw(),
    isWithin: (category, wider) => isWithin(vocabulary, category, wider),
    meaningOf: (categories, jurisdiction) => circumstancesOf(sensitivity, categories, jurisdiction),
  };
}
