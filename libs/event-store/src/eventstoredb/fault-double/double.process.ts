import { DoubleServer } from './double-server.ts';
import type { DoubleRequest } from './running-double.ts';

/**
 * The double in a process of its own, so that it can be frozen, and so that its log is not in the memory under test.
 * Asked over the channel of its parent, and gone with it.
 */
const server = new DoubleServer();

async function carryOut(request: DoubleRequest): Promise<void> {
  if (request.act === 'start') await server.start();
  if (request.act === 'stop') await server.stop();
  if (request.act === 'cut') server.cut();
  Object.assign(server.faults, request.faults);
  const { tombstone } = server.faults;
  if (tombstone !== undefined) server.log.delete(tombstone, { forGood: true });
}

process.on('message', (request: DoubleRequest) => {
  void carryOut(request).then(() => process.send?.({ id: request.id, port: server.port, faults: server.faults }));
});
process.on('disconnect', () => process.exit());
