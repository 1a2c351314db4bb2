import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuidv7 } from 'uuid';
import { encode, ReassessmentRequested } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { findingStreamOf } from '../assessment/finding-record.ts';
import { PolicyShelf } from '../assessment/policy-shelf.ts';
import { Clock } from '../event-recording/index.ts';
import { assertController, type Principal } from '../identity/index.ts';
import { ProblemError } from '../problems/index.ts';
import { KnownParties } from '../registries/known-parties.ts';
import { assertControllerNamed } from '../registries/named-controller.ts';
import type { ReassessmentDto, ReassessmentReceiptDto } from './reassessments.dto.ts';

/** Have the records of a company judged again, by the versions that were in force when they happened. */
export class Reassessment extends Command<ReassessmentReceiptDto> {
  constructor(
    readonly asked: ReassessmentDto,
    readonly principal: Principal,
  ) {
    super();
  }
}

@CommandHandler(Reassessment)
export class ReassessmentHandler implements ICommandHandler<Reassessment> {
  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
    private readonly shelf: PolicyShelf,
    private readonly parties: KnownParties,
  ) {}

  /** Answers when it is asked for; the assessor does it in its turn. */
  async execute({ asked: { controllerId, from, to }, principal }: Reassessment): Promise<ReassessmentReceiptDto> {
    assertController(principal, controllerId);
    await assertControllerNamed(controllerId, this.parties);
    if (from !== undefined && to !== undefined && Date.parse(to) < Date.parse(from)) {
      const error = { pointer: '/to', code: 'tooEarly', message: 'must not be before from' };
      throw new ProblemError('invalidBody', { errors: [error] });
    }
    if ((await this.shelf.look(controllerId)).length === 0) {
      throw new ProblemError('stateConflict', { detail: 'The company has published no policy to judge by.' });
    }
    const id = uuidv7();
    const envelope = { controllerId, occurredAt: this.clock.now(), actorId: principal.actorId };
    const fields = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    const { data } = encode(ReassessmentRequested, { envelope, fields }, this.parties.vocabulary());
    const metadata = { $correlationId: id, recordedBy: principal.actorId };
    const { position } = await this.store.append({
      streamName: findingStreamOf(controllerId),
      expectedRevision: 'any',
      events: [{ id, type: ReassessmentRequested.type, data, metadata }],
    });
    return { id, position };
  }
}
