import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { documentNamed, DocumentShell, rehearsedSteps } from '../support/document-steps.ts';
import type { BatchAnswer } from '../support/ledger-caller.ts';
import { LedgerProcess } from '../support/ledger-process.ts';
import { CONTROLLERS, RECIPIENTS, ReportGenerator } from '../support/report-generator.ts';
import { SeededRandom, testSeed } from '../support/seeded-random.ts';
import type { HistoryPage } from '../support/wire.ts';

jest.setTimeout(180_000);

const DOCUMENT = documentNamed('docs/operations.md');
const steps = rehearsedSteps(DOCUMENT);
const generator = new ReportGenerator(new SeededRandom(testSeed('operations document')));
const PERSON = 'restored.person@example.com';

let folder: string;
let shell: DocumentShell;
let ledger: LedgerProcess | undefined;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pdl-operations-'));
  shell = new DocumentShell(folder);
});
afterAll(async () => {
  await ledger?.kill();
  rmSync(folder, { recursive: true, force: true });
});

const place = (...names: readonly string[]) => join(folder, ...names);

async function start(env: { readonly [name: string]: string } = {}): Promise<LedgerProcess> {
  const own = { PDL_KEK_FILE: place('secrets', 'kek'), ...env };
  return (ledger = await LedgerProcess.start({ dataDir: place('data'), env: own }));
}

async function stop(): Promise<void> {
  await ledger?.stop();
  ledger = undefined;
}

function aboutPerson() {
  return {
    ...generator.report('PersonalDataCorrected', { controllerId: CONTROLLERS[0], details: { 'pd:Name': 'Lin' } }),
    subject: { identifiers: [{ scheme: 'email', value: PERSON }] },
  };
}

/** Whatever a person's history shows to an officer who may reveal it, without what looking at it adds. */
async function revealed({ caller }: LedgerProcess, subjectId: string, position: number): Promise<readonly object[]> {
  const query = { reveal: ['identifiers', 'details'], atLeast: position, limit: 1_000, family: 'processing' };
  const { items } = (await caller.history(subjectId, query, 'dpo')).json<HistoryPage>();
  return items;
}

