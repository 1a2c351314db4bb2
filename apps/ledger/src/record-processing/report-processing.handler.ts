import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Vault } from '#libs/crypto-shredding';
import { subjectsOf, type RecordReport } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import type { IndexedRecord } from '#libs/projections';
import type { Principal } from '../identity/index.ts';
import { itemProblem } from '../problems/index.ts';
import { ReadModels } from '../reading/read-models.ts';
import { LinkRecording } from './link-recording.ts';
import { RecordAppender, type AppendAnswer } from './record-appender.ts';
import { draftsOf, type RecordDraft } from './record-draft.ts';
import { RecordIdentification } from './record-identification.ts';
import { RecordPreparation, type IdentifiedDraft, type ReadyRecord } from './record-preparation.ts';
import {
  outcomeOfAnswer,
  outcomesOf,
  receiptOf,
  refusalOf,
  type EventSlip,
  type ReportOutcome,
} from './record-receipt.ts';
import { ReportProcessing } from './report-processing.command.ts';

/** Events carried at a time; a batch of reports about many people each is worked off in pieces of this. */
const DRAFTS_AT_A_TIME = 1_000;

/** All that is kept of reports while they are being written. */
interface Prepared {
  /** One for each event, in order. */
  readonly slips: readonly EventSlip[];
  /** Without those that have an outcome already. */
  readonly records: readonly ReadyRecord[];
  /** Position up to which the read model's index had been complete when the records were looked up there. */
  readonly projected: number;
}

@CommandHandler(ReportProcessing)
export class ReportProcessingHandler implements ICommandHandler<ReportProcessing> {
  private readonly links = new LinkRecording();

  constructor(
    private readonly vault: Vault,
    private readonly store: EventStore,
    private readonly readModels: ReadModels,
    private readonly identification: RecordIdentification,
    private readonly preparation: RecordPreparation,
    private readonly appender: RecordAppender,
  ) {}

  async execute({ reports, principal }: ReportProcessing): Promise<readonly ReportOutcome[]> {
    const outcomes: ReportOutcome[] = [];
    while (reports.length > 0) {
      const piece = reports.splice(0, pieceCount(reports));
      outcomes.push(...(await this.carryOut(piece.splice(0), principal)));
    }
    return outcomes;
  }

  /** In two steps and not in one, which would hold on to what was said until it is written. */
  private carryOut(reports: readonly RecordReport[], principal: Principal): Promise<ReportOutcome[]> {
    return this.prepare(reports, principal).then((prepared) => this.append(prepared));
  }

  private async prepare(reports: readonly RecordReport[], principal: Principal): Promise<Prepared> {
    const drafts = reports.flatMap((report, index) => draftsOf(report, index, this.vault));
    const refusals = await this.identification.refusal(drafts, principal);
    refusals.forEach((problem, index) => {
      if (problem !== undefined) slipOf(drafts[index]).outcome = refusalOf(problem);
    });
    const projected = this.appender.projectedPosition();
    await this.settleReplays(drafts.filter(isOpen));
    const fresh = drafts.filter(isOpen);
    const identified: IdentifiedDraft[] = [];
    (await this.identification.identify(fresh)).forEach((one, index) => {
      if ('problem' in one) slipOf(fresh[index]).outcome = refusalOf(one.problem);
      else identified.push(one);
    });
    const records = await this.preparation.prepare(identified, this.links, principal.actorId);
    await this.identifyActors(records);
    return { slips: drafts.map(slipOf), records, projected };
  }

  /** Records the read model knows already: the first answer again, or a conflict. */
  private async settleReplays(drafts: readonly RecordDraft[]): Promise<void> {
    const known = await this.readModels.queries.records.findByIds(drafts.map(({ slip }) => slip.eventId));
    if (known.size === 0) return;
    const replays = drafts.flatMap((draft) => {
      const first = known.get(draft.slip.eventId);
      return first === undefined ? [] : [{ draft, first }];
    });
    const fingerprints = await this.preparation.fingerprints(
      replays.map(({ draft: { content }, first: { subjectId } }) => ({ content, subjectId })),
    );
    replays.forEach(({ draft: { slip }, first }, index) => {
      slip.outcome = replayOutcome(slip.eventId, first, fingerprints[index]);
    });
  }

  private async append({ slips, records, projected }: Prepared): Promise<ReportOutcome[]> {
    const answers = await this.appender.append(records, projected);
    const confirmed: string[] = [];
    records.forEach(({ slip, news, subjectId }, index) => {
      const answer = answers[index] as AppendAnswer;
      slip.outcome = outcomeOfAnswer(answer, slip.eventId, subjectId);
      if (subjectId === undefined) return;
      if (answer.kind === 'recorded') {
        this.links.recorded(news);
        for (const { linkId } of news.links) confirmed.push(linkId);
      } else this.links.abandoned(news, subjectId);
    });
    if (confirmed.length > 0) await this.vault.confirmLinks(confirmed);
    return outcomesOf(slips);
  }

  /** Who an actor is goes before what they did. What fails here is told again by the actor's next record. */
  private async identifyActors(records: readonly ReadyRecord[]): Promise<void> {
    const met = new Map(
      records.flatMap(({ actorIdentified: one }) => (one === undefined ? [] : [[one.streamName, one]])),
    );
    if (met.size === 0) return;
    const appends = [...met.values()].map(({ streamName, event }) => ({
      streamName,
      expectedRevision: 'any' as const,
      events: [event],
    }));
    const outcomes = await this.store.appendMany(appends);
    const linkIds = [...met.values()].flatMap((one, index) => (outcomes[index]?.ok === true ? one.linkIds : []));
    await this.vault.confirmLinks(linkIds);
  }
}

const isOpen = ({ slip }: RecordDraft): boolean => slip.outcome === undefined;

function slipOf(draft: RecordDraft | undefined): EventSlip {
  if (draft === undefined) throw new Error('There is one answer for each draft.');
  return draft.slip;
}

function replayOutcome(id: string, first: IndexedRecord, fingerprint: string | undefined): ReportOutcome {
  if (first.fingerprint === undefined || first.fingerprint !== fingerprint)
    return refusalOf(itemProblem('contentConflict'));
  const { subjectId, revision, position } = first;
  return { status: 201, replayed: true, receipt: receiptOf({ id, subjectId, revision, position }) };
}

/** How many of the reports give as many events as are carried at a time; at least one. */
function pieceCount(reports: readonly RecordReport[]): number {
  let events = 0;
  for (const [index, report] of reports.entries()) {
    events += Math.max(1, subjectsOf(report).length);
    if (index > 0 && events > DRAFTS_AT_A_TIME) return index;
  }
  return reports.length;
}
