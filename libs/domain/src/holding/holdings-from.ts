import { PERSONAL_DATA } from '../vocabulary.ts';
import type { Holder, HoldingBasis, HoldingMark, Identifiability } from './holding-mark.ts';

/** A mark with its place: when it happened, and by which record it is known. */
export interface PlacedMark {
  readonly mark: HoldingMark;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Place in the log of the record; it also orders what happened at one instant. */
  readonly position: number;
}

/** Data that somebody has: what belongs together because it came in together. */
export interface HeldData {
  readonly holder: Holder;
  /** IRIs, sorted. */
  readonly categories: readonly string[];
  /** Data set it lies in. Left out: not declared. */
  readonly dataset?: string;
  readonly identifiability: Identifiability;
  readonly basis: HoldingBasis;
}

/** From when until when somebody had data. Instants are milliseconds since 1970; without an end it is still held. */
export interface HeldInterval extends HeldData {
  readonly from: number;
  /** First instant at which it was gone. */
  readonly to?: number;
  readonly fromPosition: number;
  readonly toPosition?: number;
}

/** One category of it, while the records are gone through. */
interface Part extends Omit<HeldInterval, 'categories'> {
  readonly category: string;
}

/**
 * Who had which data of one person of one company, and when: from all that was recorded about it, in whatever order it
 * arrived. Silence ends nothing, and what is open stays open. Sorted by their beginning.
 */
export function heldFrom(marks: readonly PlacedMark[]): readonly HeldInterval[] {
  const open = new Map<string, Part>();
  const ended: Part[] = [];
  for (const placed of marks.toSorted((a, b) => timeOf(a) - timeOf(b) || a.position - b.position)) {
    apply(placed, { open, ended });
  }
  return gathered([...ended, ...open.values()]);
}

interface Parts {
  readonly open: Map<string, Part>;
  readonly ended: Part[];
}

const timeOf = ({ mark, at }: PlacedMark): number => ('at' in mark ? (mark.at ?? at) : at);

function apply(placed: PlacedMark, parts: Parts): void {
  const { mark } = placed;
  switch (mark.says) {
    case 'begins':
      for (const dataset of mark.datasets ?? [undefined]) {
        for (const category of mark.categories) begin({ ...mark, ...datasetOf(dataset) }, category, placed, parts);
      }
      return;
    case 'isThere':
      for (const category of mark.categories) {
        if (!isHeld(mark.holder, category, parts)) begin(mark, category, placed, parts);
      }
      return;
    case 'ends':
      for (const [key, part] of parts.open) {
        if (reaches(mark, part)) end(key, part, placed, parts);
      }
      return;
    case 'becomes':
      change(mark, placed, parts);
  }
}

function change(mark: HoldingMark & { readonly says: 'becomes' }, placed: PlacedMark, parts: Parts): void {
  const { holder, categories, identifiability } = mark;
  for (const [key, part] of [...parts.open]) {
    if (!reaches(mark, part) || part.identifiability === identifiability) continue;
    end(key, part, placed, parts);
    begin({ ...part, identifiability }, part.category, placed, parts);
  }
  if (identifiability !== 'identified') return;
  // What was anonymous is somebody's data again.
  for (const category of categories) {
    if (!isHeld(holder, category, parts))
      begin({ holder, identifiability, basis: { purposes: [] } }, category, placed, parts);
  }
}

type What = Pick<Part, 'holder' | 'dataset' | 'identifiability' | 'basis'>;

function begin(what: What, category: string, placed: PlacedMark, { open }: Parts): void {
  const { holder, dataset, identifiability, basis } = what;
  const part = {
    holder,
    category,
    ...datasetOf(dataset),
    identifiability,
    basis,
    from: timeOf(placed),
    fromPosition: placed.position,
  };
  const key = `${category}\n${heldKey(part)}`;
  if (!open.has(key)) open.set(key, part);
}

function end(key: string, part: Part, placed: PlacedMark, { open, ended }: Parts): void {
  open.delete(key);
  const to = timeOf(placed);
  if (to > part.from) ended.push({ ...part, to, toPosition: placed.position });
}

function isHeld(holder: Holder, category: string, { open }: Parts): boolean {
  for (const part of open.values()) if (part.category === category && isSame(part.holder, holder)) return true;
  return false;
}

function reaches(
  mark: Extract<HoldingMark, { readonly says: 'ends' | 'becomes' }>,
  { holder, category, dataset }: Pick<Part, 'holder' | 'category' | 'dataset'>,
): boolean {
  if (!isSame(mark.holder, holder) || !isInDatasets(mark.datasets, dataset)) return false;
  // Other wider categories are not followed: read too narrowly, data counts as held too long and not too short.
  return mark.categories?.some((one) => one === category || one === PERSONAL_DATA) ?? true;
}

/** Whether what is said of some data sets, or of all, is said of this one. */
export function isInDatasets(datasets: readonly string[] | undefined, dataset: string | undefined): boolean {
  return datasets === undefined || (dataset !== undefined && datasets.includes(dataset));
}

function isSame(one: Holder, other: Holder): boolean {
  return one.kind === other.kind && one.id === other.id;
}

const datasetOf = (dataset: string | undefined) => (dataset === undefined ? {} : { dataset });

/** All that two pieces of held data have to agree in, categories apart, to be held as one. */
export function heldKey({ holder, dataset, identifiability, basis }: Omit<HeldData, 'categories'>): string {
  const { purposes, legalBasis = '', ground = '' } = basis;
  return `${holder.kind} ${holder.id}\n${dataset ?? ''}\n${identifiability}\n${legalBasis}\n${ground}\n${purposes.join(' ')}`;
}

/** Categories that came and went together, as one. */
function gathered(parts: readonly Part[]): readonly HeldInterval[] {
  const groups = Map.groupBy(parts, (part) => {
    const { from, to = '', fromPosition, toPosition = '' } = part;
    return `${from} ${to} ${fromPosition} ${toPosition}\n${heldKey(part)}`;
  });
  return [...groups.values()]
    .flatMap((group): HeldInterval[] => {
      const [first] = group;
      if (first === undefined) return [];
      const { category: _, ...shared } = first;
      return [{ ...shared, categories: group.map(({ category }) => category).toSorted() }];
    })
    .toSorted((a, b) => a.from - b.from || a.fromPosition - b.fromPosition || (heldKey(a) < heldKey(b) ? -1 : 1));
}
