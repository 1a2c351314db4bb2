import { DoubleServer } from './double-server.ts';
import type { DoubleRequest } from './running-double.ts';

/**
 * The double in a process of its own, so that it can be frozen, and so that its log is not in the memory under test.
 * Forked, it is asked over the channel of its parent, and gone with it. Started otherwise, it listens at once, on the
 * port given as argument or any, and prints its connection string.
 */
const server = new DoubleServer();
const other = new DoubleServer({ log: server.log });

const FOREIGN_EVENT = {
  id: crypto.randomUUID(),
  type: 'PhotoTaken',
  contentType: 'application/octet-stream',
  data: Buffer.from([0xff, 0xd8, 0xff]),
  metadata: Buffer.alloc(0),
};

async function carryOut(request: DoubleRequest): Promise<void> {
  if (request.act === 'start') await server.start();
  if (request.act === 'stop') await server.stop();
  if (request.act === 'cut') server.cut();
  if (request.act === 'elect') {
    await other.start();
    server.faults.leaderPort = other.port;
  }
  if (request.act === 'resign') {
    server.faults.leaderPort = undefined;
    await other.stop();
  }
  Object.assign(server.faults, request.faults);
  const { tombstone, foreignStream } = server.faults;
  if (tombstone !== undefined) server.log.delete(tombstone, { forGood: true });
  if (foreignStream !== undefined) server.log.append(foreignStream, 'noStream', [FOREIGN_EVENT]);
}

if (process.send === undefined) {
  await server.start(Number(process.argv[2] ?? 0));
  process.stdout.write(`esdb://127.0.0.1:${server.port}?tls=false\n`);
} else {
  process.on('message', (request: DoubleRequest) => {
    void carryOut(request).then(() => process.send?.({ id: request.id, port: server.port, faults: server.faults }));
  });
  process.on('disconnect', () => process.exit());
}
