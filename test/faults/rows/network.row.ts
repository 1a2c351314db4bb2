import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { discard, within, type LedgerProcess } from '../../support/ledger-process.ts';
import { startRegisteredLedger } from '../../support/registered-ledger.ts';
import { ReportGenerator, type GeneratedReport } from '../../support/report-generator.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { caseOf, type FaultRow, type Round, type Trial } from '../harness/fault-row.ts';
import { RawConnection, requestHead } from '../clients/raw-connection.ts';
import { eventsAfter, isReport } from '../oracle/kept-files.ts';

const CONNECTION_COUNT = 20;
const ARRIVAL_MS_MAX = 1_000;
/** When a late request must be over: a second between two looks, and a busy machine. Milliseconds. */
const OVER_MS_MAX = ARRIVAL_MS_MAX + 8_000;
/** Fast enough that the connection is never idle, in milliseconds. */
const TRICKLE_MS = 20;
/** Enough for an export to be larger than what the sockets of both sides take. */
const EXPORTED_COUNT = 6_000;
const BATCH_COUNT = 1_000;
const GROWTH_BYTES_MAX = 200_000_000;
/** Until everything that belonged to a connection is given back, in milliseconds. */
const SETTLE_MS_MAX = 10_000;

const CASES = ['cut bodies', 'slow headers', 'slow bodies', 'slow readers', 'cut streams'] as const;

class NetworkTrial implements Trial {
  readonly #ledger: LedgerProcess;
  readonly #openBefore: number;
  readonly #bytesBefore: number;
  /** Reports whose last byte was sent: only these may be in the log. */
  readonly #whole = new Set<string>();
  #connections = 0;

  constructor(ledger: LedgerProcess, whole: readonly string[]) {
    this.#ledger = ledger;
    this.#openBefore = ledger.openCount;
    this.#bytesBefore = ledger.residentBytes;
    for (const id of whole) this.#whole.add(id);
  }

  async round(round: Round): Promise<string> {
    const act = {
      'cut bodies': this.#cutBodies,
      'slow headers': this.#slowHeaders,
      'slow bodies': this.#slowBodies,
      'slow readers': this.#slowReaders,
      'cut streams': this.#cutStreams,
    }[caseOf(round, CASES)];
    const generator = new ReportGenerator(round.random);
    const all = Array.from({ length: CONNECTION_COUNT }, async (_none, number) => {
      const report = generator.aboutPerson({ source: `/network-${round.seed}-${number}` });
      await act.call(this, report, round);
    });
    await Promise.all(all);
    this.#connections += CONNECTION_COUNT;
    // Everybody else is served meanwhile and afterwards.
    const report = generator.aboutPerson({ source: `/network-${round.seed}` });
    this.#whole.add((await this.#ledger.caller.recorded(report)).id);
    await this.#expectNothingHeld();
    return `${this.#connections} connections that misbehaved`;
  }

