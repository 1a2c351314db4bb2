import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuidv7 } from 'uuid';
import { Vault } from '#libs/crypto-shredding';
import { encode, SubjectsMerged, SubjectsSeparated } from '#libs/domain';
import { EventStore, type ExpectedRevision } from '#libs/event-store';
import { Clock, EventSealer } from '../event-recording/index.ts';
import { mayActFor, type Principal } from '../identity/index.ts';
import { ProblemError } from '../problems/index.ts';
import { ReadModels } from '../reading/read-models.ts';
import { KnownParties } from '../registries/known-parties.ts';
import type { MergedSubjectDto } from './subject-merging.dto.ts';

/** How often a change is decided before it gives way to whoever else writes about this person. */
const TRIES_MAX = 3;

const THROUGH_OTHERS =
  'The two are merged only through other subjects: separate those, as the SubjectsMerged entries of the history tell.';

export interface SubjectChange {
  readonly kind: 'merge' | 'separate';
  readonly into: string;
  readonly other: string;
  readonly reason: string;
}

/** Whose data it is, and who says it. */
interface Recording {
  readonly controllerId: string;
  readonly actorId: string;
}

/** Say that two subjects are one person, or take it back. */
export class SubjectMerging extends Command<MergedSubjectDto> {
  constructor(
    readonly change: SubjectChange,
    readonly principal: Principal,
  ) {
    super();
  }
}

@CommandHandler(SubjectMerging)
export class SubjectMergingHandler implements ICommandHandler<SubjectMerging> {
  constructor(
    private readonly vault: Vault,
    private readonly store: EventStore,
    private readonly sealer: EventSealer,
    private readonly clock: Clock,
    private readonly readModels: ReadModels,
    private readonly parties: KnownParties,
  ) {}

  async execute({ change, principal }: SubjectMerging): Promise<MergedSubjectDto> {
    const controllerId = await this.controllerOfBoth(change.into, change.other, principal);
    const position = await this.record(change, { controllerId, actorId: principal.actorId });
    await this.readModels.reach(position);
    return { subjectId: await this.readModels.queries.identity.survivorOf(change.into), position };
  }

  /** Decided anew whenever the stream moved on meanwhile, so that what is recorded was possible. */
  private async record(change: SubjectChange, by: Recording): Promise<number> {
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const streamName = `dataSubject-${change.into}`;
      const expectedRevision = await this.lastRevisionOf(streamName);
      await this.readModels.awaitAtLeast(await this.store.lastPosition());
      await this.assertPossible(change);
      const events = await this.eventsOf(change, by);
      const [outcome] = await this.store.appendMany([{ streamName, expectedRevision, events }]);
      if (outcome?.ok === true) return outcome.position;
      if (outcome?.error.code !== 'wrongExpectedRevision') throw outcome?.error ?? new Error('No outcome.');
    }
    throw new ProblemError('revisionConflict');
  }

  private async lastRevisionOf(streamName: string): Promise<ExpectedRevision> {
    for await (const { revision } of this.store.readStream(streamName, { direction: 'backwards', maxCount: 1 })) {
      return revision;
    }
    return 'noStream';
  }

  private async eventsOf({ kind, ...fields }: SubjectChange, { controllerId, actorId }: Recording) {
    const definition = kind === 'merge' ? SubjectsMerged : SubjectsSeparated;
    const id = uuidv7();
    const envelope = { controllerId, subjectId: fields.into, occurredAt: this.clock.now(), actorId };
    const encoded = encode(definition, { envelope, fields }, this.parties.vocabulary());
    const metadata = { $correlationId: id, recordedBy: actorId };
    return this.sealer.seal([{ id, type: definition.type, encoded, sealOwner: fields.into, metadata }]);
  }

  /** Merging never joins the data of two controllers: that would itself be processing. */
  private async controllerOfBoth(into: string, other: string, principal: Principal): Promise<string> {
    const [controllerId, ofOther] = await this.vault.realmsOf([into, other]);
    const known = controllerId !== undefined && mayActFor(principal, controllerId);
    if (!known || ofOther !== controllerId) throw new ProblemError('notFound');
    return controllerId;
  }

  private async assertPossible({ kind, into, other }: SubjectChange): Promise<void> {
    if (into === other) throw refusal('A subject cannot be merged with itself.');
    const { identity } = this.readModels.queries;
    const joined = (await identity.mergedSubjects(into)).includes(other);
    if (kind === 'merge' && joined) throw refusal('The two are merged already.');
    if (kind === 'merge') return;
    if (!joined) throw refusal('The two are not merged.');
    if (!(await identity.mergedDirectly(into, other))) throw refusal(THROUGH_OTHERS);
  }
}

const refusal = (detail: string) => new ProblemError('stateConflict', { detail });
