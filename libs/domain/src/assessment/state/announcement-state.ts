import type { ClearFieldValues } from '../../event-definition.ts';
import { PolicyChangeAnnounced } from '../../policy/announcement.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { withDated } from './dated.ts';
import type { Dated } from './dated.ts';

type Fields = ClearFieldValues<(typeof PolicyChangeAnnounced)['fields']>;

export interface AnnouncementState {
  /** Changes of the policy that people were told of. */
  readonly announcements: readonly (Dated & Pick<Fields, 'announcedVersion' | 'language'>)[];
}

export const noAnnouncements: AnnouncementState = { announcements: [] };

const ANNOUNCEMENT_COUNT_MAX = 200;

export function evolveAnnouncements<S extends AnnouncementState>(state: S, fact: Fact): S {
  if (!isFact(fact, PolicyChangeAnnounced)) return state;
  const { id, at } = fact;
  const { announcedVersion, language } = fact.fields;
  const item = { id, at, announcedVersion, ...(language === undefined ? {} : { language }) };
  return { ...state, announcements: withDated(state.announcements, item, ANNOUNCEMENT_COUNT_MAX) };
}
