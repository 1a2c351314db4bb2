import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

export interface LoopAnswer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly text: string;
  readonly ms: number;
}

export interface Loop {
  readonly url: string;
  readonly token: string;
  /** The body of the next request. */
  readonly nextBody: () => string;
  readonly onAnswer: (answer: LoopAnswer) => void;
}

/** Never more than this under way: more sockets than a machine has ports for would try the machine. */
const UNDER_WAY_MAX = 10_000;
const TICK_MS = 10;

/** Sends reports as others would: the next one comes when it comes, whether the last one was answered or not. */
export class LoadingClient {
  readonly #loop: Loop;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  readonly #underWay = new Set<Promise<void>>();
  /** Connections that broke instead of an answer. */
  brokenCount = 0;

  constructor(loop: Loop) {
    this.#loop = loop;
  }

  /** As fast as `connections` are answered. @returns answers per second */
  async closed(connections: number, ms: number): Promise<number> {
    const started = performance.now();
    let count = 0;
    const ask = async (): Promise<void> => {
      for (; performance.now() - started < ms; count++) await this.#send();
    };
    await Promise.all(Array.from({ length: connections }, ask));
    return (count / (performance.now() - started)) * 1_000;
  }

  /** So many a second, whatever comes back; resolves when the last has its answer. @returns how many were sent */
  async open(perSecond: number, ms: number): Promise<number> {
    const started = performance.now();
    let sent = 0;
    for (let now = 0; now < ms; now = performance.now() - started) {
      for (; sent < (now / 1_000) * perSecond && this.#underWay.size < UNDER_WAY_MAX; sent++) {
        const sending = this.#send().finally(() => this.#underWay.delete(sending));
        this.#underWay.add(sending);
      }
      await wait(TICK_MS);
    }
    await Promise.all(this.#underWay);
    return sent;
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(): Promise<void> {
    const body = this.#loop.nextBody();
    const started = performance.now();
    const headers = {
      authorization: `Bearer ${this.#loop.token}`,
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
    };
    return new Promise((resolve) => {
      const sending = request(`${this.#loop.url}/v1/records`, { method: 'POST', agent: this.#agent, headers });
      sending.on('response', (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => {
          this.#loop.onAnswer({
            status: answer.statusCode ?? 0,
            retryAfter: answer.headers['retry-after'],
            text: Buffer.concat(parts).toString('utf8'),
            ms: performance.now() - started,
          });
          resolve();
        });
        answer.on('error', () => this.#broken(resolve));
      });
      sending.on('error', () => this.#broken(resolve));
      sending.end(body);
    });
  }

  #broken(resolve: () => void): void {
    this.brokenCount += 1;
    resolve();
  }
}
