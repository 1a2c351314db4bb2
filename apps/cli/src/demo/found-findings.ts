import { LedgerError, type Finding, type LedgerClient } from '#libs/sdk';
import { DemoError } from './demo-error.ts';
import { EXPECTED_FINDINGS, type ExpectedFinding } from './expected-findings.ts';

/** What the ledger found at each company. */
export interface FoundFindings {
  readonly companies: readonly CompanyFindings[];
  /** Time it took until everything was judged, in seconds. */
  readonly waited: number;
}

export interface CompanyFindings {
  readonly controllerId: string;
  readonly count: number;
  /** Of those that were expected, how often and the first. */
  readonly expected: readonly Seen[];
}

export interface Seen extends ExpectedFinding {
  readonly count: number;
  readonly example: Finding | undefined;
}

/** Longest time the assessor may need for what was reported within seconds. */
const JUDGED_MS_MAX = 60_000;
const PAGE_SIZE = 1_000;

/** All findings, once everything up to a position was judged. @throws DemoError, LedgerError */
export async function gatherFindings(client: LedgerClient, position: number): Promise<FoundFindings> {
  const begun = performance.now();
  await untilJudged(client, position);
  const waited = (performance.now() - begun) / 1_000;
  const found = new Map<string, Finding[]>(Object.keys(EXPECTED_FINDINGS).map((id) => [id, []]));
  for await (const finding of client.findings({ outcome: ['violates', 'gap'], limit: PAGE_SIZE, order: 'asc' })) {
    found.get(finding.controllerId)?.push(finding);
  }
  const companies = [...found].map(([controllerId, findings]) => ({
    controllerId,
    count: findings.length,
    expected: (EXPECTED_FINDINGS[controllerId] ?? []).map((one) => seen(one, findings)),
  }));
  return { companies, waited };
}

function seen(expected: ExpectedFinding, findings: readonly Finding[]): Seen {
  const own = findings.filter(
    ({ rule, basis }) => rule === expected.rule && (basis?.row ?? basis?.lawRule) === expected.assertedBy,
  );
  return { ...expected, count: own.length, example: own[0] };
}

/** The ledger waits for a bounded time only, and is asked again until all is judged. */
async function untilJudged(client: LedgerClient, position: number): Promise<void> {
  const limit = performance.now() + JUDGED_MS_MAX;
  for (;;) {
    try {
      await client.findingsPage({ limit: 1, atLeast: position });
      return;
    } catch (error) {
      if (!(error instanceof LedgerError) || error.code !== 'notYetProjected') throw error;
      if (performance.now() > limit) {
        throw new DemoError('refused', `Not all records were judged within ${JUDGED_MS_MAX / 1_000} s.`);
      }
    }
  }
}
