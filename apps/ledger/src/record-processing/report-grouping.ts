import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { RecordReport } from '#libs/domain';
import type { Principal } from '../identity/index.ts';
import type { ReportOutcome } from './record-receipt.ts';
import { Tracing } from '../tracing/index.ts';
import { ReportProcessing } from './report-processing.command.ts';

/** What already comes as a batch gains nothing by waiting for company. */
const LARGE_COUNT = 100;
/** Most reports that share one command. */
const GROUP_COUNT_MAX = 500;
/** Groups of one principal under way: the next ones are checked and sealed while the last are being written. */
const UNDER_WAY_MAX = 4;

interface Waiting {
  /** Emptied when they leave. */
  readonly reports: RecordReport[];
  /** The request's place in a trace. */
  readonly trace: string | undefined;
  readonly resolve: (outcomes: readonly ReportOutcome[]) => void;
  readonly reject: (error: unknown) => void;
}

interface Queue {
  readonly principal: Principal;
  readonly waiting: Waiting[];
  underWay: number;
  scheduled: boolean;
}

/**
 * Lets reports that arrive at the same time share one command. A report by itself costs three look-ups, a sealing and a
 * commit; in company it costs little more than its part of them. Nobody waits for company that is not there: a group
 * leaves at the end of the turn of the event loop, or when an earlier one comes back.
 */
@Injectable()
export class ReportGrouping {
  private readonly queues = new Map<string, Queue>();

  constructor(
    private readonly commandBus: CommandBus,
    private readonly tracing: Tracing,
  ) {}

  /** One outcome each, in order. The list is taken over, and empty when this returns or soon after. */
  process(reports: RecordReport[], principal: Principal): Promise<readonly ReportOutcome[]> {
    if (reports.length >= LARGE_COUNT) return this.commandBus.execute(new ReportProcessing(reports, principal));
    return new Promise((resolve, reject) => {
      const queue = this.queueOf(principal);
      queue.waiting.push({ reports, trace: this.tracing.current(), resolve, reject });
      this.schedule(queue);
    });
  }

  private queueOf(principal: Principal): Queue {
    const key = keyOf(principal);
    let queue = this.queues.get(key);
    if (queue === undefined) this.queues.set(key, (queue = { principal, waiting: [], underWay: 0, scheduled: false }));
    return queue;
  }

  private schedule(queue: Queue): void {
    if (queue.scheduled || queue.waiting.length === 0 || queue.underWay >= UNDER_WAY_MAX) return;
    queue.scheduled = true;
    setImmediate(() => void this.send(queue));
  }

  private async send(queue: Queue): Promise<void> {
    queue.scheduled = false;
    const group = nextGroup(queue.waiting);
    queue.underWay++;
    // More may be waiting than one group holds.
    this.schedule(queue);
    try {
      const counts = group.map(({ reports }) => reports.length);
      const command = new ReportProcessing(
        group.flatMap((one) => one.reports.splice(0)),
        queue.principal,
      );
      const traces = group.map(({ trace }) => trace);
      const outcomes = await this.tracing.under(traces, () => this.commandBus.execute(command));
      let next = 0;
      group.forEach((one, index) => one.resolve(outcomes.slice(next, (next += counts[index] ?? 0))));
    } catch (error) {
      for (const one of group) one.reject(error);
    } finally {
      queue.underWay--;
      if (queue.underWay === 0 && queue.waiting.length === 0) this.queues.delete(keyOf(queue.principal));
      else this.schedule(queue);
    }
  }
}

/** What a command asks of its principal: who records, and for which controllers. */
function keyOf({ actorId, controllers }: Principal): string {
  return controllers === 'all' ? actorId : [actorId, ...controllers].join(' ');
}

/** At least one, then as many as fit. */
function nextGroup(waiting: Waiting[]): Waiting[] {
  let count = 0;
  let end = 0;
  for (; end < waiting.length; end++) {
    count += waiting[end]?.reports.length ?? 0;
    if (end > 0 && count > GROUP_COUNT_MAX) break;
  }
  return waiting.splice(0, end);
}
