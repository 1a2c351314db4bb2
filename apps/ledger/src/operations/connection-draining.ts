import type { FastifyInstance } from 'fastify';

/** How often connections that have meanwhile been answered are let go of while stopping, in milliseconds. */
const SWEEP_EVERY_MS = 20;

/**
 * Lets every request that was taken be answered when the ledger stops, and keeps no connection open after that. Fastify
 * closes those that are idle at that moment; one that is being answered would afterwards be kept for its keep-alive
 * time, and the stop would wait for it until it is out of time.
 */
export function drainConnections(server: FastifyInstance): void {
  let isClosing = false;
  server.addHook('preClose', (done) => {
    isClosing = true;
    const sweep = setInterval(() => server.server.closeIdleConnections(), SWEEP_EVERY_MS);
    server.server.once('close', () => clearInterval(sweep));
    sweep.unref();
    done();
  });
  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (isClosing) void reply.header('connection', 'close');
    done();
  });
}
