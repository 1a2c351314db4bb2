import { heldFrom, HOLDING_MARK_TYPES, holdingEndsForAll } from '#libs/domain';
import type { HeldInterval } from '#libs/domain';
import type { RecordedEvent } from '#libs/event-store';
import { factsIn } from './event-facts.ts';
import type { EventFacts } from './event-facts.ts';
import { HeldRows } from './held-rows.ts';
import type { HeldRow } from './held-row.ts';
import { HoldingEndings, isEnding } from './holding-endings.ts';
import { holdingKind } from './holding-kinds.ts';
import { HoldingShapes } from './holding-shapes.ts';
import type { HoldingShape } from './holding-shapes.ts';
import { createHoldings } from './holdings.schema.ts';
import { marksBefore, subjectsBegunAfter } from './past-marks.ts';
import type { Projection } from './projection.ts';
import type { OwnMark, Told, ToldOfAll } from './told.ts';
import type { ReadModelTransaction } from './read-model-database.ts';
import { uuidIn } from './uuid-text.ts';

/** People gone through at a time; and those whose records are all read for it, for one may have very many. */
const PEOPLE_AT_ONCE = 500;
const WHOLE_PEOPLE_AT_ONCE = 20;

/**
 * Who has which data of whom, from when until when, and when the ledger knew. A record that tells nothing new, as nearly
 * all do, writes nothing: it is compared with what is held. Where something is new about a person, what is held of them is
 * worked out again, so that the order in which records arrive does not matter (ADR 0019).
 */
export class HoldingsProjection implements Projection {
  readonly name = 'holdings';
  readonly version = 1;
  readonly #shapes = new HoldingShapes();
  readonly #rows = new HeldRows();
  readonly #endings = new HoldingEndings();

  async createTables(tx: ReadModelTransaction): Promise<void> {
    await createHoldings(tx);
  }

  async createIndices({ query }: ReadModelTransaction): Promise<void> {
    // Everything that the search for people by what is held of them asks for, so that it reads nothing but the index.
    await query.schema
      .createIndex('holdings_by_kind')
      .on('holdings')
      .columns(['kind_id', 'subject_id', 'valid_from', 'valid_to', 'known_from', 'known_to'])
      .execute();
  }

  async project(batch: readonly RecordedEvent[], tx: ReadModelTransaction): Promise<void> {
    const told: Told[] = [];
    const ends: ToldOfAll[] = [];
    for (const facts of factsIn(batch)) {
      const { event, data, fields, fieldsText } = facts;
      const { type } = event;
      const { controllerId, subjectId } = data;
      if (!HOLDING_MARK_TYPES.has(type) || controllerId === undefined) continue;
      if (subjectId === undefined) ends.push(...endsForAllIn(facts, controllerId));
      else told.push(toldIn(facts, this.#shapes.of({ type, controllerId, fields, fieldsText })));
    }
    if (told.length === 0 && ends.length === 0) return;
    this.#endings.begin();
    await this.#rows.begin(
      tx,
      told.map(({ subjectId }) => subjectId),
    );
    const changing = await this.#changing(told, ends, tx);
    if (changing.size > 0 || ends.length > 0) await this.#change({ told, ends, changing }, tx);
    await this.#rows.end(tx);
  }

  /** People about whom something may be new, with the ends for all that each has to be worked out again for. */
  async #changing(told: readonly Told[], ends: readonly ToldOfAll[], tx: ReadModelTransaction) {
    const changing = new Map<string, ToldOfAll[]>();
    const companies = new Set(ends.map(({ controllerId }) => controllerId));
    for (const one of told) {
      if (changing.has(one.subjectId)) continue;
      if (companies.has(one.controllerId) || this.#rows.isNews(one, one.position)) changing.set(one.subjectId, []);
    }
    for (const end of ends) {
      for (const subjectId of await subjectsBegunAfter(end, tx)) {
        changing.set(subjectId, [...(changing.get(subjectId) ?? []), end]);
      }
    }
    return changing;
  }

  async #change({ told, ends, changing }: Changing, tx: ReadModelTransaction): Promise<void> {
    for (const { controllerId, end } of ends) await this.#rows.addEndForAll(controllerId, end, tx);
    const first = Math.min(...told.map(({ position }) => position), ...ends.map(({ end }) => end.position));
    const toldOf = Map.groupBy(told, ({ subjectId }) => subjectId);
    const people = [...changing].map(([subjectId, endsOf]) => ({
      subjectId,
      steps: [...(toldOf.get(subjectId) ?? []), ...endsOf.map(stepOf)].toSorted((a, b) => a.position - b.position),
    }));
    const { whole = [], others = [] } = Object.groupBy(people, ({ steps }) =>
      steps.some(endsSomething) ? 'whole' : 'others',
    );
    for (const some of chunksOf(whole, WHOLE_PEOPLE_AT_ONCE)) {
      await this.#goThroughAll(some, await marksBefore(idsOf(some), first, { tx, shapes: this.#shapes }), tx);
    }
    for (const some of chunksOf(others, PEOPLE_AT_ONCE)) await this.#goThroughAll(some, new Map(), tx);
    await this.#endings.save(tx);
  }

