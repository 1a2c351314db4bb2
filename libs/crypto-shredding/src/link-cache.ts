import { type Link, linkIdOf, parseLinkId } from './links.ts';
import { RecentMap } from './recent-map.ts';
import type { LinkRow } from './vault-storage.ts';

/** Links that are committed, and confirmations that are not yet. Never remembers that an entry is missing. */
export class LinkCache {
  readonly #links: RecentMap<Link>;
  readonly #pending = new Map<string, Pick<Link, 'entry' | 'subjectId'>>();

  constructor(linksMax: number) {
    this.#links = new RecentMap(linksMax);
  }

  get(entry: string): Link | undefined {
    return this.#links.get(entry);
  }

  /** To be called when the link is committed. */
  keep(link: Link): void {
    this.#links.set(link.entry, link);
  }

  /** A row that was read; a confirmation that waits to be written counts. */
  adopt(row: LinkRow): Link {
    const link = { ...row, confirmed: row.confirmed || this.#pending.has(linkIdOf(row)) };
    this.keep(link);
    return link;
  }

  confirm(linkId: string): void {
    const { entry, subjectId } = parseLinkId(linkId);
    const link = this.#links.get(entry);
    if (link?.subjectId === subjectId) {
      if (link.confirmed) return;
      link.confirmed = true;
    }
    this.#pending.set(linkId, { entry, subjectId });
  }

  get pendingCount(): number {
    return this.#pending.size;
  }

  /** What to write with the next transaction; to be handed to `written` when it is committed. */
  pending(): readonly Pick<Link, 'entry' | 'subjectId'>[] {
    return [...this.#pending.values()];
  }

  written(confirmations: readonly Pick<Link, 'entry' | 'subjectId'>[]): void {
    for (const confirmation of confirmations) this.#pending.delete(linkIdOf(confirmation));
  }

  clear(): void {
    this.#links.clear();
    this.#pending.clear();
  }
}
