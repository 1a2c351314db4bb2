import { accessEndsOf, inForceAt, lawInForce, publishedBefore, revocationRules, ZONE_DEFAULT } from '#libs/domain';
import type { Counting, DeletionRegime, RevocationContext, World } from '#libs/domain';
import type { PolicyShelf } from '../assessment/policy-shelf.ts';
import type { ReadModels } from '../reading/read-models.ts';

/** By what the relations of a company with its recipients are measured: its zone, its policies, the law over it. */
export class RecipientRules {
  private readonly shelf: PolicyShelf;
  private readonly readModels: ReadModels;
  private readonly world: Pick<World, 'time' | 'calendars'>;
  private readonly law: readonly DeletionRegime[];

  constructor(
    shelf: PolicyShelf,
    readModels: ReadModels,
    { world, law }: { readonly world: Pick<World, 'time' | 'calendars'>; readonly law: readonly DeletionRegime[] },
  ) {
    this.shelf = shelf;
    this.readModels = readModels;
    this.world = world;
    this.law = law;
  }

  /**
   * @param at milliseconds since 1970
   * @param known Position of the log: policies published later were not known.
   */
  async contextOf(
    controllerId: string,
    { at, known }: { readonly at: number; readonly known: number },
  ): Promise<RevocationContext> {
    const published = publishedBefore(await this.shelf.look(controllerId), known + 1);
    const controllers = await this.readModels.queries.registries.controllers();
    const registration = controllers.find((one) => one.controllerId === controllerId)?.registration;
    const latest = inForceAt(published, at) ?? published[0]?.policy;
    const { time, calendars } = this.world;
    const zone = latest?.zone ?? registration?.timeZone ?? ZONE_DEFAULT;
    const counting: Counting = { time, calendars, zone };
    return {
      at,
      counting,
      rulesAt: (instant) => {
        const pack = inForceAt(published, instant)?.pack;
        const country = registration === undefined ? [] : [registration.country];
        const day = time.dateOf(new Date(instant).toISOString(), zone);
        const ofPolicy = pack === undefined ? [] : accessEndsOf(pack);
        return revocationRules(ofPolicy, lawInForce(this.law, pack?.jurisdictions ?? country, day));
      },
    };
  }
}
