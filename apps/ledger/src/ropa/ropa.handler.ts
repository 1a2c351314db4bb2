import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { activitiesIn, declarationOf, driftIn, recordedByPurpose } from '#libs/domain';
import type { DeclaredActivity, PolicyDeclaration, RecordedPurpose } from '#libs/domain';
import { Clock } from '../event-recording/clock.ts';
import { assertController } from '../identity/index.ts';
import { ProblemError } from '../problems/index.ts';
import { ReadModels } from '../reading/read-models.ts';
import { assertRegistered } from '../reading/record-narrowing.ts';
import { KnownParties } from '../registries/known-parties.ts';
import type { RopaActivityDto, RopaDto, RopaRecordedDto } from './ropa.dto.ts';
import { RopaReading } from './ropa.query.ts';

/** Computes the register anew each time: what it says is what was declared and recorded until then. */
@QueryHandler(RopaReading)
export class RopaReadingHandler implements IQueryHandler<RopaReading> {
  constructor(
    private readonly readModels: ReadModels,
    private readonly parties: KnownParties,
    private readonly clock: Clock,
  ) {}

  async execute({ asked, principal }: RopaReading): Promise<RopaDto> {
    const { controllerId } = asked;
    assertController(principal, controllerId);
    await this.readModels.awaitAtLeast(asked.atLeast);
    await assertRegistered('controllerId', controllerId, this.parties);
    const { register, registries } = this.readModels.queries;
    const controller = (await registries.controllers()).find((one) => one.controllerId === controllerId);
    if (controller === undefined) throw new ProblemError('notFound');
    const kinds = new Map(
      (await registries.recipients()).map((one) => [one.recipientId, one.registration.recipientKind]),
    );
    const activities = activitiesIn(await register.declared(controllerId));
    const recorded = recordedByPurpose(await register.recorded(controllerId));
    const policy = await this.policyNow(controllerId);
    const vocabulary = this.parties.vocabulary();
    const kindOf = (recipient: string): string | undefined => kinds.get(recipient);
    return {
      controller: { id: controllerId, ...controller.registration },
      ...(policy === undefined ? {} : { policy }),
      activities: activities.map(activityView),
      recorded: recorded.map(recordedView),
      drift: driftIn({ activities, recorded, policy, vocabulary, kindOf }),
    };
  }

  /** Of the versions that have taken effect, the one that did so last; of two at one instant the one published later. */
  private async policyNow(controllerId: string): Promise<PolicyDeclaration | undefined> {
    const { policies } = this.readModels.queries;
    const now = Date.parse(this.clock.now());
    const inForce = (await policies.list([controllerId]))
      .filter(({ effectiveFrom }) => effectiveFrom <= now)
      .toSorted((a, b) => a.effectiveFrom - b.effectiveFrom || a.position - b.position)
      .at(-1);
    if (inForce === undefined) return undefined;
    const version = await policies.version(controllerId, inForce.policyVersion);
    return version === undefined ? undefined : declarationOf(version.pack);
  }
}

function activityView({ recordId, declaredAt, ...declared }: DeclaredActivity): RopaActivityDto {
  return { activity: declared.activity, recordId, declaredAt, declared };
}

function recordedView({ firstAt, lastAt, ...recorded }: RecordedPurpose): RopaRecordedDto {
  return { ...recorded, firstAt: new Date(firstAt).toISOString(), lastAt: new Date(lastAt).toISOString() };
}
