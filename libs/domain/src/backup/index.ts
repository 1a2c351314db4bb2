import { country, defineEvent, describe, flag, list, oneOf, optional, reference } from '../event-definition.ts';
import type { EventDefinition } from '../event-definition.ts';
import * as standard from '../standard-fields.ts';

const backupRef = describe('The backup, by its slug.', reference);

export const BackupTaken = defineEvent({
  type: 'BackupTaken',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataController'],
  description: 'The controller copied data sets into a backup.',
  source: 'CLEX-R2; A8 DEL-BACKUP; GDPR Art. 32(1)(c)',
  fields: {
    backupRef,
    datasets: describe('Data sets in the backup.', list(reference, 50)),
    country: optional(describe('Country it is kept in.', country)),
    encrypted: optional(describe('Whether it is encrypted.', flag)),
    retentionRule: standard.retentionRule,
    retentionPeriod: standard.retentionPeriod,
  },
});

export const BackupCopyIsolated = defineEvent({
  type: 'BackupCopyIsolated',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject', 'dataController'],
  description: 'A copy in a backup cannot be erased yet and was cut off from any further processing.',
  source: 'CLEX-R7; KAAD-R5; KAMO-R5; PIPL Art. 47(2); A8 DEL-BACKUP',
  fields: { backupRef, categories: optional(standard.categories), datasets: standard.datasets, until: standard.until },
});

export const BackupCopyCleared = defineEvent({
  type: 'BackupCopyCleared',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject', 'dataController'],
  description: 'A copy in a backup is gone or anonymous.',
  source: 'CLEX-R7; KAAD-R5; KAMO-R5; A8 DEL-BACKUP',
  fields: {
    backupRef,
    outcome: describe('What became of it.', oneOf('erased', 'anonymized')),
    categories: optional(standard.categories),
    datasets: standard.datasets,
  },
});

export const BackupRestored = defineEvent({
  type: 'BackupRestored',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataController'],
  description: 'The controller brought data sets back from a backup, and with them what was deleted since.',
  source: 'CLEX-R7; KAAD-R5; KAMO-R5; GDPR Art. 17, 32(1)(c); A8 DEL-BACKUP',
  fields: {
    backupRef,
    datasets: standard.datasets,
    redeletionDone: describe('What was deleted since the backup was taken was deleted again, before any use.', flag),
  },
});

export const backupDefinitions: readonly EventDefinition[] = [
  BackupTaken,
  BackupCopyIsolated,
  BackupCopyCleared,
  BackupRestored,
];
