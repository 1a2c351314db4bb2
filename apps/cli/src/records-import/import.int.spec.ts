import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

jest.setTimeout(60_000);

const MAIN = join(import.meta.dirname, '..', 'main.ts');

interface Report {
  readonly id?: string;
  readonly data: { readonly n: number };
}

/** Remembers records by id, refuses every report whose `n` is a multiple of `refuseEvery`. */
class FakeLedger {
  readonly records = new Map<string, number>();
  readonly batchSizes: number[] = [];
  refuseEvery = Number.POSITIVE_INFINITY;
  answerAfterMs = 0;
  token: string | undefined;
  /** Taken one a request to `/v1/records`. */
  readonly failures: ('hangUp' | 'hangUpAfterRecording' | 'unavailable')[] = [];
  onBatch: () => void = () => undefined;
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    if (request.url === '/healthz') return void response.end('{}');
    if (this.token !== undefined && request.headers.authorization !== `Bearer ${this.token}`) {
      return this.#problem(response, 401, 'unauthenticated');
    }
    this.onBatch();
    const failure = this.failures.shift();
    if (failure === 'hangUp') return void request.socket.destroy();
    if (failure === 'unavailable') return this.#problem(response, 503, 'unavailable');
    const reports = JSON.parse(Buffer.concat(parts).toString('utf8')) as Report[];
    this.batchSizes.push(reports.length);
    const results = reports.map((report, index) => this.#record(report, index));
    await delay(this.answerAfterMs);
    if (failure === 'hangUpAfterRecording') return void request.socket.destroy();
    response.writeHead(207, { 'content-type': 'application/json' }).end(JSON.stringify({ results }));
  }

  #record({ id, data: { n } }: Report, index: number): object {
    if (n % this.refuseEvery === 0) {
      const problem = {
        type: 'about:blank',
        title: 'The record does not fit its type',
        status: 422,
        code: 'invalidRecord',
      };
      return { index, status: 422, problem };
    }
    if (id === undefined) throw new Error('A report came without an id.');
    const replayed = this.records.has(id);
    this.records.set(id, n);
    return { index, status: 201, id, revision: 0, position: n, ...(replayed ? { replayed } : {}) };
  }

  #problem(response: ServerResponse, status: number, code: string): void {
    const problem = { type: 'about:blank', title: 'A problem', status, code };
    response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
  }
}

interface Ended {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
}

let ledger: FakeLedger;
let folder: string;
let file: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pdl-import-'));
  file = join(folder, 'records.ndjson');
  ledger = new FakeLedger();
  await ledger.start();
});

afterEach(async () => {
  await ledger.stop();
  rmSync(folder, { recursive: true, force: true });
});

function writeRecords(count: number): void {
  const lines = Array.from({ length: count }, (_, place) => `${JSON.stringify({ data: { n: place + 1 } })}\n`);
  writeFileSync(file, lines.join(''));
}

function start(args: readonly string[], environment: NodeJS.ProcessEnv = {}): ChildProcess {
  const argv = ['--conditions=source', MAIN, '--json', '--url', ledger.url, 'records', 'import', ...args];
  return spawn(process.execPath, argv, { env: { ...process.env, NODE_OPTIONS: '', ...environment } });
}

async function ended(child: ChildProcess): Promise<Ended> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (part: Buffer) => (out += part.toString('utf8')));
  child.stderr?.on('data', (part: Buffer) => (err += part.toString('utf8')));
  const [exitCode, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.once('close', (code, killedBy) => resolve([code, killedBy])),
  );
  return { exitCode, signal, out, err };
}

const run = (args: readonly string[] = [file], environment?: NodeJS.ProcessEnv): Promise<Ended> =>
  ended(start(args, environment));

const refusedLines = (): readonly number[] =>
  readFileSync(`${file}.refused.ndjson`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { line: number }).line);

const recordedOnce = (): readonly number[] => [...ledger.records.values()].sort((a, b) => a - b);
const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, place) => place + 1);

