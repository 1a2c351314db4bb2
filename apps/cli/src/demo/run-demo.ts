import { resolve } from 'node:path';
import { createLedgerClient, type LedgerClient } from '#libs/sdk';
import type { CheckResult } from './checks.ts';
import { runChecks } from './checks.ts';
import { closingPage } from './closing-page.ts';
import { makeDemoDirectory } from './demo-directory.ts';
import type { DemoOptions } from './demo-options.ts';
import { chooseExample } from './example-person.ts';
import { gatherFindings, type FoundFindings } from './found-findings.ts';
import { policyDefects } from './policy-defects.ts';
import { COMPANIES, RECIPIENTS } from './life/companies.ts';
import { tellLives, type Story } from './life/tell-lives.ts';
import { freePort, LedgerProcess, type LedgerPlace } from './ledger-process.ts';
import { sendLives, type Sent } from './send-lives.ts';
import { setUp } from './set-up.ts';
import { seconds, stage } from './stage.ts';
import { readDevTokens, tokenOf } from './tokens.ts';

export interface DemoRun {
  readonly results: readonly CheckResult[];
  /** Running, with everything in it. */
  readonly ledger: LedgerProcess;
}

export interface Play {
  readonly options: DemoOptions;
  /** Told of each process that is started, so that whoever ends the demo can end it. */
  readonly onLedger: (ledger: LedgerProcess) => void;
}

/** The whole demo up to its last line. @throws DemoError, LedgerError */
export async function runDemo({ options, onLedger }: Play): Promise<DemoRun> {
  const dataDir = resolve(options.data);
  makeDemoDirectory(dataDir);
  stage.title('Personal-data ledger: five companies, two invented years');
  const place: LedgerPlace = { dataDir, port: await freePort(options.port) };
  const first = await startLedger(place, onLedger);
  const tokens = readDevTokens(dataDir);
  const keys = await setUp(first.baseUrl, tokenOf(tokens, 'admin'));
  stage.step(
    'Registered',
    `${COMPANIES.length} companies, each with its policy and a key of its own; ${RECIPIENTS.length} recipients`,
  );

  const sent = await tellAndSend(options, first, keys);
  const ledger = await restart(first, { place, onLedger });

  const example = chooseExample(sent.stories, sent.acknowledgements);
  const emitter = tokenOf(keys, example.controllerId);
  const auditor = tokenOf(tokens, 'auditor');
  const connect = (token: string): LedgerClient => createLedgerClient({ baseUrl: ledger.baseUrl, token });
  const { acknowledgements } = sent;
  const found = await judgedBy(connect(tokenOf(tokens, 'dpo')), acknowledgements.position);
  stage.gap();
  const defects = policyDefects();
  const results = await runChecks({ connect, sent, example, found, defects, tokens: { auditor, emitter } });
  results.forEach(stage.check);
  const { baseUrl } = ledger;
  stage.page(await closingPage({ baseUrl, dataDir: options.data, tokens, example, acknowledgements, found, defects }));
  return { results, ledger };
}

async function judgedBy(dpo: LedgerClient, position: number): Promise<FoundFindings> {
  const found = await gatherFindings(dpo, position);
  const count = found.companies.reduce((sum, company) => sum + company.count, 0).toLocaleString('en');
  stage.step('Judged', `all of it, ${found.waited.toFixed(1)} s after the restart: ${count} findings`);
  return found;
}

async function startLedger(place: LedgerPlace, onLedger: Play['onLedger']): Promise<LedgerProcess> {
  const begun = performance.now();
  const ledger = await LedgerProcess.start(place, onLedger);
  stage.step('Started', `${ledger.baseUrl}, ready in ${seconds(begun)}`);
  return ledger;
}

async function tellAndSend(
  { seed, subjects }: DemoOptions,
  { baseUrl, died }: LedgerProcess,
  keys: ReadonlyMap<string, string>,
): Promise<Sent & { readonly stories: readonly Story[] }> {
  const until = startOfDay();
  const stories = tellLives({ seed, subjectCount: subjects, until });
  const people = stories.reduce((sum, { lives }) => sum + lives.length, 0);
  stage.step(
    'Told',
    `${people.toLocaleString('en')} customers' lives until ${new Date(until).toISOString().slice(0, 10)}, seed ${seed}`,
  );
  const sent = await sendLives(stories, { baseUrl, keys, signal: died });
  const count = sent.acknowledgements.events.size;
  const rate = Math.round(count / sent.seconds).toLocaleString('en');
  stage.step(
    'Recorded',
    `${count.toLocaleString('en')} records in ${sent.seconds.toFixed(1)} s (${rate}/s), each on disk before it was acknowledged`,
  );
  return { ...sent, stories };
}

async function restart(
  ledger: LedgerProcess,
  { place, onLedger }: { place: LedgerPlace; onLedger: Play['onLedger'] },
): Promise<LedgerProcess> {
  const begun = performance.now();
  await ledger.stop();
  const stopped = seconds(begun);
  const startedAt = performance.now();
  const again = await LedgerProcess.start(place, onLedger);
  stage.step('Restarted', `stopped in ${stopped}, ready again in ${seconds(startedAt)}`);
  return again;
}

/** Two demos of one day tell the same. */
function startOfDay(): number {
  return Math.floor(Date.now() / 86_400_000) * 86_400_000;
}
