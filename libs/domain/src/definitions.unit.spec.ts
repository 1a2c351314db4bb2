import { describe as suite, expect, it } from '@jest/globals';
import { accessDefinitions } from './access/index.ts';
import { assessmentDefinitions } from './assessment/assessment-events.ts';
import { backupDefinitions } from './backup/index.ts';
import { breachDefinitions } from './breach/index.ts';
import { consentDefinitions } from './consent/index.ts';
import { deadlineDefinitions } from './deadline/deadline-events.ts';
import { definitions, recordTypes } from './definitions.ts';
import type { EventDefinition, Field, StreamCategory } from './event-definition.ts';
import { subjectFormOf } from './envelope.ts';
import { clearFieldsOf, fieldPlaces } from './fields.ts';
import { identityDefinitions } from './identity/index.ts';
import { hasSealedText } from './json-schema.ts';
import { policyDefinitions } from './policy/index.ts';
import { processingDefinitions } from './processing/index.ts';
import { recipientDefinitions } from './recipient/index.ts';
import { registryDefinitions } from './registry/index.ts';
import { restrictionDefinitions } from './restriction/index.ts';
import { rightsRequestDefinitions } from './rights-request/index.ts';
import { webhookDefinitions } from './webhook/index.ts';

/** Everything that may stand in clear in an event that is not part of a registry. */
const CLEAR_KINDS: readonly Field['kind'][] = [
  'term',
  'enum',
  'instant',
  'date',
  'duration',
  'count',
  'flag',
  'country',
  'reference',
  'caseId',
  'recipient',
  'controller',
  'uuid',
  'eventType',
  'language',
];
/** What registries of companies, terms and credentials may hold in clear beside. */
const REGISTRY_KINDS: readonly Field['kind'][] = [
  'registeredName',
  'termName',
  'sha256',
  'webAddress',
  'timeZone',
  'document',
];
/** What the ledger found, by the names of rules, and made of what stands in clear elsewhere. */
const ASSESSMENT_KINDS: readonly Field['kind'][] = ['ruleName', 'document'];
const BESIDE: { readonly [family in EventDefinition['family']]?: readonly Field['kind'][] } = {
  registry: REGISTRY_KINDS,
  assessment: ASSESSMENT_KINDS,
  deadline: ['ruleName'],
};

const STREAMS: { readonly [family in EventDefinition['family']]: readonly StreamCategory[] } = {
  processing: ['dataSubject', 'dataController'],
  identity: ['dataSubject', 'actor'],
  access: ['access', 'dataController'],
  registry: ['dataController', 'recipient', 'vocabulary', 'apiKey', 'policy', 'webhook'],
  assessment: ['assessment'],
  deadline: ['deadline', 'delivery'],
};

/** Every field, also those that hold others. */
function everyField(field: Field): readonly Field[] {
  if (field.kind === 'optional' || field.kind === 'list') return [field, ...everyField(field.of)];
  if (field.kind === 'object') return [field, ...Object.values(field.fields).flatMap(everyField)];
  return [field];
}

const described = (field: Field): boolean =>
  (field.description ?? '') !== '' || (field.kind === 'optional' && described(field.of));

