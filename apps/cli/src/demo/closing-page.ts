import { createLedgerClient, type FindingPage, type RecordEntry, type RecordPage } from '#libs/sdk';
import type { ExamplePerson } from './example-person.ts';
import { asCurl, send, type ExampleRequest } from './example-request.ts';
import { entryLine, openedLine } from './entry-line.ts';
import type { Acknowledgements } from './acknowledgements.ts';
import { defectLines, findingLines } from './findings-page.ts';
import type { FoundFindings } from './found-findings.ts';
import type { PolicyDefects } from './policy-defects.ts';
import { tokenOf, type Tokens } from './tokens.ts';

export interface ClosingContext {
  readonly baseUrl: string;
  readonly dataDir: string;
  readonly tokens: Tokens;
  readonly example: ExamplePerson;
  readonly acknowledgements: Acknowledgements;
  readonly found: FoundFindings;
  readonly defects: readonly PolicyDefects[];
}

const ROLES_SHOWN = ['auditor', 'dpo', 'regulator', 'emitter', 'admin'] as const;
const HISTORY_SHOWN = 7;
const SEARCH_SHOWN = 4;
/** Columns of an answer. */
const WIDTH = 110;

/** Where everything is, requests with the answers they really got, what was found, and what is wrong with the policies. */
export async function closingPage(context: ClosingContext): Promise<string> {
  const { baseUrl, tokens, dataDir } = context;
  const subjectToken = await personalToken(context);
  const known = new Map([...tokens, ['subject', subjectToken]]);
  const variables = [
    `export LEDGER=${baseUrl}`,
    ...ROLES_SHOWN.map((role) => `export ${role.toUpperCase()}=${tokenOf(tokens, role)}`),
    `export SUBJECT=${subjectToken}`,
  ];
  return [
    `API      ${baseUrl}/v1`,
    `Docs     ${baseUrl}/docs`,
    `Metrics  ${baseUrl}/metrics  (with $ADMIN)`,
    `Log      ${dataDir}/ledger.log`,
    '',
    'Tokens, one per role and good for this demo only; paste them into a shell:',
    ...variables.map((line) => `  ${line}`),
    '',
    ...(await personReads(context, known)),
    '',
    ...(await auditorSearches(context, known)),
    '',
    ...(await stillThere(context, known)),
    '',
    ...(await officerReads(context, known)),
    '',
    ...policiesThemselves(context),
  ]
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');
}

/** A key for one person: it opens that person's history and no other. */
async function personalToken({ baseUrl, tokens, example }: ClosingContext): Promise<string> {
  const admin = createLedgerClient({ baseUrl, token: tokenOf(tokens, 'admin') });
  const { subjectId, controllerId } = example;
  const key = await admin.createKey({
    name: 'example person',
    roles: ['subject'],
    controllers: [controllerId],
    subjectId,
  });
  return key.token;
}

async function ask(request: ExampleRequest, { baseUrl }: ClosingContext, tokens: Tokens): Promise<string> {
  return send(request, { baseUrl, token: tokenOf(tokens, request.tokenName.toLowerCase()) });
}

async function personReads(context: ClosingContext, tokens: Tokens): Promise<string[]> {
  const { person, controllerId, subjectId } = context.example;
  const request: ExampleRequest = {
    method: 'GET',
    path: `/v1/subjects/${subjectId}/history?family=processing&reveal=details&order=asc&limit=100`,
    tokenName: 'SUBJECT',
  };
  const page = JSON.parse(await ask(request, context, tokens)) as RecordPage;
  const lines = page.items.slice(0, HISTORY_SHOWN).flatMap((entry) => {
    const opened = openedLine(entry);
    return [entryLine(entry), ...(opened === '' ? [] : [`            unsealed  ${opened}`])];
  });
  return [
    `1  A person reads their own history: ${person.name}, customer of ${controllerId}`,
    ...shown(request),
    ...answer(lines),
    ...answer(more(page, HISTORY_SHOWN)),
  ];
}

async function auditorSearches(context: ClosingContext, tokens: Tokens): Promise<string[]> {
  const request: ExampleRequest = {
    method: 'GET',
    path: '/v1/records?controllerId=kaadas&recipient=autonavi&category=pd:GPSCoordinate&limit=1000',
    tokenName: 'AUDITOR',
  };
  const page = JSON.parse(await ask(request, context, tokens)) as RecordPage;
  const isNamed = ({ fields }: RecordEntry): boolean => fields['identifiability'] === 'identified';
  const named = page.items.filter(isNamed);
  const first = [...named.slice(0, SEARCH_SHOWN - 1), ...page.items.filter((entry) => !isNamed(entry)).slice(0, 1)];
  const verdict = `${page.items.length} records; ${named.length} told AutoNavi whose place it was, which the policy forbids`;
  return [
    '2  An auditor searches: which places did Kaadas tell AutoNavi?',
    ...shown(request),
    ...answer(first.map(entryLine)),
    ...answer([`… ${verdict}`]),
  ];
}

async function stillThere(context: ClosingContext, tokens: Tokens): Promise<string[]> {
  const request: ExampleRequest = {
    method: 'GET',
    path: '/v1/records?family=processing',
    tokenName: 'AUDITOR',
    accept: 'application/x-ndjson',
    pipe: 'wc -l',
  };
  const lines = (await ask(request, context, tokens)).split('\n').filter((line) => line !== '').length;
  const acknowledged = context.acknowledgements.events.size;
  return [
    '3  What was acknowledged before the restart is there',
    ...shown(request),
    ...answer([`${lines}`]),
    ...answer([`acknowledged before the restart: ${acknowledged}; compared by id above`]),
  ];
}

async function officerReads(context: ClosingContext, tokens: Tokens): Promise<string[]> {
  const request: ExampleRequest = {
    method: 'GET',
    path: '/v1/findings?controllerId=kaadas&rule=SHR-NAMED&outcome=violates&limit=1',
    tokenName: 'DPO',
  };
  const { items } = JSON.parse(await ask(request, context, tokens)) as FindingPage;
  return [
    '4  A data protection officer reads what does not conform, with the clause that says so',
    ...shown(request),
    ...answer(items.map(({ rule, outcome, sentence }) => `${rule} ${outcome}: ${sentence}`)),
    ...findingLines(context.found).map((line) => `   │ ${line}`),
  ];
}

function policiesThemselves({ defects }: ClosingContext): string[] {
  return [
    '5  What is wrong with the policies themselves',
    '   npm run pdl -- policy lint libs/policy-packs/data/policies/clex.yaml',
    ...defectLines(defects).map((line) => `   │ ${line}`),
  ];
}

const shown = (request: ExampleRequest): string[] =>
  asCurl(request)
    .split('\n')
    .map((line) => `   ${line}`);
const answer = (lines: readonly string[]): string[] => lines.map((line) => `   │ ${fitting(line, WIDTH)}`);
const fitting = (line: string, width: number): string => (line.length <= width ? line : `${line.slice(0, width - 1)}…`);

function more({ items, next }: RecordPage, count: number): string[] {
  const rest = items.length - count;
  return rest > 0 ? [`… and ${rest}${next === undefined ? '' : ' or more'} after these`] : [];
}
