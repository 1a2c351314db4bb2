import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { documentNamed, DocumentShell, rehearsedSteps } from '../support/document-steps.ts';
import { LedgerProcess, newDataDir } from '../support/ledger-process.ts';
import { LedgerReplicas, type DividedRole } from '../support/ledger-replicas.ts';
import { describeOnPostgres } from '../support/describe-on-postgres.ts';
import { POSTGRES_START_TIMEOUT_MS, PostgresServer } from '../support/postgres-server.ts';
import { CONTROLLERS, RECIPIENTS, ReportGenerator } from '../support/report-generator.ts';
import { SeededRandom, testSeed } from '../support/seeded-random.ts';
import type { HistoryPage } from '../support/wire.ts';

jest.setTimeout(180_000);

const steps = rehearsedSteps(documentNamed('docs/operations.md'));
const generator = new ReportGenerator(new SeededRandom(testSeed('operations document on PostgreSQL')));
const server = new PostgresServer();
const hasTools = spawnSync('pg_dump', ['--version']).status === 0;
const describePostgres = hasTools
  ? await describeOnPostgres()
  : (title: string, define: () => void) => describe.skip(`${title} (pg_dump is not installed)`, define);

describePostgres(
  'the commands of docs/operations.md for a vault in PostgreSQL, beside the double of EventStoreDB',
  () => {
    let folder: string;
    let replicas: LedgerReplicas;
    let shell: DocumentShell;
    let running: LedgerProcess[] = [];
    let subjectId: string;
    let before: readonly object[];

    beforeAll(async () => {
      await server.start();
      replicas = await LedgerReplicas.prepare(server);
      folder = mkdtempSync(join(tmpdir(), 'pdl-operations-'));
      mkdirSync(join(folder, 'secrets'));
      mkdirSync(join(folder, 'backups'));
      writeFileSync(join(folder, 'secrets', 'kek'), replicas.environment('api')['PDL_KEK'] ?? '');
      shell = new DocumentShell(folder, { PDL_POSTGRES_URL: replicas.databaseUrl });
    }, POSTGRES_START_TIMEOUT_MS);
    afterAll(async () => {
      await stopAll();
      await replicas.end();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    const secret = (name: string) => join(folder, 'secrets', name);

    async function start(role: DividedRole, keys: { readonly kek: string; readonly also?: string }) {
      const env = {
        ...replicas.environment(role),
        PDL_KEK: undefined,
        PDL_KEK_FILE: secret(keys.kek),
        PDL_KEK_ALSO_FILE: keys.also === undefined ? undefined : secret(keys.also),
      };
      const ledger = await LedgerProcess.start({ dataDir: newDataDir(), env });
      running.push(ledger);
      return ledger;
    }

    async function stopAll(): Promise<void> {
      for (const ledger of running) {
        await ledger.stop();
        rmSync(ledger.dataDir, { recursive: true, force: true });
      }
      running = [];
    }

    const aboutPerson = () => ({
      ...generator.report('PersonalDataCorrected', { controllerId: CONTROLLERS[0], details: { 'pd:Name': 'Lin' } }),
      subject: { identifiers: [{ scheme: 'email', value: 'restored.person@example.com' }] },
    });

    async function revealed({ caller }: LedgerProcess): Promise<readonly object[]> {
      const query = { reveal: ['identifiers', 'details'], limit: 1_000, family: 'processing' };
      return (await caller.history(subjectId, query, 'dpo')).json<HistoryPage>().items;
    }

    it('back the vault up, and restore it to the same history', async () => {
      await start('projector', { kek: 'kek' });
      const api = await start('api', { kek: 'kek' });
      for (const id of CONTROLLERS) await api.caller.registerController(id);
      for (const id of RECIPIENTS) await api.caller.registerRecipient(id);
      const receipt = await api.caller.recorded(aboutPerson());
      subjectId = receipt.subjectId ?? '';
      await api.caller.history(subjectId, { atLeast: receipt.position });
      before = await revealed(api);
      expect(JSON.stringify(before)).toContain('Lin');
      await shell.run(steps.get('postgres-backup'));
      await stopAll();

      await shell.run(steps.get('postgres-restore'));
      await start('projector', { kek: 'kek' });
      const restored = await start('api', { kek: 'kek' });
      const { position, subjectId: same } = await restored.caller.recorded(aboutPerson());
      expect(same).toBe(subjectId);
      expect((await restored.caller.history(subjectId, { atLeast: position })).status).toBe(200);
      expect(await revealed(restored)).toEqual(expect.arrayContaining([...before]));
      const retold = await restored.caller.history(subjectId, { type: 'IdentifiersLinked' });
      expect(retold.json<HistoryPage>().items).toHaveLength(2);
    });

    it('rotate the key while a process serves, once none wraps with the old one any more', async () => {
      await shell.run('openssl rand -hex 32 > secrets/kek.new');
      await expect(shell.run(steps.get('postgres-rotate'))).rejects.toMatchObject({ code: 5 });
      await stopAll();
      await start('projector', { kek: 'kek.new', also: 'kek' });
      const serving = await start('api', { kek: 'kek.new', also: 'kek' });
      expect(await shell.run(steps.get('postgres-rotate'))).toMatch(/^Wrapped \d+ keys anew/m);
      expect(await revealed(serving)).toEqual(expect.arrayContaining([...before]));
      expect((await serving.caller.report(generator.aboutPerson({ controllerId: CONTROLLERS[0] }))).status).toBe(201);
      await stopAll();

      const { code } = await LedgerProcess.refusal({
        dataDir: newDataDir(),
        env: { ...replicas.environment('api') },
      });
      expect(code).toBe(78);
      await start('projector', { kek: 'kek.new' });
      expect(await revealed(await start('api', { kek: 'kek.new' }))).toEqual(expect.arrayContaining([...before]));
    });
  },
);