  async conclude(): Promise<void> {
    const halves = (await eventsAfter(this.#ledger.dataDir)).filter(
      (event) => isReport(event) && !this.#whole.has(event.id),
    );
    assert.deepEqual(
      halves.map(({ position }) => position),
      [],
    );
    const grown = this.#ledger.residentBytes - this.#bytesBefore;
    assert.ok(grown < GROWTH_BYTES_MAX, `memory grew by ${grown} bytes`);
  }

  end(): Promise<void> {
    return discard(this.#ledger);
  }

  async #cutBodies(report: GeneratedReport, { random }: Round): Promise<void> {
    const connection = await RawConnection.to(this.#ledger.baseUrl);
    const body = JSON.stringify(random.chance(0.5) ? report : [report]);
    connection.write(this.#head(body.length, 'application/json'));
    connection.write(body.slice(0, random.below(body.length)));
    await wait(random.below(50));
    connection.cut();
    await connection.closed;
  }

  async #slowHeaders(_report: GeneratedReport): Promise<void> {
    const connection = await RawConnection.to(this.#ledger.baseUrl);
    await this.#expectTooLate(connection, this.#head(10, 'x'.repeat(2_000)));
  }

  async #slowBodies(report: GeneratedReport): Promise<void> {
    const connection = await RawConnection.to(this.#ledger.baseUrl);
    const body = JSON.stringify({ ...report, padding: 'x'.repeat(2_000) });
    connection.write(this.#head(body.length, 'application/json'));
    await this.#expectTooLate(connection, body);
  }

  async #expectTooLate(connection: RawConnection, text: string): Promise<void> {
    connection.read();
    const started = performance.now();
    const sending = connection.trickle(text, TRICKLE_MS);
    await within(OVER_MS_MAX, connection.closed);
    await sending;
    assert.match(connection.text, /^HTTP\/1\.1 408 [^]*"code":"requestTimeout"/);
    assert.ok(performance.now() - started >= ARRIVAL_MS_MAX - 50, 'cut before its time');
  }

  /** An export nobody reads, or reads little by little, and then gives up. */
  async #slowReaders(_report: GeneratedReport, { random }: Round): Promise<void> {
    const connection = await RawConnection.to(this.#ledger.baseUrl);
    const token = this.#ledger.caller.tokenOf('auditor');
    const headers = { accept: random.pick(['application/x-ndjson', 'text/csv']) };
    connection.write(requestHead({ method: 'GET', path: '/v1/records', token, headers }));
    for (let reads = random.below(20); reads > 0; reads--) {
      connection.readSome(1_024);
      await wait(50);
    }
    connection.cut();
    await connection.closed;
  }

  /** NDJSON that ends in the middle of a line: whole lines may be recorded, the half one never. */
  async #cutStreams(report: GeneratedReport, { random }: Round): Promise<void> {
    const connection = await RawConnection.to(this.#ledger.baseUrl);
    connection.read();
    const token = this.#ledger.caller.tokenOf('emitter');
    const headers = { 'content-type': 'application/x-ndjson', 'transfer-encoding': 'chunked' };
    connection.write(requestHead({ method: 'POST', path: '/v1/records', token, headers }));
    const line = JSON.stringify({ ...report, id: random.uuid(), source: undefined, sourceId: undefined });
    this.#whole.add((JSON.parse(line) as { readonly id: string }).id);
    const half = JSON.stringify({ ...report, id: random.uuid(), source: undefined, sourceId: undefined });
    const text = `${line}\n${half.slice(0, 1 + random.below(half.length - 1))}`;
    connection.write(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
    await wait(random.below(100));
    connection.cut();
    await connection.closed;
  }

  #head(length: number, mediaType: string): string {
    const token = this.#ledger.caller.tokenOf('emitter');
    const headers = { 'content-type': mediaType, 'content-length': String(length) };
    return requestHead({ method: 'POST', path: '/v1/records', token, headers });
  }

  async #expectNothingHeld(): Promise<void> {
    const end = Date.now() + SETTLE_MS_MAX;
    for (;;) {
      const metrics = await this.#ledger.caller.call('/metrics', { as: 'admin', headers: { connection: 'close' } });
      const inFlight = Number(/^pdl_in_flight_bytes (\S+)$/m.exec(metrics.text)?.[1]);
      const opened = this.#ledger.openCount - this.#openBefore;
      // A client of this very process keeps a few connections open for its next request.
      if (inFlight === 0 && opened < CONNECTION_COUNT / 2) return;
      assert.ok(Date.now() < end, `${inFlight} bytes and ${opened} files are still held`);
      await wait(100);
    }
  }
}

async function exportableLedger(): Promise<NetworkTrial> {
  const ledger = await startRegisteredLedger({ PDL_ARRIVAL_MS_MAX: String(ARRIVAL_MS_MAX) });
  const generator = new ReportGenerator(new SeededRandom(1));
  const whole: string[] = [];
  for (let count = 0; count < EXPORTED_COUNT; count += BATCH_COUNT) {
    const reports = Array.from({ length: BATCH_COUNT }, () => generator.aboutPerson());
    const answer = await ledger.caller.report(reports);
    assert.equal(answer.status, 201, answer.text.slice(0, 1_000));
    whole.push(...answer.json<{ results: readonly { id: string }[] }>().results.map(({ id }) => id));
  }
  return new NetworkTrial(ledger, whole);
}

export const networkRow: FaultRow = {
  name: 'network',
  promise: 'connections cut in mid-body, slow loris, readers that do not read: timeouts, nothing held, no half event',
  rounds: { long: 50, short: 3 },
  begin: exportableLedger,
};
