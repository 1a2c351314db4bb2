import type { JurisdictionPack, LawRule } from '#libs/domain';

/** The provisions that records are judged by, by id. */
export class LawBook {
  private readonly byId: ReadonlyMap<string, LawRule>;

  constructor(laws: readonly JurisdictionPack[]) {
    this.byId = new Map(laws.flatMap(({ rules }) => rules).map((rule) => [rule.id, rule]));
  }

  rule(id: string | undefined): LawRule | undefined {
    return id === undefined ? undefined : this.byId.get(id);
  }
}
