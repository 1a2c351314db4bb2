import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between a client and a server on loopback, and can be shut, as a network or a stopped server would be. */
export class TcpGate {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #state: 'open' | 'cut' | 'frozen' = 'open';

  private constructor(target: { readonly host: string; readonly port: number }) {
    this.#server = createServer((near) => this.#accept(near, connect(target)));
  }

  /** @param url of the server; only host and port are looked at. */
  static async before(url: string): Promise<TcpGate> {
    const { hostname, port } = new URL(url);
    const gate = new TcpGate({ host: hostname, port: Number(port || 5432) });
    gate.#server.listen(0, '127.0.0.1');
    await once(gate.#server, 'listening');
    return gate;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Every connection is reset, and so is every new one, as by a server that is stopped. */
  cut(): void {
    this.#state = 'cut';
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** Nothing passes any more, and nobody is told: a server that hangs, or a cable that is pulled. */
  freeze(): void {
    this.#state = 'frozen';
    for (const socket of this.#sockets) socket.pause();
  }

  open(): void {
    this.#state = 'open';
    for (const socket of this.#sockets) socket.resume();
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(near: Socket, far: Socket): void {
    if (this.#state === 'cut') {
      near.resetAndDestroy();
      far.destroy();
      return;
    }
    this.#connect(near, far);
    this.#connect(far, near);
  }

  #connect(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.on('data', (bytes) => to.write(bytes));
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
    if (this.#state === 'frozen') from.pause();
  }
}
