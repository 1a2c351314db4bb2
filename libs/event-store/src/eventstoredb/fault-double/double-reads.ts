import { once } from 'node:events';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { DoubleLog, LogRecord } from './double-log.ts';
import { grpc, messages, streamMessages } from './stubs.ts';

const { ReadResp: Response, ReadReq: Request } = streamMessages;

/** EventStoreDB's word for no position. */
const NOWHERE = String(2n ** 64n - 1n);
/** A subscription that is live and so many events behind is told so, and catches up again. */
const LIVE_BUFFER = 1_000;
const CONSIDERED_DEFAULT = 32;

export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;
type FilterOptions = ReadReq.Options.FilterOptions;

/** Answers reads of a stream, reads of `$all` and subscriptions to it. Rejects with what the call is to fail with. */
export async function read(call: ReadCall, log: DoubleLog): Promise<void> {
  const options = call.request.getOptions();
  if (options === undefined) throw failure(grpc.status.INVALID_ARGUMENT, 'No options');
  if (options.hasSubscription()) return subscribe(call, options, log);
  const found = options.hasStream() ? ofStream(call, options, log) : ofAll(options, log);
  for (const record of found.slice(0, Number(options.getCount()))) {
    if (call.cancelled) return;
    await write(call, eventResponse(record));
  }
  call.end();
}

export function failure(code: number, details: string, exception?: string): Error {
  const metadata = new grpc.Metadata();
  if (exception !== undefined) metadata.set('exception', exception);
  metadata.set('stream-name', 'stream');
  return Object.assign(new Error(details), { code, details, metadata });
}

export const streamDeleted = (): Error => failure(grpc.status.FAILED_PRECONDITION, 'Deleted', 'stream-deleted');

function isBackwards(options: ReadReq.Options): boolean {
  return options.getReadDirection() === Request.Options.ReadDirection.BACKWARDS;
}

