import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createLedgerClient } from '#libs/sdk';
import { smallPolicy } from '../../../test/support/small-policy.ts';

jest.setTimeout(120_000);

const DIST = join(import.meta.dirname, '..', '..', '..', 'dist', 'apps');
const SERVICE = join(DIST, 'ledger', 'src', 'main.js');
const PDL = join(DIST, 'cli', 'src', 'main.js');

interface Service {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

interface Ended {
  readonly exitCode: number | null;
  readonly out: string;
  readonly err: string;
}

let folder: string;
let dataDir: string;
let service: Service;

beforeAll(async () => {
  if (!existsSync(SERVICE)) throw new Error('The service is not built: npm run build');
  folder = mkdtempSync(join(tmpdir(), 'pdl-e2e-'));
  dataDir = join(folder, 'data');
  service = await startService();
  const admin = createLedgerClient({ baseUrl: service.url, token: tokenOf('admin') });
  await admin.registerController({ id: 'clex', names: ['Clex'], role: 'controller', country: 'CN' });
});

afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function startService(): Promise<Service> {
  const child = spawn(process.execPath, [SERVICE], {
    env: { ...process.env, NODE_OPTIONS: '', PDL_DATA_DIR: dataDir, PDL_PORT: '0', PDL_DEV_IDENTITY: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (part: Buffer) => (complaint += part.toString('utf8')));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await Promise.race([listening(child), exited.then(() => undefined)]);
  if (url === undefined) throw new Error(`The service did not start: ${complaint}`);
  const stop = (): Promise<void> => {
    child.kill('SIGTERM');
    return exited;
  };
  return { url, stop };
}

async function listening({ stdout }: ChildProcess): Promise<string | undefined> {
  if (stdout === null) return undefined;
  const lines = createInterface({ input: stdout });
  const url = await new Promise<string | undefined>((resolve) => {
    lines.on('line', (line) => {
      const { msg, url } = JSON.parse(line) as { msg?: string; url?: string };
      if (msg === 'listening') resolve(url);
    });
  });
  return url;
}

function tokenOf(role: string): string {
  const tokens = JSON.parse(readFileSync(join(dataDir, 'dev-tokens.json'), 'utf8')) as {
    role: string;
    token: string;
  }[];
  const found = tokens.find((one) => one.role === role);
  if (found === undefined) throw new Error(`There is no token for ${role}.`);
  return found.token;
}

async function pdl(args: readonly string[], { token = '', input = '' } = {}): Promise<Ended> {
  const child = spawn(process.execPath, [PDL, ...args], {
    env: { ...process.env, NODE_OPTIONS: '', PDL_URL: service.url, PDL_TOKEN: token },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (part: Buffer) => (out += part.toString('utf8')));
  child.stderr.on('data', (part: Buffer) => (err += part.toString('utf8')));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { exitCode, out, err };
}

const report = (person: string, operation: string): string =>
  JSON.stringify({
    type: 'PersonalDataUsed',
    controllerId: 'clex',
    occurredAt: '2026-03-01T09:30:00+08:00',
    subject: { identifiers: [{ scheme: 'email', value: person }] },
    data: {
      operation,
      purposes: ['dpv:ServiceProvision'],
      categories: ['pd:EmailAddress'],
      legalBasis: 'dpv:Contract',
    },
  });

describe('pdl against the service', () => {
  it('makes a key, imports with it, shows a history, and revokes the key', async () => {
    const make = ['--json', 'keys', 'create', '--name', 'Shop', '--role', 'emitter', '--controller', 'clex'];
    const made = await pdl(make, { token: tokenOf('admin') });
    expect(made.exitCode).toBe(0);
    const { keyId, token } = JSON.parse(made.out) as { keyId: string; token: string };

    const file = join(folder, 'records.ndjson');
    const good = Array.from({ length: 40 }, () => report('li@example.org', 'dpv:Use'));
    writeFileSync(file, [...good, report('li@example.org', 'dpv:Usage'), '{'].join('\n'));
    const imported = await pdl(['--json', 'records', 'import', file], { token });
    expect(imported.exitCode).toBe(1);
    const { position, ...counts } = JSON.parse(imported.out) as { position: number };
    expect(counts).toMatchObject({
      isComplete: true,
      recorded: 40,
      refused: 2,
      refusedByCode: { invalidRecord: 1, invalidJson: 1 },
    });
    const refusals = readFileSync(`${file}.refused.ndjson`, 'utf8');
    expect(refusals).toContain('"line":41');
    expect(refusals).toContain('"pointer":"/data/operation"');
    expect(refusals).not.toContain('li@example.org');

    const again = await pdl(['--json', 'records', 'import', '--restart', file], { token });
    expect(JSON.parse(again.out)).toMatchObject({ recorded: 0, replayed: 40, refused: 2 });

    const atLeast = ['--at-least', String(position), '--type', 'PersonalDataUsed'];
    const history = await pdl(['history', '--controller', 'clex', '--scheme', 'email', ...atLeast], {
      token: tokenOf('dpo'),
      input: 'li@example.org\n',
    });
    expect({ exitCode: history.exitCode, err: history.err }).toEqual({ exitCode: 0, err: '40 events\n' });
    expect(history.out.split('\n')[1]).toMatch(/PersonalDataUsed +EmailAddress +ServiceProvision +Contract$/);

    const listed = await pdl(['keys', 'list'], { token: tokenOf('admin') });
    expect(listed.out).toContain(keyId);
    expect((await pdl(['keys', 'revoke', keyId], { token: tokenOf('admin') })).exitCode).toBe(0);
    const revoked = await pdl(['records', 'import', '--restart', file], { token });
    expect(revoked.exitCode).toBe(4);
  });

  it('knows nobody by an identifier that was never reported', async () => {
    const query = ['--json', 'history', '--controller', 'clex', '--scheme', 'email'];
    const { exitCode, err } = await pdl(query, { token: tokenOf('dpo'), input: 'nobody@example.org\n' });
    expect({ exitCode, code: (JSON.parse(err) as { code: string }).code }).toEqual({ exitCode: 1, code: 'notFound' });
    expect(err).not.toContain('nobody@example.org');
  });

  it('shows what is wrong in a request, not only that something is', async () => {
    const query = ['history', '018f0000-0000-7000-8000-000000000000', '--as-of', 'yesterday'];
    const { exitCode, err } = await pdl(query, { token: tokenOf('dpo') });
    expect(exitCode).toBe(1);
    expect(err).toMatch(/^ {2}\/asOf\S*: \S/m);
    expect(err).not.toContain('yesterday');
  });

  it('lints a policy without the ledger and publishes it, and tells where a bad one is wrong', async () => {
    const token = tokenOf('admin');
    const good = join(folder, 'small.yaml');
    writeFileSync(good, smallPolicy('clex'));
    const linted = await pdl(['--url', 'http://127.0.0.1:1', 'policy', 'lint', good]);
    expect({ exitCode: linted.exitCode, err: linted.err }).toEqual({ exitCode: 0, err: 'No fault, 12 remarks.\n' });
    expect(linted.out).toContain(`${good}:17:5 notMachineCheckable SMALL-1: It promises`);

    const published = await pdl(['policy', 'publish', good], { token });
    expect({ exitCode: published.exitCode, err: published.err }).toEqual({ exitCode: 0, err: 'Publishing …\n' });
    expect(published.out).toMatch(/^Published small-1 of clex\. What happens from 2020-01-01T00:00:00\S* on /);
    const again = await pdl(['--json', 'policy', 'publish', good], { token });
    expect(JSON.parse(again.out)).toMatchObject({ controllerId: 'clex', policyVersion: 'small-1' });

    const bad = join(folder, 'bad.yaml');
    writeFileSync(bad, smallPolicy('clex', 'small-2').replace('    notMachineCheckable: ', '    becauseOf: '));
    const refused = await pdl(['policy', 'publish', bad], { token });
    expect(refused.exitCode).toBe(1);
    expect(refused.err).toMatch(/^ {2}17:5 \/rows\/0: has a key here that is not known$/m);
    const faulty = await pdl(['--json', 'policy', 'lint', bad]);
    expect(faulty.exitCode).toBe(1);
    expect(JSON.parse(faulty.out)).toMatchObject({ faults: [{ line: 17, column: 5, pointer: '/rows/0/becauseOf' }] });
    expect((await pdl(['policy', 'publish', good], { token: tokenOf('auditor') })).exitCode).toBe(4);
    expect((await pdl(['policy', 'lint', join(folder, 'nowhere.yaml')])).exitCode).toBe(1);
  });

  it('rebuilds the read models only while the service is stopped, and to the same history', async () => {
    const token = tokenOf('dpo');
    const look = async (): Promise<readonly string[]> => {
      const query = ['--json', 'history', '--controller', 'clex', '--scheme', 'email', '--family', 'processing'];
      const { out } = await pdl(query, { token, input: 'li@example.org\n' });
      return out.trim().split('\n');
    };
    const before = await look();
    expect(before.length).toBeGreaterThan(1);

    const running = await pdl(['--json', 'rebuild', '--data-dir', dataDir]);
    expect({ exitCode: running.exitCode, code: (JSON.parse(running.err) as { code: string }).code }).toEqual({
      exitCode: 5,
      code: 'inUse',
    });

    await service.stop();
    const stopped = await pdl(['--json', 'rebuild', '--data-dir', dataDir]);
    expect({ exitCode: stopped.exitCode, err: stopped.err }).toEqual({ exitCode: 0, err: '' });
    const { events, parked } = JSON.parse(stopped.out) as { events: number; parked: number };
    expect(events).toBeGreaterThanOrEqual(before.length);
    expect(parked).toBe(0);

    service = await startService();
    expect(await look()).toEqual(before);
  });
});
