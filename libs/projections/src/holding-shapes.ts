import { holdingMarksOf } from '#libs/domain';
import type { Holder, HoldingMark, StoredFields } from '#libs/domain';
import { malformed } from './event-facts.ts';
import { holdingKind } from './holding-kinds.ts';
import type { HoldingKind } from './holding-kinds.ts';

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
  /** What it is if all of them are new. */
  readonly kind: HoldingKind;
  /** When, if not when the record happened. */
  readonly at: number | undefined;
}

/** A record, as far as it matters here. */
interface Telling {
  readonly type: string;
  readonly controllerId: string;
  readonly fields: StoredFields;
  /** Of the fields as they are stored. */
  readonly fieldsText: string;
}

/** Shapes remembered: as many as companies have sorts of records, many times over. */
const SHAPES_MAX = 2_000;

/** The fields that marks are made from. */
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

/**
 * Text that is the same for records that say the same. That of all fields is there already; where a record names another
 * one, which makes it differ from all others, it is put together from what tells.
 */
function lookOf({ fields, fieldsText }: Telling): string {
  if (fields['consentRef'] === undefined && fields['noticeRef'] === undefined) return fieldsText;
  return JSON.stringify(TELLING.map((name) => fields[name]));
}

export class HoldingShapes {
  /** By company and type, then by what it says. */
  readonly #shapes = new Map<string, Map<string, HoldingShape>>();
  #count = 0;

  /** @throws ProjectionError `malformedEvent` */
  of(record: Telling): HoldingShape {
    const { type, controllerId, fields } = record;
    const name = `${type} ${controllerId}`;
    const look = lookOf(record);
    let ofType = this.#shapes.get(name);
    const known = ofType?.get(look);
    if (known !== undefined) return known;
    if (this.#count >= SHAPES_MAX) {
      this.#shapes.clear();
      this.#count = 0;
      ofType = undefined;
    }
    if (ofType === undefined) this.#shapes.set(name, (ofType = new Map()));
    const shape = shapeOf(type, fields, controllerId);
    ofType.set(look, shape);
    this.#count += 1;
    return shape;
  }
}

function shapeOf(type: string, fields: StoredFields, controllerId: string): HoldingShape {
  const marks = marksIn(type, fields, controllerId);
  const wants: Wanted[] = [];
  for (const mark of marks) {
    if (mark.says === 'ends' || mark.says === 'becomes') return { marks, wants: undefined };
    const { holder, identifiability, basis, at } = mark;
    const categories = [...new Set(mark.categories)].toSorted();
    for (const dataset of (mark.says === 'begins' ? mark.datasets : undefined) ?? [undefined]) {
      const held = { holder, categories, identifiability, basis, ...(dataset === undefined ? {} : { dataset }) };
      const kind = holdingKind(controllerId, held);
      wants.push({ holder, categories, key: mark.says === 'begins' ? kind.key : undefined, kind, at });
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
