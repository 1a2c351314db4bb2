import type { EventDefinition } from '../event-definition.ts';
import { PersonalDataCombinationEnded, PersonalDataCombined } from './combination.ts';
import { PersonalDataCollected, PersonalDataCorrected, PersonalDataUsed } from './collection-and-use.ts';
import { DeletionDeferred, UseStopped } from './deletion-duty.ts';
import { FunctionUnavailable } from './function-unavailable.ts';
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
import { SuccessorCommitmentAnswered, SuccessorReconsentObtained, SuccessorReconsentRefused } from './succession.ts';

export * from './collection-and-use.ts';
export * from './combination.ts';
export * from './deletion-duty.ts';
export * from './function-unavailable.ts';
export * from './handing-over.ts';
export * from './leaving-scope.ts';
export * from './succession.ts';

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
  PersonalDataCombined,
  PersonalDataCombinationEnded,
  FunctionUnavailable,
  UseStopped,
  DeletionDeferred,
  SuccessorCommitmentAnswered,
  SuccessorReconsentObtained,
  SuccessorReconsentRefused,
];
