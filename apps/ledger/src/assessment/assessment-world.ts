import type { JurisdictionPack, Vocabulary, World } from '#libs/domain';
import { loadCalendars, loadJurisdictionPacks, loadVocabulary, temporalTime } from '#libs/policy-packs';

/** What rules are compiled with, and the law. Terms that were registered here have no wider ones, so the shipped do. */
export interface AssessmentWorld {
  readonly world: World;
  readonly laws: readonly JurisdictionPack[];
}

export function loadAssessmentWorld(vocabulary: Vocabulary = loadVocabulary()): AssessmentWorld {
  return {
    world: { vocabulary, time: temporalTime, calendars: loadCalendars() },
    laws: loadJurisdictionPacks(vocabulary),
  };
}
