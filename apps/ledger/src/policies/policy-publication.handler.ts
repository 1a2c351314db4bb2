import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { isDeepStrictEqual } from 'node:util';
import { v7 as uuidv7 } from 'uuid';
import { encode, mayTakeEffect, PolicyVersionPublished, type PolicyPack } from '#libs/domain';
import { EventStore, type NewEvent, type RecordedEvent } from '#libs/event-store';
import { policyStreamOf } from '../assessment/policy-shelf.ts';
import { Clock } from '../event-recording/index.ts';
import { assertController, type Principal } from '../identity/index.ts';
import { ProblemError } from '../problems/index.ts';
import { ReadModels } from '../reading/read-models.ts';
import { KnownParties } from '../registries/known-parties.ts';
import { assertControllerNamed } from '../registries/named-controller.ts';
import type { WrittenPolicy } from './policy-text.ts';
import { PolicyPublication, type PublishedVersion } from './policy-publication.command.ts';

/** How often it is decided before it gives way to whoever else publishes for this company. */
const TRIES_MAX = 3;

@CommandHandler(PolicyPublication)
export class PolicyPublicationHandler implements ICommandHandler<PolicyPublication> {
  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
    private readonly readModels: ReadModels,
    private readonly parties: KnownParties,
  ) {}

  /** Answers when records are judged by it. The same version again gives the first answer. */
  async execute({ policy, principal }: PolicyPublication): Promise<PublishedVersion> {
    const { controllerId, policyVersion, effectiveFrom } = policy.pack;
    assertController(principal, controllerId);
    await assertControllerNamed(controllerId, this.parties, policy.placeOf('/controllerId'));
    const position = await this.record(policy, principal);
    await this.readModels.reach(position);
    return { controllerId, policyVersion, effectiveFrom, position };
  }

  private async record({ pack, placeOf }: WrittenPolicy, principal: Principal): Promise<number> {
    const streamName = policyStreamOf(pack.controllerId);
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const earlier: RecordedEvent[] = [];
      for await (const event of this.store.readStream(streamName)) earlier.push(event);
      const same = earlier.find(({ data }) => versionIn(data) === pack.policyVersion);
      if (same !== undefined) return positionIfSame(same, pack);
      const now = this.clock.now();
      if (!mayTakeEffect(pack.effectiveFrom, now, earlier.length === 0)) throw tooEarly(placeOf('/effectiveFrom'));
      const expectedRevision = earlier.at(-1)?.revision ?? 'noStream';
      const events = [this.eventOf(pack, now, principal)];
      const [outcome] = await this.store.appendMany([{ streamName, expectedRevision, events }]);
      if (outcome?.ok === true) return outcome.position;
      if (outcome?.error.code !== 'wrongExpectedRevision') throw outcome?.error ?? new Error('No outcome.');
    }
    throw new ProblemError('revisionConflict');
  }

  private eventOf(pack: PolicyPack, occurredAt: string, principal: Principal): NewEvent {
    const { controllerId, policyVersion, effectiveFrom } = pack;
    const id = uuidv7();
    const envelope = { controllerId, occurredAt, actorId: principal.actorId };
    const fields = { policyVersion, effectiveFrom, pack: { ...pack } as never };
    const { data } = encode(PolicyVersionPublished, { envelope, fields }, this.parties.vocabulary());
    return {
      id,
      type: PolicyVersionPublished.type,
      data,
      metadata: { $correlationId: id, recordedBy: principal.actorId },
    };
  }
}

const fieldsIn = (data: RecordedEvent['data']) => data['fields'] as { readonly [field: string]: unknown };
const versionIn = (data: RecordedEvent['data']): unknown => fieldsIn(data)['policyVersion'];

function positionIfSame({ data, position }: RecordedEvent, pack: PolicyPack): number {
  if (isDeepStrictEqual(fieldsIn(data)['pack'], JSON.parse(JSON.stringify(pack)))) return position;
  throw new ProblemError('contentConflict', { action: 'Publish the new text as a version of another name.' });
}

const tooEarly = (place: { readonly line: number; readonly column: number }) =>
  new ProblemError('invalidPolicy', {
    errors: [
      {
        pointer: '/effectiveFrom',
        code: 'beforeRecorded',
        message: 'must not have passed: what happened under the version before is judged by that one',
        ...place,
      },
    ],
  });
