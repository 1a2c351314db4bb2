import { heldKey, holdingMarksOf } from '#libs/domain';
import type { Holder, HoldingMark, StoredFields } from '#libs/domain';
import { malformed } from './event-facts.ts';

/** What a record says of who has which data, worked out once for all that say the same of whatever person. */
export interface HoldingShape {
  readonly marks: readonly HoldingMark[];
  /** What has to be on record for the marks to tell nothing new; undefined where they end or change something. */
  readonly wants: readonly Wanted[] | undefined;
}

/** Some categories held by somebody. */
export interface Wanted {
  readonly holder: Holder;
  readonly categories: readonly string[];
  /** As `heldKey` writes it; undefined where it matters only that they are held at all. */
  readonly key: string | undefined;
  /** When, if not when the record happened. */
  readonly at: number | undefined;
}

/** The fields that marks are made from. Others differ from record to record and would make each one a shape of its own. */
const TELLING = [
  'categories',
  'recipient',
  'purposes',
  'identifiability',
  'legalBasis',
  'ground',
  'datasets',
  'newController',
  'effectiveAt',
  'combination',
  'method',
  'outcome',
  'includesPastData',
] as const;

/** Shapes remembered: as many as companies have sorts of records, many times over. */
const SHAPES_MAX = 20_000;

/** A record, as far as it matters here. */
interface Telling {
  readonly type: string;
  readonly controllerId: string;
  readonly fields: StoredFields;
}

export class HoldingShapes {
  readonly #shapes = new Map<string, HoldingShape>();

  /** @throws ProjectionError `malformedEvent` */
  of({ type, controllerId, fields }: Telling): HoldingShape {
    let look = `${type}\n${controllerId}`;
    for (const name of TELLING) {
      const value = fields[name];
      if (value !== undefined) look += `\n${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`;
    }
    let shape = this.#shapes.get(look);
    if (shape !== undefined) return shape;
    shape = shapeOf(type, fields, controllerId);
    if (this.#shapes.size >= SHAPES_MAX) this.#shapes.clear();
    this.#shapes.set(look, shape);
    return shape;
  }
}

function shapeOf(type: string, fields: StoredFields, controllerId: string): HoldingShape {
  const marks = marksIn(type, fields, controllerId);
  const wants: Wanted[] = [];
  for (const mark of marks) {
    if (mark.says === 'ends' || mark.says === 'becomes') return { marks, wants: undefined };
    const { holder, categories, at } = mark;
    if (mark.says === 'isThere') wants.push({ holder, categories, key: undefined, at });
    else {
      for (const dataset of mark.datasets ?? [undefined]) {
        const key = heldKey({ ...mark, ...(dataset === undefined ? {} : { dataset }) });
        wants.push({ holder, categories, key, at });
      }
    }
  }
  return { marks, wants };
}

function marksIn(type: string, fields: StoredFields, controllerId: string): readonly HoldingMark[] {
  try {
    return holdingMarksOf(type, fields, controllerId);
  } catch {
    throw malformed();
  }
}
