import { Injectable } from '@nestjs/common';
import { v5 as uuidv5 } from 'uuid';
import { DeadlinePassed, encode, isRuleName } from '#libs/domain';
import { EventStore, type StreamAppend } from '#libs/event-store';
import type { PassedDeadline } from '#libs/projections';
import { Clock } from '../event-recording/index.ts';
import { ReadModels } from '../reading/read-models.ts';
import { KnownParties } from '../registries/known-parties.ts';

/** In whose name it is recorded that a time is over: the watch's, which is nobody. */
export const DEADLINE_WATCH_ID = '8c1f5a3e-2b7d-5d46-a0c9-4e6b9d1f7a52';

/** Milliseconds between two looks: nobody acts within a second upon a time of hours or days. */
const LOOK_EVERY_MS = 1_000;
/** Appended at once, so that reports are not kept waiting behind them. */
const PASSED_COUNT_MAX = 250;
/** Longest wait for the read models within a look, in milliseconds. */
const CATCH_UP_MS = 5_000;
/** Categories an event names at most; more of them are all that there is. */
const CATEGORIES_COUNT_MAX = 50;

/**
 * Puts on record that a time is over. Each due instant of a deadline is said once, whoever says it: its event has a derived
 * id and a place in a stream of its own, so that replicas, restarts and a death in between say nothing twice.
 */
@Injectable()
export class DeadlineWatch {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private stopping = false;

  constructor(
    private readonly store: EventStore,
    private readonly readModels: ReadModels,
    private readonly parties: KnownParties,
    private readonly clock: Clock,
  ) {}

  /** @param onTrouble called with the code of what made a look fail; the next one tries again. */
  start(onTrouble: (code: string) => void): void {
    const look = async (): Promise<void> => {
      try {
        while (!this.stopping && (await this.look()) === PASSED_COUNT_MAX);
      } catch (error) {
        onTrouble(codeOf(error));
      }
      if (!this.stopping) this.timer = setTimeout(begin, LOOK_EVERY_MS);
    };
    const begin = (): void => {
      this.looking = look();
    };
    this.timer = setTimeout(begin, LOOK_EVERY_MS);
  }

  /** Finish the look in hand. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  /** @returns How many were said to have passed, `PASSED_COUNT_MAX` where there may be more. */
  async look(): Promise<number> {
    const now = Date.parse(this.clock.now());
    const last = await this.store.lastPosition();
    const { position, deadlines } = this.readModels.queries;
    // What was recorded until now may have done what was due: who does not know it yet must not say that it was not done.
    if (last === undefined || !(await position.waitForPosition(last, CATCH_UP_MS))) return 0;
    const passed = await deadlines.passed(now, PASSED_COUNT_MAX);
    const outcomes = await this.store.appendMany(passed.map((one) => this.appendOf(one)));
    for (const outcome of outcomes) {
      // Somebody else was quicker.
      if (!outcome.ok && outcome.error.code !== 'wrongExpectedRevision') throw outcome.error;
    }
    return passed.length;
  }

  private appendOf({ deadlineId, controllerId, subjectId, passedCount, clock }: PassedDeadline): StreamAppend {
    const { kind, startedBy, due = '' } = clock;
    const { categories, requestId, breachId, audience, recipient } = clock.concern;
    const { provisional } = clock.deadline;
    // Which of several notices a law asks for is said by whom it is for.
    const [rule = ''] = clock.deadline.rule.id.split('/');
    const fields = {
      ...{ deadlineId, number: passedCount, kind, due, startedBy },
      ...(isRuleName(rule) ? { rule } : {}),
      ...(provisional === undefined ? {} : { provisional }),
      ...(categories !== undefined && categories.length <= CATEGORIES_COUNT_MAX ? listed({ categories }) : {}),
      ...(requestId === undefined ? {} : { requestId }),
      ...(breachId === undefined ? {} : { breachId }),
      ...(audience === undefined ? {} : { audience }),
      ...(recipient === undefined ? {} : { recipient }),
    };
    const envelope = { controllerId, ...(subjectId === undefined ? {} : { subjectId }), occurredAt: due };
    const { data } = encode(DeadlinePassed, { envelope, fields }, this.parties.vocabulary());
    const metadata = { $correlationId: startedBy, $causationId: startedBy, recordedBy: DEADLINE_WATCH_ID };
    return {
      streamName: `deadline-${deadlineId}`,
      expectedRevision: passedCount === 0 ? 'noStream' : passedCount - 1,
      events: [{ id: uuidv5(String(passedCount), deadlineId), type: DeadlinePassed.type, data, metadata }],
    };
  }
}

/** Lists in events are never empty. */
const listed = ({ categories }: { readonly categories: readonly string[] }) =>
  categories.length === 0 ? {} : { categories };

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : 'deadlineWatchFault';
}
