import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message as it came in. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A service on this machine that is told, and answers as it is told to. */
export class WebhookReceiver {
  readonly received: Received[] = [];
  #server: Server | undefined;
  readonly #answers = new Map<string, number[]>();

  async start(): Promise<void> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { url: path = '', headers } = request;
        this.received.push({ path, headers, body: Buffer.concat(chunks).toString('utf8') });
        response.writeHead(this.#statusFor(path), { location: '/elsewhere' }).end('{}');
      });
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }

  urlOf(path: string): string {
    const { port } = this.#server?.address() as AddressInfo;
    return `http://127.0.0.1:${port}${path}`;
  }

  /** Statuses of the next answers at a path; the last one stays. Without any, 204. */
  answer(path: string, ...statuses: number[]): void {
    this.#answers.set(path, statuses);
  }

  at(path: string): readonly Received[] {
    return this.received.filter((one) => one.path === path);
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  #statusFor(path: string): number {
    const statuses = this.#answers.get(path) ?? [];
    return (statuses.length > 1 ? statuses.shift() : statuses[0]) ?? 204;
  }
}
