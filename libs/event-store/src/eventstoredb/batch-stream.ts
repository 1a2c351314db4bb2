import type { EventStoreDBClient } from '@eventstore/db-client';

interface Writable {
  write(message: unknown): boolean;
}

type StreamCreator = (
  grpcClient: unknown,
  debugName: string,
  creator: (client: unknown) => Writable,
  cache?: unknown,
) => unknown;

/**
 * When the server stops reading, the client queues appends behind the stream they share; when the connection then
 * breaks, it rejects those in the queue where nobody can catch it, which ends the process. So that stream never
 * asks for patience: what may be in flight is bounded by the pipeline, in number and in bytes.
 */
export function withoutBackPressure(client: EventStoreDBClient): EventStoreDBClient {
  const insides = client as unknown as { GRPCStreamCreator: StreamCreator };
  const create = insides.GRPCStreamCreator;
  insides.GRPCStreamCreator = (grpcClient, debugName, creator, cache) => {
    if (debugName !== 'appendToStream') return create(grpcClient, debugName, creator, cache);
    return create(grpcClient, debugName, (opened) => alwaysWritable(creator(opened)), cache);
  };
  return client;
}

function alwaysWritable(stream: Writable): Writable {
  const write = stream.write.bind(stream);
  stream.write = (message) => {
    write(message);
    return true;
  };
  return stream;
}
