import { LRUCache } from 'lru-cache';
import type { Person } from './people.ts';

/** About 100 bytes each. What is forgotten is told once more, which is harmless. */
const CONFLICTS_COUNT_MAX = 50_000;

/** What a record adds to what the log knows of somebody's identity. */
export interface IdentityNews {
  readonly links: Person['unconfirmedLinks'];
  readonly conflicts: Person['conflicts'];
}

export const NO_NEWS: IdentityNews = { links: [], conflicts: [] };

/**
 * Sees to it that a new identifier is told to the log by one record only, though a batch may hold many records of the
 * same new person, and a conflict not with every record that shows it again.
 */
export class LinkRecording {
  private readonly underWay = new Set<string>();
  private readonly conflictsTold = new LRUCache<string, true>({ max: CONFLICTS_COUNT_MAX });

  /** What this record is to tell. Each link is given out once, until it is recorded or abandoned. */
  take(person: Person): IdentityNews {
    if (person.unconfirmedLinks.length === 0 && person.conflicts.length === 0) return NO_NEWS;
    const links = person.unconfirmedLinks.filter(({ linkId }) => !this.underWay.has(linkId));
    for (const { linkId } of links) this.underWay.add(linkId);
    const conflicts = person.conflicts.filter(({ subjectId }) => !this.conflictsTold.has(`${person.id} ${subjectId}`));
    for (const { subjectId } of conflicts) this.conflictsTold.set(`${person.id} ${subjectId}`, true);
    return { links, conflicts };
  }

  /** The record that tells them is in the log. */
  recorded({ links }: IdentityNews): void {
    for (const { linkId } of links) this.underWay.delete(linkId);
  }

  /** It is not: the next record of the person tells them. */
  abandoned(news: IdentityNews, subjectId: string): void {
    this.recorded(news);
    for (const { subjectId: other } of news.conflicts) this.conflictsTold.delete(`${subjectId} ${other}`);
  }
}
