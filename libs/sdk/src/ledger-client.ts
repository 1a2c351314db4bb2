import { LedgerError } from './ledger-error.ts';
import { ndjsonValues } from './ndjson.ts';
import { recordBatch, type RecordOutcome } from './record-batch.ts';
import { recordMany, type RecordManyLimits, type RecordManyResult } from './record-many.ts';
import { withId } from './report-id.ts';
import { DEFAULT_RETRY_POLICY, NO_RETRIES, type RetryPolicy } from './retry.ts';
import { type CallOptions, Transport } from './transport.ts';
import type * as wire from './wire.ts';

export interface LedgerClientOptions {
  /** `http://host:port`, without `/v1`. */
  readonly baseUrl: string;
  /** Bearer token: an API key of the ledger. */
  readonly token?: string;
  /** Default: the global `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>;
  /** Longest wait for one answer, or for the next part of a stream, in milliseconds. Default 30,000. */
  readonly timeoutMs?: number;
  readonly retry?: Partial<RetryPolicy>;
  /** Reports in one request of `recordMany`. Default 500; the ledger takes 1,000. */
  readonly batchSize?: number;
  /** Requests under way at once in `recordMany`. Default 4. */
  readonly concurrency?: number;
}

export interface RequestOptions {
  readonly signal?: AbortSignal;
}

const TIMEOUT_MS = 30_000;
const BATCH_SIZE = 500;
/** The ledger commits concurrent batches together; more than a few only waits in its queue. */
const CONCURRENCY = 4;

const NDJSON = 'application/x-ndjson';
const YAML = 'application/yaml';

/**
 * A client of the ledger's HTTP API. Every method throws LedgerError only. What failed in passing (no connection,
 * 429, 503 …) is repeated, which is harmless: reports carry ids, and reads change nothing but the access log.
 */
export class LedgerClient {
  readonly #transport: Transport;
  readonly #retry: RetryPolicy;
  readonly #limits: RecordManyLimits;

  /** @throws TypeError where `baseUrl` is not an http(s) URL. */
  constructor(options: LedgerClientOptions) {
    const { protocol } = new URL(options.baseUrl);
    if (protocol !== 'http:' && protocol !== 'https:') throw new TypeError('baseUrl must be an http or https URL.');
    this.#transport = new Transport({ ...options, timeoutMs: options.timeoutMs ?? TIMEOUT_MS });
    this.#retry = { ...DEFAULT_RETRY_POLICY, ...options.retry };
    this.#limits = { batchSize: options.batchSize ?? BATCH_SIZE, concurrency: options.concurrency ?? CONCURRENCY };
  }

