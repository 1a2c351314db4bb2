import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuidv7 } from 'uuid';
import { Vault } from '#libs/crypto-shredding';
import { encode, SubjectsMerged, SubjectsSeparated } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { Clock, EventSealer } from '../event-recording/index.ts';
import { mayActFor, type Principal } from '../identity/index.ts';
import { ProblemError } from '../problems/index.ts';
import { ReadModels } from '../reading/read-models.ts';
import { KnownParties } from '../registries/known-parties.ts';
import type { MergedSubjectDto } from './subject-merging.dto.ts';

/** Say that two subjects are one person, or take it back. */
export class SubjectMerging extends Command<MergedSubjectDto> {
  constructor(
    readonly change: {
      readonly kind: 'merge' | 'separate';
      readonly into: string;
      readonly other: string;
      readonly reason: string;
    },
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
    const { kind, into, other, reason } = change;
    const controllerId = await this.controllerOfBoth(into, other, principal);
    await this.assertPossible(kind, into, other);
    const definition = kind === 'merge' ? SubjectsMerged : SubjectsSeparated;
    const id = uuidv7();
    const envelope = { controllerId, subjectId: into, occurredAt: this.clock.now(), actorId: principal.actorId };
    const encoded = encode(definition, { envelope, fields: { into, other, reason } }, this.parties.vocabulary());
    const metadata = { $correlationId: id, recordedBy: principal.actorId };
    const events = await this.sealer.seal([{ id, type: definition.type, encoded, sealOwner: into, metadata }]);
    const { position } = await this.store.append({
      streamName: `dataSubject-${into}`,
      expectedRevision: 'any',
      events,
    });
    await this.readModels.reach(position);
    return { subjectId: await this.readModels.queries.identity.survivorOf(into), position };
  }

  /** Merging never joins the data of two controllers: that would itself be processing. */
  private async controllerOfBoth(into: string, other: string, principal: Principal): Promise<string> {
    const [controllerId, ofOther] = await this.vault.realmsOf([into, other]);
    const known = controllerId !== undefined && mayActFor(principal, controllerId);
    if (!known || ofOther !== controllerId) throw new ProblemError('notFound');
    return controllerId;
  }

  private async assertPossible(kind: 'merge' | 'separate', into: string, other: string): Promise<void> {
    if (into === other) throw new ProblemError('stateConflict', { detail: 'A subject cannot be merged with itself.' });
    const members = await this.readModels.queries.identity.mergedSubjects(into);
    const joined = members.includes(other);
    if (kind === 'merge' && joined) throw new ProblemError('stateConflict', { detail: 'The two are merged already.' });
    if (kind === 'separate' && !joined) throw new ProblemError('stateConflict', { detail: 'The two are not merged.' });
  }
}
