import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { Vault } from '#libs/crypto-shredding';
import { EventStore } from '#libs/event-store';
import { ledgerQueries, ProjectedPosition } from '#libs/projections';
import { loadTimedLaw, loadVocabulary } from '#libs/policy-packs';
import { AccessLog } from './access-log/access-log.ts';
import { ActorIdentification } from './actor-identification/actor-identification.ts';
import { ApiKeyCreationHandler } from './api-keys/api-key-creation.command.ts';
import { ApiKeyListing } from './api-keys/api-key-listing.ts';
import { ApiKeyRevocationHandler } from './api-keys/api-key-revocation.command.ts';
import { DiskReserve } from './admission/index.ts';
import { ApiKeysController } from './api-keys/api-keys.controller.ts';
import { AssessedReading } from './assessment/assessed-reading.ts';
import { loadAssessmentWorld } from './assessment/assessment-world.ts';
import { Measures } from './assessment/measures.ts';
import { PolicyShelf } from './assessment/policy-shelf.ts';
import { AskedPeople } from './checks/asked-people.ts';
import { CheckingHandler } from './checks/check.handler.ts';
import { ChecksController } from './checks/checks.controller.ts';
import { KnownStates } from './checks/known-states.ts';
import { authenticatorFor } from './composition/authentication.ts';
import { keptFiles, type LedgerEngine } from './composition/ledger-engine.ts';
import { readinessProbes } from './composition/readiness-probes.ts';
import { ConsentsController } from './consents/consents.controller.ts';
import { ConsentsSearchingHandler, SubjectConsentsReadingHandler } from './consents/consents.handlers.ts';
import { DeadlineSearchingHandler } from './deadlines/deadline-searching.handler.ts';
import { DeadlineWatch } from './deadlines/deadline-watch.ts';
import { DeadlinesController } from './deadlines/deadlines.controller.ts';
import { Clock, EventSealer } from './event-recording/index.ts';
import { FindingHandlingHandler } from './findings/finding-handling.handler.ts';
import { FindingReadingHandler, FindingSearchingHandler } from './findings/finding.handlers.ts';
import { FindingViews } from './findings/finding-views.ts';
import { FindingWords } from './findings/finding-words.ts';
import { FindingsController } from './findings/findings.controller.ts';
import { WordKeeper } from './findings/word-keeper.ts';
import { LawBook } from './findings/law-book.ts';
import { HistoryAccess } from './history/history-access.ts';
import { HistoryController } from './history/history.controller.ts';
import { HistoryExportingHandler, HistoryReadingHandler } from './history/history.handlers.ts';
import { HoldingsController } from './holdings/holdings.controller.ts';
import {
  HeldSubjectsExportingHandler,
  HeldSubjectsSearchingHandler,
  SubjectHoldingsReadingHandler,
} from './holdings/holdings.handlers.ts';
import { Authenticator, PermissionGuard } from './identity/index.ts';
import { Metrics, OperationsController, ReadinessProbes } from './operations/index.ts';
import { PolicyPublicationHandler } from './policies/policy-publication.handler.ts';
import { PoliciesController } from './policies/policies.controller.ts';
import { ReassessmentHandler } from './reassessments/reassessment.command.ts';
import { ReassessmentsController } from './reassessments/reassessments.controller.ts';
import { ReadModels } from './reading/read-models.ts';
import { Revealing } from './reading/revealing.ts';
import { RecipientRelationsController } from './recipient-relations/recipient-relations.controller.ts';
import { RecipientRelationsReadingHandler } from './recipient-relations/recipient-relations.handler.ts';
import { RecipientRules } from './recipient-relations/recipient-rules.ts';
import { People } from './record-processing/people.ts';
import { RecentRecords } from './record-processing/recent-records.ts';
import { RecordAppender } from './record-processing/record-appender.ts';
import { RecordIdentification } from './record-processing/record-identification.ts';
import { RecordPreparation } from './record-processing/record-preparation.ts';
import { RecordProcessingController } from './record-processing/record-processing.controller.ts';
import { ReportChecker } from './record-processing/report-checker.ts';
import { ReportGrouping } from './record-processing/report-grouping.ts';
import { ReportIntake } from './record-processing/report-intake.ts';
import { ReportProcessingHandler } from './record-processing/report-processing.handler.ts';
import { RecordSearchController } from './record-search/record-search.controller.ts';
import { RecordExportingHandler, RecordSearchingHandler } from './record-search/record-search.handlers.ts';
import { KnownParties } from './registries/known-parties.ts';
import { RegistrationHandler } from './registries/registration.handler.ts';
import { RegistriesController } from './registries/registries.controller.ts';
import { LookupWatch, RequestLimitGuard, RequestLimits } from './request-limits/index.ts';
import { RopaController } from './ropa/ropa.controller.ts';
import { RopaReadingHandler } from './ropa/ropa.handler.ts';
import { Settings } from './settings/index.ts';
import { SubjectLookupController } from './subject-lookup/subject-lookup.controller.ts';
import { SubjectLookupHandler } from './subject-lookup/subject-lookup.query.ts';
import { SubjectMergingHandler } from './subject-merging/subject-merging.command.ts';
import { SubjectMergingController } from './subject-merging/subject-merging.controller.ts';
import { DeliveryRecorder } from './tasks/delivery-recorder.ts';
import { TaskDispatcher } from './tasks/task-dispatcher.ts';
import { TaskViews } from './tasks/task-views.ts';
import { Tracing } from './tracing/index.ts';
import { WebhookAdmission } from './webhooks/webhook-admission.ts';
import { WebhookEndpoints } from './webhooks/webhook-endpoints.ts';
import { WebhookListing } from './webhooks/webhook-listing.ts';
import { WebhookRegistrationHandler } from './webhooks/webhook-registration.command.ts';
import { WebhookRemovalHandler } from './webhooks/webhook-removal.command.ts';
import { WebhooksController } from './webhooks/webhooks.controller.ts';

