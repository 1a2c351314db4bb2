import type { Metadata, sendUnaryData, ServerDuplexStream, ServerReadableStream } from '@grpc/grpc-js';
import type {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendAnswer, DoubleLog, Expectation, ProposedEvent } from './double-log.ts';
import type { Faults } from './faults.ts';
import { Any, Empty, grpc, messages, Status, streamMessages } from './stubs.ts';

const { BatchAppendResp: Batch, AppendResp: Single } = streamMessages;

export interface Appending {
  readonly log: DoubleLog;
  readonly faults: Faults;
  readonly cut: () => void;
  /** Runs the answer, late if the double is slow. */
  readonly answer: (send: () => void) => void;
}

type Answer = Exclude<AppendAnswer, { kind: 'unanswered' }> | { readonly kind: 'notReady' | 'timeout' };

interface Options {
  hasNoStream(): boolean;
  hasStreamExists(): boolean;
  hasAny(): boolean;
}

/** Carry an append out, or what the faults make of it; `undefined` when there is no answer to give. */
function carriedOut(
  { log, faults, cut }: Appending,
  append: { readonly streamName: string; readonly expected: Expectation; readonly events: readonly ProposedEvent[] },
): Answer | undefined {
  if (faults.cutBeforeCommit > 0) {
    faults.cutBeforeCommit--;
    cut();
    return undefined;
  }
  if (faults.notReady > 0) {
    faults.notReady--;
    return { kind: 'notReady' };
  }
  if (faults.wrongVersion.left > 0) {
    faults.wrongVersion.left--;
    return { kind: 'wrongVersion', current: faults.wrongVersion.current };
  }
  const answer = log.append(append.streamName, append.expected, append.events);
  if (faults.loseReplies > 0) {
    faults.loseReplies--;
    return undefined;
  }
  if (faults.timeouts > 0) {
    faults.timeouts--;
    return { kind: 'timeout' };
  }
  if (faults.cutAfterCommit > 0) {
    faults.cutAfterCommit--;
    cut();
    return undefined;
  }
  return answer.kind === 'unanswered' ? undefined : answer;
}

/** The stream that all batch appends of a client share; requests of one append follow each other by correlation. */
export function batchAppend(call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>, appending: Appending): void {
  const open = new Map<string, { options: BatchAppendReq.Options; events: ProposedEvent[] }>();
  call.on('data', (request: BatchAppendReq) => {
    const correlationId = request.getCorrelationId()?.getString() ?? '';
    const options = request.getOptions();
    if (options !== undefined) open.set(correlationId, { options, events: [] });
    const append = open.get(correlationId);
    if (append === undefined) return;
    append.events.push(...request.getProposedMessagesList().map(proposedEvent));
    if (!request.getIsFinal()) return;
    open.delete(correlationId);
    const streamName = nameOf(append.options);
    const expected = expectationOf(append.options, (options_) => options_.getStreamPosition());
    const answer = carriedOut(appending, { streamName, expected, events: append.events });
    if (answer === undefined) return;
    const response = batchResponse(answer)
      .setCorrelationId(request.getCorrelationId())
      .setStreamIdentifier(append.options.getStreamIdentifier());
    appending.answer(() => call.write(response));
  });
  call.on('end', () => call.end());
  call.on('error', () => undefined);
}

/** The older call, with one append each. */
export function singleAppend(
  call: ServerReadableStream<AppendReq, AppendResp>,
  callback: sendUnaryData<AppendResp>,
  appending: Appending,
): void {
  const events: ProposedEvent[] = [];
  let options: AppendReq.Options | undefined;
  call.on('data', (request: AppendReq) => {
    options ??= request.getOptions();
    const message = request.getProposedMessage();
    if (message !== undefined) events.push(proposedEvent(message));
  });
  call.on('error', () => undefined);
  call.on('end', () => {
    if (options === undefined) return;
    const streamName = nameOf(options);
    const expected = expectationOf(options, (options_) => options_.getRevision());
    const answer = carriedOut(appending, { streamName, expected, events });
    if (answer !== undefined) appending.answer(() => respond(answer, callback));
  });
}