suite.each([...definitions])('%s', (type, definition) => {
  it('is named by its own literal, in letters', () => {
    expect(definition.type).toBe(type);
    expect(type).toMatch(/^[A-Z][A-Za-z]+$/);
  });

  it('holds in clear only what the allow-list has', () => {
    const allowed = [...CLEAR_KINDS, ...(BESIDE[definition.family] ?? [])];
    const outside = clearFieldsOf(definition).filter(({ field }) => !allowed.includes(field.kind));
    expect(outside).toEqual([]);
  });

  it('has enumerations of camel case words or bands, with no seven digits', () => {
    const values = fieldPlaces(definition).flatMap(({ field }) => (field.kind === 'enum' ? field.values : []));
    expect(values.filter((value) => !/^(?:[a-z][A-Za-z]{1,40}|\d{1,2}(?:-\d{1,2}|\+)?)$/.test(value))).toEqual([]);
  });

  it('says where it comes from and what each field means', () => {
    expect(definition.description).toMatch(/^[A-Z].{10,}\.$/);
    expect(definition.source.length).toBeGreaterThan(5);
    const undescribed = Object.entries(definition.fields).filter(([, field]) => !described(field));
    expect(undescribed.map(([name]) => name)).toEqual([]);
  });

  it('is bounded: every list and text has a limit, and no list holds bare texts or options', () => {
    const fields = Object.values(definition.fields).flatMap(everyField);
    const unfit = fields.filter(
      (field) =>
        (field.kind === 'sealedText' && !(field.lengthMax >= 1 && field.lengthMax <= 4000)) ||
        (field.kind === 'list' && !(field.countMax >= 1 && field.countMax <= 100)) ||
        (field.kind === 'list' && (field.of.kind === 'sealedText' || field.of.kind === 'optional')) ||
        (field.kind === 'optional' && field.of.kind === 'optional'),
    );
    expect(unfit).toEqual([]);
  });

  it('goes into streams of its family, and seals only what somebody has a key for', () => {
    expect(definition.streams.length).toBeGreaterThan(0);
    expect(definition.streams.filter((stream) => !STREAMS[definition.family].includes(stream))).toEqual([]);
    const seals = hasSealedText(definition.fields) || (definition.seals ?? []).length > 0;
    const byActor = definition.streams.includes('actor') || definition.streams.includes('webhook');
    const aboutSomebody = subjectFormOf(definition) !== 'refused' || byActor;
    expect(seals && !aboutSomebody).toBe(false);
  });

  it('needs no sealed text where it may be about nobody', () => {
    const required = fieldPlaces(definition).filter(({ field, optional }) => field.kind === 'sealedText' && !optional);
    expect(subjectFormOf(definition) === 'optional' ? required : []).toEqual([]);
  });

  it('reads every older version', () => {
    expect(definition.schemaVersion).toBeGreaterThanOrEqual(1);
    expect((definition.upcasts ?? []).length).toBe(definition.schemaVersion - 1);
  });
});

suite('definitions', () => {
  it('lose none of a folder because two types have one name', () => {
    const folders = [
      processingDefinitions,
      consentDefinitions,
      restrictionDefinitions,
      backupDefinitions,
      recipientDefinitions,
      rightsRequestDefinitions,
      breachDefinitions,
      policyDefinitions,
      assessmentDefinitions,
      deadlineDefinitions,
      identityDefinitions,
      accessDefinitions,
      registryDefinitions,
      webhookDefinitions,
    ];
    expect([...definitions.values()]).toEqual(folders.flat());
  });
});

suite('recordTypes', () => {
  it('have every type of the design, which no release may take away', () => {
    const named =
      'PersonalDataCollected PersonalDataUsed PersonalDataShared PersonalDataTransferred PersonalDataExported ' +
      'PersonalDataPubliclyDisclosed PersonalDataCorrected PersonalDataDeidentified PersonalDataAnonymized ' +
      'PersonalDataDeleted ReidentificationDetected NoticeGiven PolicyAcceptanceDeemed ConsentGiven ConsentWithdrawn ' +
      'ConsentExpired PermissionEnabled PermissionDisabled GuardianVerified SubjectAgeAsserted AccountCancelled ' +
      'ProcessingRestricted RestrictionLifted LegalHoldPlaced LegalHoldReleased RecipientAccessRevoked BackupTaken ' +
      'BackupCopyIsolated BackupCopyCleared BackupRestored PersonalDataCombined PersonalDataCombinationEnded ' +
      'FunctionUnavailable UseStopped DeletionDeferred SuccessorCommitmentAnswered SuccessorReconsentObtained ' +
      'SuccessorReconsentRefused RecipientAgreementConcluded RecipientAgreementEnded RecipientServiceEnded ' +
      'RecipientUseReported RecipientDeletionNotified RecipientDeletionAnswered RightsRequestReceived ' +
      'RightsRequestIdentityChecked RightsRequestExtended RightsRequestAnswered AutomatedDecisionExplained ' +
      'BreachDetected BreachNoticeGiven ImpactAssessmentRecorded PolicyChangeAnnounced ServiceTerminated ' +
      'ProcessingActivityDeclared ProcessingActivityEnded';
    expect(named.split(' ').filter((type) => !recordTypes.has(type))).toEqual([]);
  });

  it('are all about processing', () => {
    expect([...recordTypes.values()].filter(({ family }) => family !== 'processing')).toEqual([]);
  });
});
