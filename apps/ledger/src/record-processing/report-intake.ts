import { Injectable } from '@nestjs/common';
import type { RecordReport } from '#libs/domain';
import { DiskReserve } from '../admission/index.ts';
import type { Principal } from '../identity/index.ts';
import { Metrics } from '../operations/index.ts';
import { itemProblem, type ItemProblem } from '../problems/index.ts';
import type { IntakeItem } from './intake.ts';
import type { ReportOutcome } from './record-receipt.ts';
import { ReportChecker } from './report-checker.ts';
import { ReportGrouping } from './report-grouping.ts';

/** Checks what came in, has the good reports recorded, and answers for each item in its place. */
@Injectable()
export class ReportIntake {
  constructor(
    private readonly checker: ReportChecker,
    private readonly grouping: ReportGrouping,
    private readonly metrics: Metrics,
    private readonly reserve: DiskReserve,
  ) {}

  /** One outcome each, in order. Holds on to none of the items when it returns, let alone when it resolves. */
  take(items: readonly IntakeItem[], principal: Principal): Promise<ReportOutcome[]> {
    const outcomes = new Array<ReportOutcome>(items.length);
    if (this.reserve.isUsedUp) {
      outcomes.fill(refusal(itemProblem('storageFull'), undefined));
      this.count(outcomes);
      return Promise.resolve(outcomes);
    }
    const pointers = items.map(pointerOf);
    const reports: RecordReport[] = [];
    const places: number[] = [];
    items.forEach((item, place) => {
      const checked = 'problem' in item ? item : this.checker.check(item.value);
      if ('report' in checked) {
        reports.push(checked.report);
        places.push(place);
      } else outcomes[place] = refusal(checked.problem, pointers[place]);
    });
    return this.record(reports, principal, (processed) => {
      places.forEach((place, index) => {
        const outcome = processed[index] as ReportOutcome;
        outcomes[place] = 'problem' in outcome ? refusal(outcome.problem, pointers[place]) : outcome;
      });
      this.count(outcomes);
      return outcomes;
    });
  }

  private async record(
    reports: RecordReport[],
    principal: Principal,
    answer: (processed: readonly ReportOutcome[]) => ReportOutcome[],
  ): Promise<ReportOutcome[]> {
    return answer(reports.length === 0 ? [] : await this.grouping.process(reports, principal));
  }

  private count(outcomes: readonly ReportOutcome[]): void {
    let refused = 0;
    let replayed = 0;
    for (const outcome of outcomes) {
      if ('problem' in outcome) refused++;
      else if (outcome.replayed) replayed++;
    }
    this.metrics.countRecords('refused', refused);
    this.metrics.countRecords('replayed', replayed);
    this.metrics.countRecords('recorded', outcomes.length - refused - replayed);
  }
}

type PointerOf = (inReport: string) => string;

const pointerOf = (item: IntakeItem): PointerOf | undefined => ('value' in item ? item.pointer : undefined);

/** The sender's own form may keep things in other places than a report does. */
function refusal(problem: ItemProblem, pointerIn: PointerOf | undefined): ReportOutcome {
  if (pointerIn === undefined || problem.errors === undefined) return { status: problem.status, problem };
  const errors = problem.errors.map((error) => ({ ...error, pointer: pointerIn(error.pointer) }));
  return { status: problem.status, problem: { ...problem, errors } };
}
