import type { CreatedKey, EventReceipt, HistoryPage, NewKey, Problem, RecordPage, RecordReceipt } from './wire.ts';

/** Tokens by role. */
export type Credentials = { readonly [role: string]: string };

export interface Call {
  readonly method?: string;
  /** A role of the development tokens, or a token. Left out: none is sent. */
  readonly as?: string | undefined;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: { readonly [name: string]: string };
}

/** What came back, read whole. */
export class Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;

  constructor({ status, headers }: Response, text: string) {
    this.status = status;
    this.headers = headers;
    this.text = text;
  }

  json<T>(): T {
    return JSON.parse(this.text) as T;
  }

  get problem(): Problem {
    return this.json<Problem>();
  }

  /** Status and problem code: what most refusals are told apart by. */
  get refusal(): readonly [number, string] {
    return [this.status, this.problem.code];
  }

  /** Lines of NDJSON. */
  lines<T>(): T[] {
    return this.text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as T);
  }
}

export interface BatchItem extends RecordReceipt {
  readonly index: number;
  readonly status: number;
  readonly replayed?: boolean;
  readonly problem?: Problem;
}

export interface BatchAnswer {
  readonly recorded: number;
  readonly replayed: number;
  readonly refused: number;
  readonly results: readonly BatchItem[];
}

export interface LineAnswer extends EventReceipt {
  readonly line: number;
  readonly status: number;
  readonly problem?: Problem;
}

export type Query = { readonly [name: string]: string | number | readonly string[] | undefined };

/** Speaks plain HTTP to the service, so that what is tested is what anybody meets. */
export class LedgerCaller {
  readonly baseUrl: string;
  readonly #credentials: Credentials;

  constructor(baseUrl: string, credentials: Credentials) {
    this.baseUrl = baseUrl;
    this.#credentials = credentials;
  }

  tokenOf(as: string): string {
    return this.#credentials[as] ?? as;
  }

  async call(path: string, { method, as, json, body = json, headers = {} }: CallWithBody = {}): Promise<Answer> {
    const sent = json === undefined ? body : JSON.stringify(json);
    const answer = await fetch(`${this.baseUrl}${path}`, {
      method: method ?? (sent === undefined ? 'GET' : 'POST'),
      headers: {
        ...(as === undefined ? {} : { authorization: `Bearer ${this.tokenOf(as)}` }),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(sent === undefined ? {} : { body: sent as string | Uint8Array<ArrayBuffer> }),
    });
    return new Answer(answer, await answer.text());
  }

  /** One record or a batch. */
  report(json: unknown, as = 'emitter'): Promise<Answer> {
    return this.call('/v1/records', { json, as });
  }

  /** @throws Error unless it was recorded; the receipt. */
  async recorded(report: unknown): Promise<RecordReceipt> {
    const answer = await this.report(report);
    if (answer.status !== 201) throw new Error(`Not recorded: ${answer.text}`);
    return answer.json<RecordReceipt>();
  }

  history(subjectId: string, query: Query = {}, as = 'auditor'): Promise<Answer> {
    return this.call(`/v1/subjects/${subjectId}/history${queryText(query)}`, { as });
  }

  async historyPage(subjectId: string, query: Query = {}, as = 'auditor'): Promise<HistoryPage> {
    return succeeded(await this.history(subjectId, query, as)).json<HistoryPage>();
  }

  search(query: Query = {}, as = 'auditor'): Promise<Answer> {
    return this.call(`/v1/records${queryText(query)}`, { as });
  }

  async searchPage(query: Query = {}, as = 'auditor'): Promise<RecordPage> {
    return succeeded(await this.search(query, as)).json<RecordPage>();
  }

  lookup(controllerId: string, [scheme, value]: readonly [string, string], as = 'auditor'): Promise<Answer> {
    return this.call('/v1/subjects/lookup', { json: { controllerId, identifier: { scheme, value } }, as });
  }

  async newKey(key: NewKey, as = 'admin'): Promise<CreatedKey> {
    return succeeded(await this.call('/v1/keys', { json: key, as })).json<CreatedKey>();
  }

  async registerController(id: string): Promise<void> {
    const json = { id, names: [`${id} Ltd.`], role: 'controller', country: 'CN' };
    succeeded(await this.call('/v1/controllers', { json, as: 'admin' }));
  }

  async registerRecipient(id: string): Promise<void> {
    const json = { id, name: `${id} AB`, recipientKind: 'logistics', country: 'SE' };
    succeeded(await this.call('/v1/recipients', { json, as: 'admin' }));
  }
}

type CallWithBody = Omit<Call, 'body'> & { readonly body?: unknown };

/** @throws Error with what the service said, if that was a refusal. */
export function succeeded(answer: Answer): Answer {
  if (answer.status >= 300) throw new Error(`${answer.status}: ${answer.text}`);
  return answer;
}

/** Lists as repeated parameters. */
export function queryText(query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    if (typeof value === 'object') for (const one of value) parameters.append(name, one);
    else parameters.append(name, String(value));
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