  /** Report one act. @throws LedgerError with the ledger's problem where it is refused. */
  async record(
    report: wire.RecordReport,
    options: RequestOptions = {},
  ): Promise<wire.RecordReceipt & { readonly replayed: boolean }> {
    const body = withId(report);
    const { data, response } = await this.#transport.call<wire.RecordReceipt>(
      (client, init) => client.POST('/v1/records', { body: asDescribed(body), ...init }),
      this.#repeating(options),
    );
    return { ...data, replayed: response.headers.get('idempotency-replayed') === 'true' };
  }

  /** Report at most as many acts as the ledger takes in one request (1,000). One outcome each, in order; never rejects. */
  async recordBatch(
    reports: readonly wire.RecordReport[],
    options: RequestOptions = {},
  ): Promise<readonly RecordOutcome[]> {
    if (reports.length === 0) return [];
    const post = (body: readonly wire.RecordReport[]): Promise<readonly wire.BatchItem[]> =>
      this.#postBatch(body, options);
    return recordBatch(reports, post, { retry: this.#retry, signal: options.signal });
  }

  /** Report any number of acts: batches, a few at a time. Once a request failed for good no further one is begun. */
  async recordMany(reports: readonly wire.RecordReport[], options: RequestOptions = {}): Promise<RecordManyResult> {
    return recordMany(reports, (batch) => this.recordBatch(batch, options), this.#limits);
  }

  /** The subject an identifier belongs to at a controller, `undefined` where the ledger knows none. */
  async lookup(
    query: { readonly controllerId: string; readonly identifier: wire.Identifier },
    options: RequestOptions = {},
  ): Promise<string | undefined> {
    try {
      const { data } = await this.#transport.call<{ readonly subjectId: string }>(
        (client, init) => client.POST('/v1/subjects/lookup', { body: query, ...init }),
        this.#repeating(options),
      );
      return data.subjectId;
    } catch (error) {
      if (error instanceof LedgerError && error.status === 404) return undefined;
      throw error;
    }
  }

  async historyPage(
    subjectId: string,
    query: wire.HistoryFilters & { readonly cursor?: string } = {},
    options: RequestOptions = {},
  ): Promise<wire.HistoryPage> {
    const { data } = await this.#transport.call<wire.HistoryPage>(
      (client, init) =>
        client.GET('/v1/subjects/{subjectId}/history', {
          params: { path: { subjectId }, query: asDescribed<wire.HistoryQuery>(query) },
          ...init,
        }),
      this.#repeating(options),
    );
    return data;
  }

  /** A person's history, page after page. */
  async *history(
    subjectId: string,
    filters: wire.HistoryFilters = {},
    options: RequestOptions = {},
  ): AsyncGenerator<wire.RecordEntry> {
    yield* entries((cursor) => this.historyPage(subjectId, { ...filters, ...cursor }, options));
  }

  async searchPage(
    query: wire.SearchFilters & { readonly cursor?: string } = {},
    options: RequestOptions = {},
  ): Promise<wire.RecordPage> {
    const { data } = await this.#transport.call<wire.RecordPage>(
      (client, init) => client.GET('/v1/records', { params: { query: asDescribed<wire.SearchQuery>(query) }, ...init }),
      this.#repeating(options),
    );
    return data;
  }

  /** All records that match, page after page. */
  async *searchRecords(
    filters: wire.SearchFilters = {},
    options: RequestOptions = {},
  ): AsyncGenerator<wire.RecordEntry> {
    yield* entries((cursor) => this.searchPage({ ...filters, ...cursor }, options));
  }

  /** All records that match, as one stream. Not resumed when it breaks. */
  async *exportRecords(
    filters: wire.SearchFilters = {},
    options: RequestOptions = {},
  ): AsyncGenerator<wire.RecordEntry> {
    const body = this.#transport.stream(
      (client, init) =>
        client.GET('/v1/records', {
          params: { query: asDescribed<wire.SearchQuery>(filters) },
          headers: { accept: NDJSON },
          parseAs: 'stream',
          ...init,
        }),
      this.#repeating(options),
    );
    for await (const value of ndjsonValues(body)) yield value as wire.RecordEntry;
  }

  /** A person's whole history that matches, as one stream. Not resumed when it breaks. */
  async *exportHistory(
    subjectId: string,
    filters: wire.HistoryFilters = {},
    options: RequestOptions = {},
  ): AsyncGenerator<wire.RecordEntry> {
    const body = this.#transport.stream(
      (client, init) =>
        client.GET('/v1/subjects/{subjectId}/history', {
          params: { path: { subjectId }, query: asDescribed<wire.HistoryQuery>(filters) },
          headers: { accept: NDJSON },
          parseAs: 'stream',
          ...init,
        }),
      this.#repeating(options),
    );
    for await (const value of ndjsonValues(body)) yield value as wire.RecordEntry;
  }

  /** What was found about records. `atLeast` waits, for a bounded time, until everything up to that position was judged. */
  async findingsPage(query: wire.FindingQuery = {}, options: RequestOptions = {}): Promise<wire.FindingPage> {
    const { data } = await this.#transport.call<wire.FindingPage>(
      (client, init) => client.GET('/v1/findings', { params: { query }, ...init }),
      this.#repeating(options),
    );
    return data;
  }

  /** All findings that match, page after page. */
  async *findings(filters: wire.FindingFilters = {}, options: RequestOptions = {}): AsyncGenerator<wire.Finding> {
    yield* entries((cursor) => this.findingsPage({ ...filters, ...cursor }, options));
  }

  /** Harmless to repeat with the same content. */
  async registerController(body: wire.NewController, options: RequestOptions = {}): Promise<wire.Registered> {
    const { data } = await this.#transport.call<wire.Registered>(
      (client, init) => client.POST('/v1/controllers', { body, ...init }),
      this.#repeating(options),
    );
    return data;
  }

  /** Harmless to repeat with the same content. */
  async registerRecipient(body: wire.NewRecipient, options: RequestOptions = {}): Promise<wire.Registered> {
    const { data } = await this.#transport.call<wire.Registered>(
      (client, init) => client.POST('/v1/recipients', { body, ...init }),
      this.#repeating(options),
    );
    return data;
  }

  /**
   * Publish a version of a policy from its text, YAML or JSON. Harmless to repeat with the same content.
   * @throws LedgerError `invalidPolicy` with line and column of what is wrong
   */
  async publishPolicy(text: string, options: RequestOptions = {}): Promise<wire.PolicyVersion> {
    const { data } = await this.#transport.call<wire.PolicyVersion>(
      (client, init) =>
        client.POST('/v1/policies', {
          body: text,
          bodySerializer: String,
          headers: { 'content-type': YAML },
          ...init,
        }),
      this.#repeating(options),
    );
    return data;
  }

  /** Never repeated by itself: a lost answer would leave a key behind that nobody holds. */
  async createKey(body: wire.NewKey, options: RequestOptions = {}): Promise<wire.CreatedKey> {
    const { data } = await this.#transport.call<wire.CreatedKey>(
      (client, init) => client.POST('/v1/keys', { body: asDescribed(body), ...init }),
      {
        retry: NO_RETRIES,
        signal: options.signal,
      },
    );
    return data;
  }

  async listKeys(options: RequestOptions = {}): Promise<readonly wire.ApiKey[]> {
    const { data } = await this.#transport.call<{ readonly items: readonly wire.ApiKey[] }>(
      (client, init) => client.GET('/v1/keys', init),
      this.#repeating(options),
    );
    return data.items;
  }

  async revokeKey(keyId: string, options: RequestOptions = {}): Promise<void> {
    await this.#transport.call<undefined>(
      (client, init) => client.DELETE('/v1/keys/{keyId}', { params: { path: { keyId } }, ...init }),
      this.#repeating(options),
    );
  }

  /** Resolves when a ledger answers under the address. */
  async ping(options: RequestOptions = {}): Promise<void> {
    await this.#transport.call<unknown>((client, init) => client.GET('/healthz', init), this.#repeating(options));
  }

  async #postBatch(body: readonly wire.RecordReport[], options: RequestOptions): Promise<readonly wire.BatchItem[]> {
    const { data } = await this.#transport.call<wire.BatchAnswer>(
      (client, init) => client.POST('/v1/records', { body: asDescribed(body), ...init }),
      {
        retry: NO_RETRIES,
        signal: options.signal,
      },
    );
    return data.results;
  }

  #repeating({ signal }: RequestOptions): CallOptions {
    return { retry: this.#retry, signal };
  }
}

async function* entries<T>(
  page: (cursor: { readonly cursor?: string }) => Promise<{ readonly items: readonly T[]; readonly next?: string }>,
): AsyncGenerator<T> {
  for (let cursor: string | undefined; ;) {
    const { items, next } = await page(cursor === undefined ? {} : { cursor });
    yield* items;
    if (next === undefined) return;
    cursor = next;
  }
}

/** The client takes names of types and roles that are known at run time only; the ledger judges them. */
const asDescribed = <T>(sent: unknown): T => sent as T;

export function createLedgerClient(options: LedgerClientOptions): LedgerClient {
  return new LedgerClient(options);
}
