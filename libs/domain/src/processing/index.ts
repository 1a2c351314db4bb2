import type { EventDefinition } from '../event-definition.ts';
import { PersonalDataCollected, PersonalDataCorrected, PersonalDataUsed } from './collection-and-use.ts';
import {
  PersonalDataExported,
  PersonalDataPubliclyDisclosed,
  PersonalDataShared,
  PersonalDataTransferred,
} from './handing-over.ts';
import {
  PersonalDataAnonymized,
  PersonalDataDeidentified,
  PersonalDataDeleted,
  ReidentificationDetected,
} from './leaving-scope.ts';

export * from './collection-and-use.ts';
export * from './handing-over.ts';
export * from './leaving-scope.ts';

export const processingDefinitions: readonly EventDefinition[] = [
  PersonalDataCollected,
  PersonalDataUsed,
  PersonalDataShared,
  PersonalDataTransferred,
  PersonalDataExported,
  PersonalDataPubliclyDisclosed,
  PersonalDataCorrected,
  PersonalDataDeidentified,
  PersonalDataAnonymized,
  PersonalDataDeleted,
  ReidentificationDetected,
];
