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
import { outcomesOf, outcomeOfAnswer, type DraftOutcome } from './record-receipt.ts';
import { ReportProcessing } from './report-processing.command.ts';
import type { ReportOutcome } from './record-receipt.ts';

/** Events carried at a time; a batch of reports about many people each is worked off in pieces of this. */
const DRAFTS_AT_A_TIME = 1_000;

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
    for (const piece of pieces(reports)) {
      const drafts = piece.flatMap((report, index) => draftsOf(report, index, this.vault));
      outcomes.push(...outcomesOf(piece, drafts, await this.record(drafts, principal)));
    }
    return outcomes;
  }

  private async record(drafts: readonly RecordDraft[], principal: Principal): Promise<DraftOutcome[]> {
    const settled = new Map<RecordDraft, DraftOutcome>();
    const refusals = await this.identification.refusal(drafts, principal);
    drafts.forEach((draft, index) => {
      const problem = refusals[index];
      if (problem !== undefined) settled.set(draft, { problem });
    });
    const projected = this.appender.projectedPosition();
    await this.settleReplays(
      drafts.filter((draft) => !settled.has(draft)),
      settled,
    );
    const fresh = drafts.filter((draft) => !settled.has(draft));
    const identified: IdentifiedDraft[] = [];
    const places: RecordDraft[] = [];
    (await this.identification.identify(fresh)).forEach((one, index) => {
      const draft = fresh[index] as RecordDraft;
      if ('problem' in one) settled.set(draft, one);
      else {
        identified.push(one.draft);
        places.push(draft);
      }
    });
    const answers = await this.append(
      await this.preparation.prepare(identified, this.links, principal.actorId),
      projected,
    );
    // By draft and not by event id: a batch may name one id twice, and each of the two has an answer of its own.
    identified.forEach((draft, index) => {
      const answer = answers[index] as AppendAnswer;
      settled.set(places[index] as RecordDraft, outcomeOfAnswer(answer, draft.eventId, draft.person?.id));
    });
    return drafts.map((draft) => settled.get(draft) as DraftOutcome);
  }

  /** Records the read model knows already: the first answer again, or a conflict. */
  private async settleReplays(drafts: readonly RecordDraft[], settled: Map<RecordDraft, DraftOutcome>): Promise<void> {
    const known = await this.readModels.queries.records.findByIds(drafts.map(({ eventId }) => eventId));
    if (known.size === 0) return;
    const replays = drafts.flatMap((draft) => {
      const first = known.get(draft.eventId);
      return first === undefined ? [] : [{ draft, first }];
    });
    const fingerprints = await this.preparation.fingerprints(
      replays.map(({ draft: { content }, first: { subjectId } }) => ({ content, subjectId })),
    );
    replays.forEach(({ draft, first }, index) => {
      settled.set(draft, replayOutcome(draft, first, fingerprints[index]));
    });
  }

  private async append(ready: readonly ReadyRecord[], projected: number): Promise<AppendAnswer[]> {
    await this.identifyActors(ready);
    const answers = await this.appender.append(ready, projected);
    const confirmed: string[] = [];
    ready.forEach(({ news, draft: { person } }, index) => {
      const kind = answers[index]?.kind;
      if (kind === 'recorded') {
        this.links.recorded(news);
        for (const { linkId } of news.links) confirmed.push(linkId);
      } else if (person !== undefined) this.links.abandoned(news, person);
    });
    if (confirmed.length > 0) await this.vault.confirmLinks(confirmed);
    return answers;
  }

  /** Who an actor is goes before what they did. What fails here is told again by the actor's next record. */
  private async identifyActors(ready: readonly ReadyRecord[]): Promise<void> {
    const met = new Map(
      ready.flatMap((one) => (one.actorIdentified === undefined ? [] : [[one.actorIdentified.streamName, one]])),
    );
    if (met.size === 0) return;
    const appends = [...met.values()].flatMap(({ actorIdentified }) =>
      actorIdentified === undefined
        ? []
        : [
            {
              streamName: actorIdentified.streamName,
              expectedRevision: 'any' as const,
              events: [actorIdentified.event],
            },
          ],
    );
    const outcomes = await this.store.appendMany(appends);
    const linkIds = [...met.values()].flatMap(({ draft: { actor } }, index) =>
      outcomes[index]?.ok === true ? (actor?.unconfirmedLinks.map(({ linkId }) => linkId) ?? []) : [],
    );
    await this.vault.confirmLinks(linkIds);
  }
}

function replayOutcome(draft: RecordDraft, first: IndexedRecord, fingerprint: string | undefined): DraftOutcome {
  if (first.fingerprint === undefined || first.fingerprint !== fingerprint)
    return { problem: itemProblem('contentConflict') };
  const { subjectId, revision, position } = first;
  return { kind: 'replayed', id: draft.eventId, subjectId, revision, position };
}

function* pieces(reports: readonly RecordReport[]): Generator<RecordReport[]> {
  let piece: RecordReport[] = [];
  let count = 0;
  for (const report of reports) {
    const events = Math.max(1, subjectsOf(report).length);
    if (count > 0 && count + events > DRAFTS_AT_A_TIME) {
      yield piece;
      piece = [];
      count = 0;
    }
    piece.push(report);
    count += events;
  }
  if (piece.length > 0) yield piece;
}
