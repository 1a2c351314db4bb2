import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { ledgerQueries } from '#libs/projections';
import { untilCaughtUp } from './composition/catching-up.ts';
import { openLedgerEngine, type LedgerEngine } from './composition/ledger-engine.ts';
import { observeEngine } from './composition/engine-observation.ts';
import { tracedEngine, tracingFor } from './composition/tracing.ts';
import { DeadlineWatch } from './deadlines/deadline-watch.ts';
import { LedgerModule } from './ledger.module.ts';
import { Clock } from './event-recording/index.ts';
import { createHttpAdapter, Metrics, NestLogger, type LogDestination } from './operations/index.ts';
import { refuseUnacceptable } from './openapi/acceptable-answers.ts';
import { buildOpenApiDocument } from './openapi/build-openapi-document.ts';
import { serveApiDocumentation } from './openapi/serve-api-documentation.ts';
import { ProblemError } from './problems/index.ts';
import { POLICIES_PATH, POLICY_BYTES_MAX, YAML } from './policies/policy-text.ts';
import { CLOUD_EVENT, CLOUD_EVENTS, NDJSON } from './record-processing/intake.ts';
import { KnownParties } from './registries/known-parties.ts';
import type { Settings } from './settings/index.ts';
import { TaskDispatcher } from './tasks/task-dispatcher.ts';
import { traceCommands, traceRequests } from './tracing/index.ts';

export interface LedgerApp {
  readonly app: NestFastifyApplication;
  readonly engine: LedgerEngine;
  /** Stops taking requests, finishes those it has, and lets go of everything. */
  close(): Promise<void>;
}

export interface LedgerAppOptions {
  /** Default: standard output. */
  readonly logTo?: LogDestination;
}

/** The whole ledger, ready to listen. */
export async function createLedgerApp(settings: Settings, { logTo }: LedgerAppOptions = {}): Promise<LedgerApp> {
  const metrics = new Metrics();
  const { adapter, filter } = createHttpAdapter({ settings, metrics, ...(logTo === undefined ? {} : { logTo }) });
  const server = adapter.getInstance();
  takeReports(server);
  const tracing = await tracingFor(settings, server.log);
  if (tracing.isOn) traceRequests(server, tracing);
  const engine = tracedEngine(await openLedgerEngine(settings, observeEngine(server.log, metrics)), tracing);
  try {
    const app = await NestFactory.create<NestFastifyApplication>(
      LedgerModule.of({ engine, settings, metrics, tracing }),
      adapter,
      {
        logger: new NestLogger(server.log),
      },
    );
    app.useGlobalFilters(filter);
    const document = buildOpenApiDocument(app);
    serveApiDocumentation(app, document);
    refuseUnacceptable(server, filter, document);
    await app.init();
    if (tracing.isOn) traceCommands(app.get(CommandBus), tracing);
    // A process without a projector of its own must answer also while the projector is away.
    if (settings.role === 'all') await untilCaughtUp(engine, server.log);
    await app.get(KnownParties).refresh();
    const clock = app.get(Clock);
    for await (const newest of engine.eventStore.readAll({ direction: 'backwards', maxCount: 1 })) {
      clock.hasBeen(newest.recordedAt);
    }
    const { parked, deadlines } = ledgerQueries(engine.readModels);
    metrics.watchParkedEvents(() => parked.counts());
    metrics.watchDeadlines({
      nearest: () => deadlines.nearest(Date.now()),
      overdue: () => deadlines.overdue(Date.now()),
    });
    engine.progress.start((lag) => metrics.setProjectionLag('readModels', lag));
    engine.assessment.start((lag) => metrics.setProjectionLag('assessment', lag));
    const watch = app.get(DeadlineWatch);
    const dispatcher = app.get(TaskDispatcher);
    if (settings.role !== 'api') {
      watch.start((code) => server.log.warn({ code }, 'deadlines will be looked at again'));
      dispatcher.start(engine.dispatching, (code) => server.log.warn({ code }, 'services will be told again'));
    }
    return {
      app,
      engine,
      close: async () => {
        await Promise.all([watch.stop(), dispatcher.stop()]);
        engine.progress.stop();
        engine.assessment.stop();
        await app.close();
        await engine.close();
        await tracing.stop();
      },
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/**
 * JSON, CloudEvents among it, is UTF-8 (RFC 8259 §8.1) and must not be read otherwise: bytes of another encoding would all
 * become the same sign, and the identifiers of different people one. NDJSON is read as it comes. A policy is taken as it was
 * written, whose lines and columns are told where it has faults.
 */
function takeReports(server: FastifyInstance): void {
  const json = server.getDefaultJsonParser('ignore', 'ignore');
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser<Buffer>(
    ['application/json', CLOUD_EVENT, CLOUD_EVENTS],
    { parseAs: 'buffer' },
    (request, body, done) => {
      if (isUtf8(body)) {
        if (request.routeOptions.url === POLICIES_PATH) done(null, body.toString('utf8'));
        else void json(request, body.toString('utf8'), done);
      } else done(new ProblemError('invalidJson', { detail: 'The body is not UTF-8.' }), undefined);
    },
  );
  server.addContentTypeParser<Buffer>(
    YAML,
    { parseAs: 'buffer', bodyLimit: POLICY_BYTES_MAX },
    (_request, body, done) => {
      if (isUtf8(body)) done(null, body.toString('utf8'));
      else done(new ProblemError('invalidPolicy', { detail: 'The body is not UTF-8.' }), undefined);
    },
  );
  server.addContentTypeParser(NDJSON, (_request, payload: IncomingMessage, done) => done(null, payload));
}
