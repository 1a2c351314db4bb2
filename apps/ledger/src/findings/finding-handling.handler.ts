import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuidv7 } from 'uuid';
import { decideFinding, encode, type EventDefinition, type FindingState } from '#libs/domain';
import { EventStore, type SerialisedEvent } from '#libs/event-store';
import { readFindings } from '../assessment/finding-record.ts';
import { Clock, EventSealer } from '../event-recording/index.ts';
import { mayActFor, type Principal } from '../identity/index.ts';
import { ProblemError } from '../problems/index.ts';
import { ReadModels } from '../reading/read-models.ts';
import { KnownParties } from '../registries/known-parties.ts';
import { WordKeeper } from './word-keeper.ts';
import { FindingHandling, type FindingHandled } from './finding-handling.command.ts';

/** How often it is decided anew while others write to the same stream: findings come in there. */
const TRIES_MAX = 5;

/** Where a finding is on record. */
interface Place {
  readonly findingId: string;
  readonly streamName: string;
  readonly controllerId: string;
  readonly subjectId: string | undefined;
}

@CommandHandler(FindingHandling)
export class FindingHandlingHandler implements ICommandHandler<FindingHandling> {
  constructor(
    private readonly store: EventStore,
    private readonly sealer: EventSealer,
    private readonly clock: Clock,
    private readonly readModels: ReadModels,
    private readonly parties: KnownParties,
    private readonly keeper: WordKeeper,
  ) {}

  async execute({ findingId, step, principal }: FindingHandling): Promise<FindingHandled> {
    const [known] = await this.readModels.queries.findings.versions(findingId);
    if (known === undefined || !mayActFor(principal, known.controllerId)) throw new ProblemError('notFound');
    const position = await this.record(known, step, principal);
    await this.readModels.reach(position);
    return { position };
  }

  private async record(place: Place, asked: FindingHandling['step'], principal: Principal): Promise<number> {
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const { byId, revision } = await readFindings(this.store.readStream(place.streamName));
      const state = byId.get(place.findingId);
      if (state === undefined) throw new ProblemError('notFound');
      if (asked.ifRevision !== 'any' && !asked.ifRevision.includes(state.number)) {
        throw new ProblemError('preconditionFailed');
      }
      const decision = decideFinding(state, asked.step);
      if (!decision.ok) throw new ProblemError('stateConflict', { detail: `The finding is ${state.status}.` });
      const { definition, text } = decision;
      const fields = { findingId: state.findingId, number: state.number, [text]: asked.text };
      const events = await this.eventsOf({ definition, fields }, place, principal);
      const [outcome] = await this.store.appendMany([
        { streamName: place.streamName, expectedRevision: revision, events },
      ]);
      if (outcome?.ok === true) return outcome.position;
      if (outcome?.error.code !== 'wrongExpectedRevision') throw outcome?.error ?? new Error('No outcome.');
    }
    throw new ProblemError('revisionConflict');
  }

  private async eventsOf(
    { definition, fields }: { readonly definition: EventDefinition; readonly fields: Fields },
    { controllerId, subjectId }: Place,
    principal: Principal,
  ): Promise<SerialisedEvent[]> {
    const id = uuidv7();
    const actorId = subjectId === undefined ? await this.keeper.of(principal.actorId, id) : principal.actorId;
    const about = subjectId === undefined ? {} : { subjectId };
    const envelope = { controllerId, ...about, occurredAt: this.clock.now(), actorId };
    const encoded = encode(definition, { envelope, fields }, this.parties.vocabulary());
    const metadata = { $correlationId: id, recordedBy: principal.actorId };
    return this.sealer.seal([{ id, type: definition.type, encoded, sealOwner: subjectId ?? actorId, metadata }]);
  }
}

type Fields = { readonly [field: string]: FindingState['number'] | string };