describe('the commands of docs/operations.md, one after the other', () => {
  let subjectId: string;
  let position: number;
  let before: readonly object[];

  it('make a key, and a backup of a service that is writing', async () => {
    await shell.run(steps.get('key'));
    const { caller } = await start();
    for (const id of CONTROLLERS) await caller.registerController(id);
    for (const id of RECIPIENTS) await caller.registerRecipient(id);
    const receipt = await caller.recorded(aboutPerson());
    ({ position } = receipt);
    subjectId = receipt.subjectId ?? '';
    before = await revealed(ledger as LedgerProcess, subjectId, position);
    expect(JSON.stringify(before)).toContain('Lin');

    let writing = true;
    let recorded = 0;
    const writer = (async () => {
      while (writing) {
        const answer = await caller.report(Array.from({ length: 50 }, () => generator.aboutPerson()));
        recorded += answer.json<BatchAnswer>().recorded;
      }
    })();
    const told = await shell.run(steps.get('backup'));
    writing = false;
    await writer;
    expect(recorded).toBeGreaterThan(0);
    expect(told).toMatch(/^Backed up the log up to event \d+/m);
    expect(readdirSync(place('backups', 'today')).sort()).toEqual(['events.sqlite', 'manifest.json', 'vault.sqlite']);
  });

  it('restore it to the same histories, and to a ledger that goes on', async () => {
    const manifest = JSON.parse(readFileSync(place('backups', 'today', 'manifest.json'), 'utf8')) as {
      readonly logPosition: number;
    };
    await stop();
    await shell.run(steps.get('restore'));
    expect(readdirSync(place('data')).sort()).toEqual(['events.sqlite', 'vault.sqlite']);
    const restored = await start();
    expect(await revealed(restored, subjectId, position)).toEqual(before);
    const { position: next, subjectId: same } = await restored.caller.recorded(aboutPerson());
    expect([next > manifest.logPosition, same]).toEqual([true, subjectId]);
  });

  it('restore nothing over what is there, and nothing that was changed', async () => {
    const again = shell.run((steps.get('restore') ?? '').replace(/^mv .*$/m, ''));
    await expect(again).rejects.toMatchObject({ code: 5, stderr: expect.stringContaining('not empty') });
    const vault = place('backups', 'today', 'vault.sqlite');
    const good = readFileSync(vault);
    writeFileSync(vault, Buffer.concat([good.subarray(0, -1), Buffer.from([good.at(-1) === 0 ? 1 : 0])]));
    const damaged = shell.run('pdl restore backups/today --data-dir elsewhere');
    await expect(damaged).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('vault.sqlite') });
    writeFileSync(vault, good);
    const taken = shell.run(steps.get('backup'));
    await expect(taken).rejects.toMatchObject({ code: 2 });
  });

  it('rotate the key, after which the old one is refused and everything opens', async () => {
    const running = shell.run((steps.get('rotate') ?? '').replaceAll(/kek\.new/g, 'kek.try').replace(/^mv .*$/m, ''));
    await expect(running).rejects.toMatchObject({ code: 5, stderr: expect.stringContaining('in use') });
    await stop();
    expect(await shell.run(steps.get('rotate'))).toMatch(/^Wrapped [\d,]+ keys anew\.$/m);
    const { code, text } = await LedgerProcess.refusal({
      dataDir: place('data'),
      env: { PDL_KEK_FILE: place('secrets', 'kek.before') },
    });
    expect([code, text]).toEqual([78, expect.stringContaining('PDL_KEK_ALSO_FILE')]);
    const rotated = await start();
    expect(await revealed(rotated, subjectId, position)).toEqual(expect.arrayContaining([...before]));
  });

  it('open a backup from before the rotation with the key of that time', async () => {
    await stop();
    await shell.run('rm -r data && pdl restore backups/today --data-dir data');
    const old = await start({ PDL_KEK_FILE: place('secrets', 'kek.before') });
    expect(await revealed(old, subjectId, position)).toEqual(before);
  });

  it('make the read models again', async () => {
    await stop();
    expect(await shell.run(steps.get('rebuild'))).toMatch(/^Rebuilt from [\d,]+ events/m);
    expect(await revealed(await start({ PDL_KEK_FILE: place('secrets', 'kek.before') }), subjectId, position)).toEqual(
      before,
    );
  });
});

describe('what docs/operations.md says of a running ledger', () => {
  it('names every metric with its type, and no other', async () => {
    const { text } = await (ledger as LedgerProcess).caller.call('/metrics', { as: 'admin' });
    const served = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => `${name} ${type}`);
    const table = DOCUMENT.slice(DOCUMENT.indexOf('<!-- metrics:start -->'), DOCUMENT.indexOf('<!-- metrics:end -->'));
    const documented = [...table.matchAll(/^\| `(\S+)`\s+\| (\S+)/gm)].map(([, name, type]) => `${name} ${type}`);
    expect(served.length).toBeGreaterThan(30);
    expect(documented.toSorted()).toEqual(served.toSorted());
  });

  it('has a word in the runbook on every part of readiness and on every metric it names there', async () => {
    const runbook = DOCUMENT.slice(DOCUMENT.indexOf('## Runbook'));
    const { parts } = (await (ledger as LedgerProcess).caller.call('/readyz')).json<{
      readonly parts: readonly { readonly part: string }[];
    }>();
    for (const { part } of parts) expect(runbook).toContain(`### \`/readyz\`: \`${part}\``);
    const named = [...runbook.matchAll(/pdl_[a-z_]+/g)].map(([name]) => name);
    expect(named.filter((name) => !DOCUMENT.includes(`| \`${name}\``))).toEqual([]);
  });
});
