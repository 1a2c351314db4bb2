import { createRequire } from 'node:module';
import type { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import type * as shared from '@eventstore/db-client/generated/shared_pb.js';
import type * as streams from '@eventstore/db-client/generated/streams_pb.js';

const require = createRequire(import.meta.url);
const streamMessages = require('@eventstore/db-client/generated/streams_pb.js') as typeof streams;
const messages = require('@eventstore/db-client/generated/shared_pb.js') as typeof shared;

export interface AppendAnswer {
  readonly correlationId: string;
  readonly result: { readonly revision: bigint; readonly position: bigint | undefined } | AppendRefusal;
}

/** A server's refusal of one append, with the facts that the client's own errors have. */
export class AppendRefusal extends Error {
  override readonly name = 'AppendRefusal';
  readonly type: string;
  readonly actualVersion: bigint | 'no_stream' | undefined;

  constructor(type: string, message = '', actualVersion?: bigint | 'no_stream') {
    super(message);
    this.type = type;
    this.actualVersion = actualVersion;
  }
}

export function appendAnswer(bytes: Uint8Array): AppendAnswer {
  const response = streamMessages.BatchAppendResp.deserializeBinary(bytes);
  return { correlationId: uuidText(response.getCorrelationId()), result: resultOf(response) };
}

function resultOf(response: BatchAppendResp): AppendAnswer['result'] {
  const success = response.getSuccess();
  if (success === undefined) return refusalOf(response);
  const position = success.getPosition()?.getCommitPosition();
  return {
    revision: BigInt(success.getCurrentRevision()),
    position: position === undefined ? undefined : BigInt(position),
  };
}

function refusalOf(response: BatchAppendResp): AppendRefusal {
  const status = response.getError();
  const details = status?.getDetails();
  switch (details?.getTypeName()) {
    case 'event_store.client.WrongExpectedVersion': {
      const wrong = messages.WrongExpectedVersion.deserializeBinary(details.getValue_asU8());
      const actual = wrong.hasCurrentStreamRevision() ? BigInt(wrong.getCurrentStreamRevision()) : 'no_stream';
      return new AppendRefusal('wrong-expected-version', '', actual);
    }
    case 'event_store.client.StreamDeleted':
      return new AppendRefusal('stream-deleted');
    case 'event_store.client.MaximumAppendSizeExceeded':
      return new AppendRefusal('maximum-append-size-exceeded');
    case 'event_store.client.AccessDenied':
      return new AppendRefusal('access-denied');
    case 'event_store.client.Timeout':
      return new AppendRefusal('deadline-exceeded');
    default:
      return new AppendRefusal('unknown', status?.getMessage());
  }
}

/** As text it comes back as it was sent; a server that gave up waiting names it in numbers. */
function uuidText(uuid: shared.UUID | undefined): string {
  const numbers = uuid?.getStructured();
  if (numbers === undefined) return uuid?.getString() ?? '';
  const halves = [numbers.getMostSignificantBits(), numbers.getLeastSignificantBits()];
  const hex = halves.map((half) => BigInt.asUintN(64, BigInt(half)).toString(16).padStart(16, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