function respond(answer: Answer, callback: sendUnaryData<AppendResp>): void {
  if (answer.kind === 'appended') {
    const success = new Single.Success().setCurrentRevision(String(answer.revision));
    const place = String(answer.position);
    if (answer.position === undefined) success.setNoPosition(new messages.Empty());
    else success.setPosition(new Single.Position().setCommitPosition(place).setPreparePosition(place));
    callback(null, new Single().setSuccess(success));
  } else if (answer.kind === 'wrongVersion') {
    const wrong = new Single.WrongExpectedVersion().setExpectedAny(new messages.Empty());
    if (answer.current < 0) wrong.setCurrentNoStream(new messages.Empty());
    else wrong.setCurrentRevision(String(answer.current));
    callback(null, new Single().setWrongExpectedVersion(wrong));
  } else {
    const [code, exception, details] = SINGLE_REFUSALS[answer.kind];
    callback(refusal(code, exception, details), null);
  }
}

const SINGLE_REFUSALS = {
  deleted: [9, 'stream-deleted', 'Deleted'],
  tooLarge: [3, 'maximum-append-size-exceeded', 'Too large'],
  notReady: [14, '', 'Server Is Not Ready'],
  timeout: [10, '', 'Operation timed out: Commit phase timeout.'],
} as const;

function refusal(
  code: number,
  exception: string,
  details: string,
): { code: number; details: string; metadata: Metadata } {
  const metadata = new grpc.Metadata();
  if (exception !== '') metadata.set('exception', exception);
  metadata.set('maximum-append-size', '1048576');
  metadata.set('stream-name', 'stream');
  return { code, details, metadata };
}

function batchResponse(answer: Answer): BatchAppendResp {
  if (answer.kind === 'appended') {
    const success = new Batch.Success().setCurrentRevision(String(answer.revision));
    const place = String(answer.position);
    if (answer.position === undefined) success.setNoPosition(new Empty());
    else success.setPosition(new messages.AllStreamPosition().setCommitPosition(place).setPreparePosition(place));
    return new Batch().setSuccess(success);
  }
  return new Batch().setError(batchError(answer));
}

function batchError(answer: Exclude<Answer, { kind: 'appended' }>): InstanceType<typeof Status> {
  const status = new Status();
  const details = new Any();
  switch (answer.kind) {
    case 'wrongVersion': {
      const wrong = new messages.WrongExpectedVersion().setExpectedAny(new Empty());
      if (answer.current < 0) wrong.setCurrentNoStream(new Empty());
      else wrong.setCurrentStreamRevision(String(answer.current));
      details.pack(wrong.serializeBinary(), 'event_store.client.WrongExpectedVersion');
      break;
    }
    case 'deleted':
      details.pack(new messages.StreamDeleted().serializeBinary(), 'event_store.client.StreamDeleted');
      break;
    case 'tooLarge': {
      const exceeded = new messages.MaximumAppendSizeExceeded().setMaxappendsize(1_048_576);
      details.pack(exceeded.serializeBinary(), 'event_store.client.MaximumAppendSizeExceeded');
      break;
    }
    case 'timeout':
      details.pack(new messages.Timeout().serializeBinary(), 'event_store.client.Timeout');
      status.setMessage('Timeout');
      break;
    case 'notReady':
      details.pack(new Empty().serializeBinary(), 'google.protobuf.Empty');
      status.setMessage('Server Is Not Ready');
  }
  return status.setDetails(details);
}

function nameOf(options: AppendReq.Options | BatchAppendReq.Options): string {
  return Buffer.from(options.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8');
}

function expectationOf<Sent extends Options>(options: Sent, revision: (options: Sent) => string): Expectation {
  if (options.hasAny()) return 'any';
  if (options.hasNoStream()) return 'noStream';
  return options.hasStreamExists() ? 'streamExists' : Number(revision(options));
}

function proposedEvent(message: AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage): ProposedEvent {
  const metadata = message.getMetadataMap();
  return {
    id: message.getId()?.getString() ?? '',
    type: metadata.get('type') ?? '',
    contentType: metadata.get('content-type') ?? '',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}
