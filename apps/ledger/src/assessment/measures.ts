import { compileLaws, inForceAt, lawsOver, ZONE_DEFAULT } from '#libs/domain';
import type {
  CompiledLaw,
  CompiledPolicy,
  Fact,
  JurisdictionPack,
  Measure,
  PublishedPolicy,
  World,
} from '#libs/domain';

/** Law is chosen per zone and jurisdictions: of these there are few. Beyond it, the choice is made anew. */
const CHOICES_COUNT_MAX = 1_000;

/** By what a fact is judged: the version in force when it happened, and the laws that apply. */
export class Measures {
  private readonly byZone = new Map<string, readonly CompiledLaw[]>();
  private readonly choices = new Map<string, readonly CompiledLaw[]>();

  private readonly laws: readonly JurisdictionPack[];
  private readonly world: World;

  constructor(laws: readonly JurisdictionPack[], world: World) {
    this.laws = laws;
    this.world = world;
  }

  /** @param registeredZone Where the days of a company begin and end that has published no policy. */
  of(
    fact: Pick<Fact, 'at' | 'jurisdictions'>,
    versions: readonly PublishedPolicy[],
    registeredZone: string = ZONE_DEFAULT,
  ): Measure {
    const policy = inForceAt(versions, fact.at);
    const company = policy ?? versions[0]?.policy;
    return { policy, laws: this.lawsFor(company, fact.jurisdictions ?? [], company?.zone ?? registeredZone) };
  }

  private lawsFor(company: CompiledPolicy | undefined, named: readonly string[], zone: string): readonly CompiledLaw[] {
    const jurisdictions = [...(company?.pack.jurisdictions ?? []), ...named];
    const key = `${zone} ${jurisdictions.join(' ')}`;
    let laws = this.choices.get(key);
    if (laws === undefined) {
      laws = lawsOver(this.compiled(zone), jurisdictions);
      if (this.choices.size >= CHOICES_COUNT_MAX) this.choices.clear();
      this.choices.set(key, laws);
    }
    return laws;
  }

  private compiled(zone: string): readonly CompiledLaw[] {
    let laws = this.byZone.get(zone);
    if (laws === undefined) {
      laws = this.laws.flatMap((pack) => compileLaws(pack, zone, this.world));
      this.byZone.set(zone, laws);
    }
    return laws;
  }
}
