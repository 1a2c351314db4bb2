import { type LedgerClient, LedgerError, type RecordEntry } from '#libs/sdk';
import type { ExamplePerson } from './example-person.ts';
import type { FoundFindings, Seen } from './found-findings.ts';
import { untoldRows, type PolicyDefects } from './policy-defects.ts';
import type { Sent } from './send-lives.ts';

/** What a check found: nothing, or what is wrong. */
export interface CheckResult {
  readonly what: string;
  readonly passed: boolean;
  readonly found: string;
}

export interface CheckContext {
  /** A client of the ledger for a token. */
  readonly connect: (token: string) => LedgerClient;
  readonly sent: Sent;
  readonly example: ExamplePerson;
  readonly found: FoundFindings;
  readonly defects: readonly PolicyDefects[];
  /** Of an auditor, and of the company that reported the example. */
  readonly tokens: { readonly auditor: string; readonly emitter: string };
}

type Check = readonly [what: string, run: (context: CheckContext) => Promise<string> | string];

/** Says what was found when all is well, and throws otherwise. */
const CHECKS: readonly Check[] = [
  ['every report was acknowledged', everyReportAcknowledged],
  ['after the restart each record is there, once', eachRecordOnce],
  ['the history of the example is what was sent', historyIsWhatWasSent],
  ['an e-mail address finds its person, one per company', lookupsWork],
  ['a record sent again gets its first answer', replayGetsFirstAnswer],
  ['other content under the same id is refused', otherContentRefused],
  ['who looked stands in the person’s own history', lookingIsRecorded],
  ['each company has the findings that are expected', findingsAsExpected],
  ['what is wrong with the policies themselves is told', defectsAreTold],
];

class CheckFailure extends Error {}

/** Run all, one after the other; none keeps the next from running. */
export async function runChecks(context: CheckContext): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const [what, run] of CHECKS) {
    try {
      results.push({ what, passed: true, found: await run(context) });
    } catch (error) {
      results.push({ what, passed: false, found: error instanceof Error ? error.message : String(error) });
    }
  }
  return results;
}

function demand(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new CheckFailure(otherwise);
}

function everyReportAcknowledged({ sent }: CheckContext): string {
  const { acknowledgements, refusedCount, reasons } = sent;
  demand(refusedCount === 0, [`${counted(refusedCount)} were not`, ...reasons].join('\n    '));
  demand(acknowledgements.doubled.length === 0, `${acknowledgements.doubled.length} ids were given twice`);
  return `${counted(acknowledgements.receipts.size)} reports, ${counted(acknowledgements.events.size)} records`;
}

/** Every company's records, streamed from the ledger and compared by id and position. */
async function eachRecordOnce({ connect, sent, tokens }: CheckContext): Promise<string> {
  const { events, position } = sent.acknowledgements;
  const auditor = connect(tokens.auditor);
  const seen = new Set<string>();
  const wrong = { twice: 0, unknown: 0, moved: 0 };
  for await (const entry of auditor.exportRecords({ family: ['processing'], atLeast: position })) {
    const known = events.get(entry.id);
    if (seen.has(entry.id)) wrong.twice += 1;
    else if (known === undefined) wrong.unknown += 1;
    else if (known.receipt.position !== entry.position) wrong.moved += 1;
    seen.add(entry.id);
  }
  const missing = [...events.keys()].filter((id) => !seen.has(id)).length;
  const isWhole = missing + wrong.twice + wrong.unknown + wrong.moved === 0;
  demand(isWhole, `${missing} missing, ${wrong.twice} twice, ${wrong.unknown} never sent, ${wrong.moved} elsewhere`);
  return `${counted(seen.size)} of ${counted(events.size)}`;
}

async function historyIsWhatWasSent({ connect, sent, example, tokens }: CheckContext): Promise<string> {
  const { acknowledgements } = sent;
  const auditor = connect(tokens.auditor);
  const history: RecordEntry[] = [];
  const filters = { family: ['processing'], order: 'asc', limit: 10, atLeast: acknowledgements.position } as const;
  for await (const entry of auditor.history(example.subjectId, filters)) history.push(entry);
  const expected = acknowledgements.about(example.subjectId);
  const told = (id: string, type: string, occurredAt: string): string => `${id} ${type} ${Date.parse(occurredAt)}`;
  const shown = new Set(history.map(({ id, type, occurredAt }) => told(id, type, occurredAt)));
  const lost = expected.filter(({ receipt, report }) => !shown.has(told(receipt.id, report.type, report.occurredAt)));
  demand(lost.length === 0, `${lost.length} of ${expected.length} are missing`);
  demand(history.length === expected.length, `${history.length} entries for ${expected.length} records`);
  const own = new Set(expected.map(({ report }) => report));
  demand(
    example.reports.every((report) => own.has(report)),
    'a record of the person went to somebody else',
  );
  return `${history.length} records`;
}

