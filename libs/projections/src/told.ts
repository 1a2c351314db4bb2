import type { PlacedMark } from '#libs/domain';
import type { EndForAll } from './ends-for-all.ts';
import type { HoldingShape } from './holding-shapes.ts';

/** What one record says of one person. */
export interface Told {
  readonly subjectId: string;
  readonly controllerId: string;
  readonly at: number;
  readonly position: number;
  readonly shape: HoldingShape;
}

/** What one record says of everybody. */
export interface ToldOfAll {
  readonly controllerId: string;
  readonly end: EndForAll;
}

/** A mark with the company it is of: a subject belongs to one, but nothing here relies on it. */
export interface OwnMark extends PlacedMark {
  readonly controllerId: string;
}