function ofStream(call: ReadCall, options: ReadReq.Options, log: DoubleLog): readonly LogRecord[] {
  const stream = options.getStream();
  const name = Buffer.from(stream?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8');
  if (stream?.hasEnd() === true && !isBackwards(options)) {
    throw failure(grpc.status.UNKNOWN, 'Unexpected ReadStreamResult: Error');
  }
  const records = log.stream(name);
  if (records === 'deleted') throw streamDeleted();
  if (records === undefined) {
    const missing = new Response.StreamNotFound().setStreamIdentifier(stream?.getStreamIdentifier());
    call.write(new Response().setStreamNotFound(missing));
    return [];
  }
  const from = stream?.hasRevision() === true ? Number(stream.getRevision()) : 0;
  if (!isBackwards(options)) return records.filter((record) => record.revision >= from);
  const last = stream?.hasEnd() === true ? Number.POSITIVE_INFINITY : from;
  return records.filter((record) => record.revision <= last).reverse();
}

/** Forwards from the position on, backwards from before it: so does the real one. */
function ofAll(options: ReadReq.Options, log: DoubleLog): readonly LogRecord[] {
  const all = options.getAll();
  const at = all?.hasPosition() === true ? log.indexFrom(Number(all.getPosition()?.getCommitPosition())) : -1;
  if (at === undefined) throw failure(grpc.status.UNKNOWN, 'Unexpected ReadAllResult: InvalidPosition');
  const count = Number(options.getCount());
  if (!isBackwards(options)) return all?.hasEnd() === true ? [] : log.records.slice(Math.max(at, 0)).slice(0, count);
  if (at === log.records.length) throw failure(grpc.status.UNKNOWN, 'Unexpected ReadAllResult: Error');
  const before = at >= 0 ? at : all?.hasEnd() === true ? log.records.length : 0;
  return log.records.slice(Math.max(0, before - count), before).reverse();
}

async function subscribe(call: ReadCall, options: ReadReq.Options, log: DoubleLog): Promise<void> {
  const filter = options.getFilter();
  const isWanted = filterOf(filter);
  const window = filter?.hasMax() === true ? filter.getMax() : CONSIDERED_DEFAULT;
  const interval = window * (filter?.getCheckpointintervalmultiplier() ?? 1);
  let next = subscriptionStart(options, log);
  // From beyond the end nothing comes until the log has grown past it.
  const after =
    options.getAll()?.hasPosition() === true ? Number(options.getAll()?.getPosition()?.getCommitPosition()) : -1;
  // The place of the last event or checkpoint that was sent, which a checkpoint may repeat.
  let told = next > 0 ? String(log.records[next - 1]?.position ?? NOWHERE) : NOWHERE;
  let considered = 0;
  let isLive = false;
  await write(
    call,
    new Response().setConfirmation(new Response.SubscriptionConfirmation().setSubscriptionId('double')),
  );
  const ended = new AbortController();
  call.on('cancelled', () => ended.abort());
  call.on('close', () => ended.abort());
  while (!call.cancelled) {
    if (isLive && log.records.length - next > LIVE_BUFFER) {
      isLive = false;
      await write(call, new Response().setFellBehind(new Response.FellBehind()));
    }
    const record = log.records[next];
    if (record === undefined) {
      if (!isLive && filter !== undefined) await write(call, checkpoint(told));
      if (!isLive) await write(call, new Response().setCaughtUp(new Response.CaughtUp()));
      isLive = true;
      if (log.records.length === next) {
        await once(log.growth, 'grown', { signal: ended.signal }).catch(() => undefined);
      }
      continue;
    }
    next++;
    if (record.position > after && isWanted(record)) {
      told = String(record.position);
      await write(call, eventResponse(record));
    }
    if (filter !== undefined && ++considered % interval === 0) {
      told = String(record.position);
      await write(call, checkpoint(told));
    }
  }
}

/** Behind the position, which has to be that of a record. */
function subscriptionStart(options: ReadReq.Options, log: DoubleLog): number {
  const all = options.getAll();
  if (all?.hasStart() === true) return 0;
  if (all?.hasPosition() !== true) return log.records.length;
  const index = log.indexFrom(Number(all.getPosition()?.getCommitPosition()));
  if (index === undefined) throw failure(grpc.status.INVALID_ARGUMENT, 'Trying to read from an invalid position.');
  return Math.min(index + 1, log.records.length);
}

function filterOf(filter: FilterOptions | undefined): (record: LogRecord) => boolean {
  if (filter === undefined) return () => true;
  const expression = filter.hasEventType() ? filter.getEventType() : filter.getStreamIdentifier();
  const subject = (record: LogRecord): string => (filter.hasEventType() ? record.type : record.streamName);
  const prefixes = expression?.getPrefixList() ?? [];
  if (prefixes.length > 0) return (record) => prefixes.some((prefix) => subject(record).startsWith(prefix));
  const regex = new RegExp(expression?.getRegex() ?? '');
  return (record) => regex.test(subject(record));
}

function checkpoint(place: string): ReadResp {
  return new Response().setCheckpoint(new Response.Checkpoint().setCommitPosition(place).setPreparePosition(place));
}

function eventResponse(record: LogRecord): ReadResp {
  const event = new Response.ReadEvent.RecordedEvent()
    .setId(new messages.UUID().setString(record.id))
    .setStreamIdentifier(new messages.StreamIdentifier().setStreamName(Buffer.from(record.streamName)))
    .setStreamRevision(String(BigInt(record.revision)))
    .setCommitPosition(String(record.position))
    .setPreparePosition(String(record.position))
    .setData(record.data)
    .setCustomMetadata(record.metadata);
  const metadata = event.getMetadataMap();
  metadata.set('type', record.type);
  metadata.set('content-type', record.contentType);
  metadata.set('created', record.created);
  const position = String(record.position);
  return new Response().setEvent(new Response.ReadEvent().setEvent(event).setCommitPosition(position));
}

async function write(call: ReadCall, response: ReadResp): Promise<void> {
  if (call.write(response) || call.cancelled) return;
  await new Promise<void>((resolve) => {
    const events = ['drain', 'close', 'cancelled', 'error', 'finish'];
    const settle = (): void => {
      for (const event of events) call.off(event, settle);
      resolve();
    };
    for (const event of events) call.once(event, settle);
  });
}