async function lookupsWork({ connect, example, tokens }: CheckContext): Promise<string> {
  const auditor = connect(tokens.auditor);
  const identifier = { scheme: 'email', value: example.person.email };
  const here = await auditor.lookup({ controllerId: example.controllerId, identifier });
  demand(here === example.subjectId, 'it found somebody else, or nobody');
  const nobody = await auditor.lookup({
    controllerId: example.controllerId,
    identifier: { scheme: 'email', value: 'nobody@example.com' },
  });
  demand(nobody === undefined, 'an unknown address found somebody');
  if (example.elsewhere === undefined) return example.controllerId;
  const { controllerId, subjectId } = example.elsewhere;
  const there = await auditor.lookup({ controllerId, identifier });
  demand(there === subjectId && there !== here, `at ${controllerId} it did not find the other subject`);
  return `${example.controllerId} and ${controllerId}`;
}

function firstOf({ sent, example }: CheckContext): { report: ExamplePerson['reports'][number]; first: object } {
  const [report] = example.reports;
  const first = report && sent.acknowledgements.receipts.get(report);
  demand(report !== undefined && first !== undefined, 'nothing was acknowledged');
  return { report, first };
}

async function replayGetsFirstAnswer(context: CheckContext): Promise<string> {
  const emitter = context.connect(context.tokens.emitter);
  const { report, first } = firstOf(context);
  const { replayed, ...again } = await emitter.record(report);
  demand(replayed, 'it was recorded anew');
  demand(sameReceipt(first, again), 'it got another answer');
  return `position ${again.position}`;
}

async function otherContentRefused(context: CheckContext): Promise<string> {
  const emitter = context.connect(context.tokens.emitter);
  const { report } = firstOf(context);
  try {
    await emitter.record({ ...report, occurredAt: '2024-01-01T00:00:00Z' });
  } catch (error) {
    if (error instanceof LedgerError && error.code === 'contentConflict') return '409 contentConflict';
    throw error;
  }
  throw new CheckFailure('it was taken');
}

/** Runs after the look-up and the reading of the other checks. */
async function lookingIsRecorded({ connect, example, tokens }: CheckContext): Promise<string> {
  const auditor = connect(tokens.auditor);
  const expected = ['HistoryRead', 'SubjectLookedUp'];
  for (let attempt = 0; attempt < ACCESS_ATTEMPTS; attempt += 1) {
    const { items } = await auditor.historyPage(example.subjectId, { family: ['access'], limit: 50 });
    const types = new Set(items.map(({ type }) => type));
    if (expected.every((type) => types.has(type))) return expected.join(', ');
    await new Promise((resolve) => setTimeout(resolve, ACCESS_PAUSE_MS));
  }
  throw new CheckFailure(`${expected.join(' or ')} is missing`);
}

function findingsAsExpected({ found: { companies } }: CheckContext): string {
  const absent = companies.flatMap(({ controllerId, expected }) =>
    expected
      .filter(({ count }) => count === 0)
      .map(({ rule, assertedBy }) => `${rule} by ${assertedBy} at ${controllerId}`),
  );
  demand(absent.length === 0, `missing: ${absent.join(', ')}`);
  const uncited = companies.flatMap(({ expected }) => expected.filter(({ example }) => !isCited(example)));
  demand(uncited.length === 0, `without a quoted clause: ${uncited.map(({ assertedBy }) => assertedBy).join(', ')}`);
  return companies.map(({ controllerId, count }) => `${controllerId} ${counted(count)}`).join(', ');
}

function isCited(finding: Seen['example']): boolean {
  const { clauses = [], quote } = finding?.basis ?? {};
  return (clauses[0]?.quote ?? quote?.text ?? '') !== '';
}

function defectsAreTold({ defects }: CheckContext): string {
  const untold = untoldRows(defects);
  demand(untold.length === 0, `untold: ${untold.join(', ')}`);
  return `${defects.reduce((sum, policy) => sum + policy.defects.length, 0)} in ${defects.length} policies`;
}

/** An access is read back a moment after it was recorded; a second is more than a projection takes. */
const ACCESS_ATTEMPTS = 10;
const ACCESS_PAUSE_MS = 100;

const counted = (count: number): string => count.toLocaleString('en');

function sameReceipt(first: object, again: object): boolean {
  const sorted = (receipt: object): string => JSON.stringify(Object.entries(receipt).sort());
  return sorted(first) === sorted(again);
}