  async #goThroughAll(
    people: readonly Person[],
    before: ReadonlyMap<string, readonly OwnMark[]>,
    tx: ReadModelTransaction,
  ): Promise<void> {
    await this.#rows.load(idsOf(people), tx);
    const endings = await this.#endings.of(idsOf(people), tx);
    for (const person of people) {
      const { subjectId } = person;
      this.#goThrough(person, { endings: endings.get(subjectId) ?? [], before: before.get(subjectId) ?? [] });
    }
  }

  /**
   * One record after the other, for what was known in between stays on record. What came in is worked out from what is on
   * record and every end, since what told nothing new then lies within it. An end may split that: then all records count.
   */
  #goThrough({ subjectId, steps }: Person, { endings, before }: Past): void {
    const all = [...before];
    const ends = [...endings];
    for (const step of steps) {
      const { controllerId, position, shape } = step;
      const ofStep = (shape?.marks ?? []).map((mark): OwnMark => ({ mark, at: step.at, position, controllerId }));
      all.push(...ofStep);
      const isEnd = endsSomething(step);
      if (isEnd) {
        ends.push(...ofStep.filter(isEnding));
        this.#endings.add(subjectId, ofStep);
      }
      if (shape !== undefined) {
        const told: Told = { subjectId, controllerId, at: step.at, position, shape };
        if (!this.#rows.isNews(told, position) || (ends.length === 0 && this.#rows.isAddedInOrder(told))) continue;
      }
      const known = isEnd ? all : [...this.#rows.beginningsOf(subjectId), ...ends, ...ofStep];
      const own = known.filter((mark) => mark.controllerId === controllerId);
      const held = heldFrom([...own, ...this.#rows.endsForAll.marksOf(controllerId, position)]);
      this.#rows.replace(
        { subjectId, controllerId, position },
        held.map((one) => heldRow(controllerId, one)),
      );
    }
  }
}

interface Person {
  readonly subjectId: string;
  readonly steps: readonly Step[];
}

/** What was recorded of a person before. */
interface Past {
  /** Every record by which something went or changed. */
  readonly endings: readonly OwnMark[];
  /** Every record, where one of the new ones ends something. */
  readonly before: readonly OwnMark[];
}

interface Changing {
  readonly told: readonly Told[];
  readonly ends: readonly ToldOfAll[];
  /** With the ends for all that a person has to be worked out again for. */
  readonly changing: ReadonlyMap<string, readonly ToldOfAll[]>;
}

/** A record to be gone through; one about everybody has no shape. */
interface Step extends Pick<Told, 'controllerId' | 'at' | 'position'> {
  readonly shape?: HoldingShape;
}

function* chunksOf<T>(all: readonly T[], size: number): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += size) yield all.slice(from, from + size);
}

const idsOf = (people: readonly Person[]): readonly string[] => people.map(({ subjectId }) => subjectId);
const endsSomething = ({ shape }: Step): boolean => shape?.wants === undefined;
const stepOf = ({ controllerId, end: { at, position } }: ToldOfAll): Step => ({ controllerId, at, position });

function heldRow(controllerId: string, { from, to, fromPosition, toPosition, ...what }: HeldInterval): HeldRow {
  const kind = holdingKind(controllerId, what);
  return { kind, from, to: to ?? null, fromPosition, toPosition: toPosition ?? null };
}

function toldIn({ event, data, occurredAt }: EventFacts, shape: HoldingShape): Told {
  return {
    subjectId: uuidIn(data.subjectId),
    controllerId: data.controllerId ?? '',
    at: occurredAt,
    position: event.position,
    shape,
  };
}

function endsForAllIn({ event, fields, occurredAt: at }: EventFacts, controllerId: string): readonly ToldOfAll[] {
  const { position } = event;
  return holdingEndsForAll(event.type, fields).map((mark) => ({ controllerId, end: { at, position, mark } }));
}
