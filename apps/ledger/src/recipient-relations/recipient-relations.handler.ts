import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Clock } from '../event-recording/index.ts';
import { assertController } from '../identity/index.ts';
import { instantIn, pageEndOf } from '../reading/paged-query.dto.ts';
import { ReadModels } from '../reading/read-models.ts';
import { assertRegistered, pagingOf } from '../reading/record-narrowing.ts';
import { KnownParties } from '../registries/known-parties.ts';
import { assertControllerThere } from '../registries/named-controller.ts';
import { Settings } from '../settings/index.ts';
import { isThere, relationView } from './relation-view.ts';
import { RecipientRelationsReading } from './recipient-relations.query.ts';
import type { RecipientRelationsDto } from './recipient-relations.dto.ts';
import { RecipientRules } from './recipient-rules.ts';

/** It names nobody: reading it is no look at anybody's data. */
@QueryHandler(RecipientRelationsReading)
export class RecipientRelationsReadingHandler implements IQueryHandler<RecipientRelationsReading> {
  constructor(
    private readonly readModels: ReadModels,
    private readonly rules: RecipientRules,
    private readonly clock: Clock,
    private readonly parties: KnownParties,
    private readonly settings: Settings,
  ) {}

  async execute({ controllerId, wanted, principal }: RecipientRelationsReading): Promise<RecipientRelationsDto> {
    assertController(principal, controllerId);
    await assertControllerThere(controllerId, this.parties);
    await assertRegistered('recipient', wanted.recipient, this.parties);
    const { limit, cursor } = pagingOf(wanted, this.settings.pageCountMax);
    await this.readModels.awaitAtLeast(wanted.atLeast);
    const asOf = instantIn(wanted.asOf);
    const page = await this.readModels.queries.relations.page({
      ...{ controllerId, recipients: wanted.recipient, asOf, knownAt: instantIn(wanted.knownAt), limit },
      ...(cursor === undefined ? {} : { cursor }),
    });
    const at = asOf ?? Date.parse(this.clock.now());
    const context = await this.rules.contextOf(controllerId, { at, known: page.known ?? -1 });
    const there = page.entries.filter((relation) => isThere(relation, context));
    return { items: there.map((relation) => relationView(relation, context)), ...pageEndOf(page) };
  }
}
