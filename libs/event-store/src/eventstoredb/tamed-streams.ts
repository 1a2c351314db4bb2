import type { EventStoreDBClient } from '@eventstore/db-client';

/** What the client's calls have in common, as far as it is needed here. */
interface CallStream {
  write?(message: unknown): boolean;
  cancel(): void;
  resume?(): unknown;
}

type CreateStream = (
  grpcClient: unknown,
  debugName: string,
  creator: (client: unknown) => CallStream,
  cache?: unknown,
) => unknown;

/**
 * Two faults of the client lie in the streams under its calls, where no option reaches:
 * - While the server does not read, the client waits before it writes on; when the connection then breaks, it rejects
 *   an append where nobody can catch it, which ends the process. So no stream asks for patience: what may be in flight
 *   is bounded by the pipeline, in number and in bytes.
 * - A read that is cancelled when the server has finished, but we have not read to the end, is kept for ever.
 *   So what is left of a cancelled call is read and thrown away.
 */
export function tamed(client: EventStoreDBClient): EventStoreDBClient {
  const insides = client as unknown as { GRPCStreamCreator: CreateStream };
  const create = insides.GRPCStreamCreator;
  insides.GRPCStreamCreator = (grpcClient, debugName, creator, cache) =>
    create(grpcClient, debugName, (opened) => emptiedOnCancel(alwaysWritable(creator(opened))), cache);
  return client;
}

function alwaysWritable(stream: CallStream): CallStream {
  const write = stream.write?.bind(stream);
  if (write === undefined) return stream;
  stream.write = (message) => {
    write(message);
    return true;
  };
  return stream;
}

function emptiedOnCancel(stream: CallStream): CallStream {
  const cancel = stream.cancel.bind(stream);
  stream.cancel = () => {
    cancel();
    stream.resume?.();
  };
  return stream;
}