export interface LedgerParts {
  readonly engine: LedgerEngine;
  readonly settings: Settings;
  readonly metrics: Metrics;
  readonly tracing: Tracing;
}

const controllers = [
  RecordProcessingController,
  RecordSearchController,
  HistoryController,
  SubjectLookupController,
  SubjectMergingController,
  RegistriesController,
  PoliciesController,
  ChecksController,
  FindingsController,
  ReassessmentsController,
  HoldingsController,
  ConsentsController,
  RecipientRelationsController,
  DeadlinesController,
  WebhooksController,
  RopaController,
  ApiKeysController,
  OperationsController,
];

const handlers = [
  ReportProcessingHandler,
  RecordSearchingHandler,
  RecordExportingHandler,
  HistoryReadingHandler,
  HistoryExportingHandler,
  SubjectLookupHandler,
  SubjectMergingHandler,
  RegistrationHandler,
  PolicyPublicationHandler,
  CheckingHandler,
  FindingSearchingHandler,
  FindingReadingHandler,
  FindingHandlingHandler,
  ReassessmentHandler,
  SubjectHoldingsReadingHandler,
  HeldSubjectsSearchingHandler,
  HeldSubjectsExportingHandler,
  SubjectConsentsReadingHandler,
  ConsentsSearchingHandler,
  RecipientRelationsReadingHandler,
  DeadlineSearchingHandler,
  WebhookRegistrationHandler,
  WebhookRemovalHandler,
  RopaReadingHandler,
  ApiKeyCreationHandler,
  ApiKeyRevocationHandler,
];

const services = [
  AccessLog,
  ApiKeyListing,
  Clock,
  DeadlineWatch,
  EventSealer,
  FindingViews,
  FindingWords,
  WordKeeper,
  HistoryAccess,
  People,
  RecordIdentification,
  RecordPreparation,
  ReportChecker,
  ReportGrouping,
  ReportIntake,
  Revealing,
  DeliveryRecorder,
  TaskDispatcher,
  TaskViews,
  AskedPeople,
  WebhookAdmission,
  WebhookEndpoints,
  WebhookListing,
];

/** In the order in which they are asked. */
const guards = [
  { provide: APP_GUARD, useClass: PermissionGuard },
  { provide: APP_GUARD, useClass: RequestLimitGuard },
];

/** Wires the use cases to what the ledger keeps things in. */
@Module({})
export class LedgerModule {
  static of(parts: LedgerParts): DynamicModule {
    return {
      module: LedgerModule,
      imports: [CqrsModule.forRoot()],
      controllers: parts.settings.role === 'projector' ? [OperationsController] : controllers,
      providers: [...portsOf(parts), ...services, ...handlers, ...guards],
    };
  }
}

function portsOf({ engine, settings, metrics, tracing }: LedgerParts): Provider[] {
  const { eventStore, vault, progress } = engine;
  const readModels = new ReadModels(ledgerQueries(engine.readModels, engine.hurryProjector), eventStore, settings);
  const parties = new KnownParties(readModels.queries, loadVocabulary());
  const { world, laws } = loadAssessmentWorld();
  const shelf = new PolicyShelf(eventStore, world);
  const actors = new ActorIdentification(vault, eventStore, new EventSealer(vault), new Clock(), parties);
  const reserve = new DiskReserve(keptFiles(settings), settings.diskReserveBytes);
  metrics.watch('pdl_disk_free_bytes', () => reserve.freeBytes);
  const recent = new RecentRecords(() => progress.position);
  return [
    { provide: EventStore, useValue: eventStore },
    { provide: Vault, useValue: vault },
    { provide: Settings, useValue: settings },
    { provide: Metrics, useValue: metrics },
    { provide: DiskReserve, useValue: reserve },
    { provide: Tracing, useValue: tracing },
    { provide: RequestLimits, useValue: new RequestLimits(settings, metrics) },
    { provide: LookupWatch, useValue: new LookupWatch(settings, metrics) },
    { provide: ReadModels, useValue: readModels },
    { provide: KnownParties, useValue: parties },
    { provide: LawBook, useValue: new LawBook(laws) },
    { provide: PolicyShelf, useValue: shelf },
    {
      provide: RecipientRules,
      useValue: new RecipientRules(shelf, readModels, { world, law: loadTimedLaw().deletion }),
    },
    { provide: Measures, useValue: new Measures(laws, world) },
    { provide: KnownStates, useValue: new KnownStates(eventStore, engine.assessmentStates) },
    {
      provide: AssessedReading,
      useValue: new AssessedReading(eventStore, {
        assessed: new ProjectedPosition(engine.assessmentStates.database),
        readModels,
        settings,
      }),
    },
    { provide: ActorIdentification, useValue: actors },
    {
      provide: RecordAppender,
      useValue: new RecordAppender(eventStore, recent, { onAppended: (seconds) => metrics.observeAppend(seconds) }),
    },
    { provide: Authenticator, useValue: authenticatorFor(settings, { readModels, actors, metrics }) },
    { provide: ReadinessProbes, useValue: new ReadinessProbes(readinessProbes(engine, settings)) },
  ];
}