describe('records import', () => {
  it('records every line in batches and says so', async () => {
    writeRecords(1_203);
    const { exitCode, out, err } = await run();
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({ isComplete: true, lines: 1_203, recorded: 1_203, replayed: 0, refused: 0 });
    expect([...ledger.batchSizes].sort()).toEqual([203, 500, 500]);
    expect(recordedOnce()).toEqual(upTo(1_203));
  });

  it('writes down what was refused, by line, and counts it by reason', async () => {
    writeRecords(1_000);
    writeFileSync(file, `not json\n[]\n${readFileSync(file, 'utf8')}`);
    ledger.refuseEvery = 300;
    const { exitCode, out } = await run();
    expect(exitCode).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      recorded: 997,
      refused: 5,
      refusedByCode: { invalidJson: 1, invalidBody: 1, invalidRecord: 3 },
      refusedFile: `${file}.refused.ndjson`,
    });
    expect(refusedLines()).toEqual([1, 2, 302, 602, 902]);
    expect(readFileSync(`${file}.refused.ndjson`, 'utf8')).toContain('"code":"invalidRecord"');
  });

  it('records nothing twice over kill -9 at any moment', async () => {
    const count = 6_000;
    writeRecords(count);
    ledger.refuseEvery = 1_000;
    ledger.answerAfterMs = 15;
    const seed = Number(process.env['IMPORT_SEED'] ?? Date.now() % 1_000);
    console.log(`IMPORT_SEED=${String(seed)}`);
    let killed = 0;
    for (const round of [0, 1, 2]) {
      const child = start(['--batch-size', '100', '--concurrency', '3', file]);
      let batches = 6 + ((seed + round * 7) % 11);
      ledger.onBatch = () => {
        batches -= 1;
        if (batches === 0) child.kill('SIGKILL');
      };
      const { signal } = await ended(child);
      if (signal === 'SIGKILL') killed += 1;
      // What was under way may still reach the ledger.
      await delay(50);
    }
    ledger.onBatch = () => undefined;
    const { exitCode, out } = await run();
    expect({ exitCode, killed }).toEqual({ exitCode: 1, killed: 3 });
    const refused = upTo(6).map((thousand) => thousand * 1_000);
    expect(recordedOnce()).toEqual(upTo(count).filter((n) => !refused.includes(n)));
    expect(refusedLines()).toEqual(refused);
    expect(JSON.parse(out)).toMatchObject({ isComplete: true, lines: count, refused: 6 });
  });

  it('goes on after Ctrl-C with the line after the last acknowledged', async () => {
    writeRecords(5_000);
    ledger.answerAfterMs = 30;
    const child = start(['--batch-size', '100', file]);
    ledger.onBatch = () => void (ledger.batchSizes.length === 8 && child.kill('SIGINT'));
    const first = await ended(child);
    const { lines, isComplete } = JSON.parse(first.out) as { lines: number; isComplete: boolean };
    expect({ exitCode: first.exitCode, isComplete }).toEqual({ exitCode: 130, isComplete: false });
    expect(lines).toBe(ledger.records.size);

    ledger.onBatch = () => undefined;
    const second = await run();
    expect(JSON.parse(second.out)).toMatchObject({
      resumedAfterLine: lines,
      isComplete: true,
      recorded: 5_000,
      replayed: 0,
    });
    expect(recordedOnce()).toEqual(upTo(5_000));
  });

  it('outlives a ledger that hangs up, is away for a moment, or loses an answer', async () => {
    writeRecords(600);
    ledger.failures.push('hangUp', 'unavailable', 'hangUpAfterRecording');
    const { exitCode, out } = await run(['--batch-size', '100', file]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ recorded: 500, replayed: 100 });
    expect(recordedOnce()).toEqual(upTo(600));
  });

  it('refuses to go on with a changed file, unless told to begin again', async () => {
    writeRecords(10);
    await run();
    writeRecords(11);
    const { exitCode, err } = await run();
    expect({ exitCode, code: (JSON.parse(err) as { code: string }).code }).toEqual({
      exitCode: 5,
      code: 'inputChanged',
    });
    expect(ledger.records.size).toBe(10);
    expect((await run(['--restart', file])).exitCode).toBe(0);
    expect(ledger.records.size).toBe(21);
  });

  it('sends nothing when all was imported, and nothing twice when told to begin again', async () => {
    writeRecords(20);
    await run();
    const again = await run();
    expect({ exitCode: again.exitCode, requests: ledger.batchSizes.length }).toEqual({ exitCode: 0, requests: 1 });
    const restarted = await run(['--restart', file]);
    expect(JSON.parse(restarted.out)).toMatchObject({ recorded: 0, replayed: 20 });
    expect(ledger.records.size).toBe(20);
  });

  it('does not take the progress at another ledger for its own', async () => {
    writeRecords(10);
    await run();
    const other = new FakeLedger();
    await other.start();
    try {
      const { exitCode, err } = await run(['--url', other.url, file]);
      expect({ exitCode, code: (JSON.parse(err) as { code: string }).code }).toEqual({
        exitCode: 5,
        code: 'otherLedger',
      });
    } finally {
      await other.stop();
    }
  });

  it('reads standard input and prints what was refused', async () => {
    ledger.refuseEvery = 3;
    const child = start(['-']);
    child.stdin?.end(
      upTo(4)
        .map((n) => JSON.stringify({ id: String(n), data: { n } }))
        .join('\n'),
    );
    const { exitCode, out, err } = await ended(child);
    expect(exitCode).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ recorded: 3, refused: 1 });
    expect(JSON.parse(err)).toMatchObject({ line: 3, problem: { code: 'invalidRecord' } });
  });

  it('ends with its own exit codes where it may not or cannot', async () => {
    writeRecords(1);
    ledger.token = 'good';
    const wrong = await run([file], { PDL_TOKEN: 'bad' });
    expect(wrong.exitCode).toBe(4);
    expect((await run([file], { PDL_TOKEN: 'good' })).exitCode).toBe(0);
    expect((await run(['--url', 'http://127.0.0.1:9', '--restart', file])).exitCode).toBe(3);
    expect((await run(['--batch-size', '0', file])).exitCode).toBe(2);
    expect((await run([join(folder, 'missing.ndjson')])).exitCode).toBe(1);
    expect(existsSync(join(folder, 'missing.ndjson.pdl-progress.json'))).toBe(false);
  });
});
