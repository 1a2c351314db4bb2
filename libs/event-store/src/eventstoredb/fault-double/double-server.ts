import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server as TcpServer, Socket } from 'node:net';
import type {
  Metadata,
  Server as GrpcServer,
  ServerCredentials,
  ServerUnaryCall,
  sendUnaryData,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { ServerDuplexStream, ServerReadableStream } from '@grpc/grpc-js';
import type { ClusterInfo as Cluster } from '@eventstore/db-client/generated/gossip_pb.js';
import type { SupportedMethods as Methods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
  DeleteReq,
} from '@eventstore/db-client/generated/streams_pb.js';
import { batchAppend, singleAppend } from './double-appends.ts';
import type { Appending } from './double-appends.ts';
import { DoubleLog } from './double-log.ts';
import { failure, read, streamDeleted } from './double-reads.ts';
import type { ReadCall } from './double-reads.ts';
import { noFaults } from './faults.ts';
import type { Faults } from './faults.ts';
import * as stubs from './stubs.ts';

const HOST = '127.0.0.1';
const STREAMS = 'event_store.client.streams.streams';
const MESSAGE_BYTES_MAX = 20 * 1024 * 1024;

/** As the server writes them in trailers. */
const NO_REVISION = '-1';
const ANY_REVISION = '-2';

type Unary<Request, Response> = (call: ServerUnaryCall<Request, unknown>, callback: sendUnaryData<Response>) => void;

export interface DoubleOptions {
  /** Two nodes of one cluster share a log. */
  readonly log?: DoubleLog;
  /** PEM texts; without them there is no TLS. */
  readonly tls?: { readonly key: Buffer; readonly certificate: Buffer };
  /** `name:password` that every call on streams must carry. */
  readonly login?: string;
}

/**
 * A stand-in for EventStoreDB that can be made to fail. What it does when it does not fail was taken down from a real
 * server of version 24.2; a test that is green on it tells how the adapter handles faults, and nothing of the database.
 */
export class DoubleServer {
  readonly log: DoubleLog;
  readonly faults: Faults = noFaults();
  readonly #options: DoubleOptions;
  readonly #sockets = new Set<Socket>();
  #grpc: GrpcServer | undefined;
  #tcp: TcpServer | undefined;
  #port = 0;

  constructor(options: DoubleOptions = {}) {
    this.#options = options;
    this.log = options.log ?? new DoubleLog();
  }

  get port(): number {
    return this.#port;
  }

  /** Listens where it listened before, or else on the port given or any; with what was appended before. */
  async start(port = 0): Promise<void> {
    const server = new stubs.grpc.Server({ 'grpc.max_receive_message_length': MESSAGE_BYTES_MAX });
    server.addService(stubs.StreamsService, this.#streams());
    server.addService(stubs.ServerFeaturesService, { getSupportedMethods: this.#features });
    server.addService(stubs.GossipService, { read: this.#gossip });
    // Sockets are taken in one by one, so that they can be cut while the server goes on.
    const injector = server.createConnectionInjector(this.#credentials());
    const tcp = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => undefined);
      injector.injectConnection(socket);
    });
    tcp.listen(this.#port === 0 ? port : this.#port, HOST);
    await once(tcp, 'listening');
    this.#port = (tcp.address() as AddressInfo).port;
    this.#grpc = server;
    this.#tcp = tcp;
  }

  async stop(): Promise<void> {
    const [server, tcp] = [this.#grpc, this.#tcp];
    if (server === undefined || tcp === undefined) return;
    this.#grpc = this.#tcp = undefined;
    const closed = once(tcp, 'close');
    tcp.close();
    this.cut();
    server.forceShutdown();
    this.log.forgetIds();
    await closed;
  }

  /** Every connection ends at once, in the middle of whatever it carries. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  #streams(): UntypedServiceImplementation {
    const appending: Appending = {
      log: this.log,
      faults: this.faults,
      cut: () => this.cut(),
      answer: (send) => {
        if (this.faults.slowMs > 0) setTimeout(send, this.faults.slowMs);
        else send();
      },
    };
    const remove =
      (forGood: boolean): Unary<DeleteReq, unknown> =>
      (call, callback) => {
        const name = call.request.getOptions()?.getStreamIdentifier()?.getStreamName_asU8() ?? [];
        const { DeleteResp, TombstoneResp } = stubs.streamMessages;
        const outcome = this.log.delete(Buffer.from(name).toString('utf8'), { forGood });
        if (outcome === 'done') callback(null, forGood ? new TombstoneResp() : new DeleteResp());
        else callback(outcome === 'deleted' ? streamDeleted() : wrongVersionOf(NO_REVISION), null);
      };
    return {
      append: (call: ServerReadableStream<AppendReq, AppendResp>, callback: sendUnaryData<AppendResp>) => {
        const refusal = this.#refusal(call.metadata);
        if (refusal === undefined) singleAppend(call, callback, appending);
        else callback(refusal, null);
      },
      batchAppend: (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>) => {
        // Told by the first append, as the real one tells that it is not the leader.
        call.prependListener('data', () => {
          const refusal = this.#refusal(call.metadata);
          if (refusal === undefined) return;
          call.removeAllListeners('data');
          call.emit('error', refusal);
        });
        batchAppend(call, appending);
      },
      read: (call: ReadCall) => {
        const refusal = this.#refusal(call.metadata);
        const reading = refusal === undefined ? this.#slowly(() => read(call, this.log)) : Promise.reject(refusal);
        reading.catch((error: unknown) => call.emit('error', error));
      },
      delete: remove(false),
      tombstone: remove(true),
    };
  }

  async #slowly(answer: () => Promise<void>): Promise<void> {
    if (this.faults.slowMs > 0) await new Promise((resolve) => setTimeout(resolve, this.faults.slowMs));
    await answer();
  }

  #credentials(): ServerCredentials {
    const { tls } = this.#options;
    const { ServerCredentials: Credentials } = stubs.grpc;
    if (tls === undefined) return Credentials.createInsecure();
    return Credentials.createSsl(null, [{ private_key: tls.key, cert_chain: tls.certificate }]);
  }

  #refusal(metadata: Metadata): Error | undefined {
    const { login } = this.#options;
    if (login !== undefined) {
      const expected = `Basic ${Buffer.from(login).toString('base64')}`;
      const [given] = metadata.get('authorization');
      if (given === undefined) return failure(stubs.grpc.status.PERMISSION_DENIED, 'Access Denied', 'access-denied');
      if (given !== expected) return failure(stubs.grpc.status.UNAUTHENTICATED, 'Unauthenticated');
    }
    return this.#notLeader(metadata);
  }

  #notLeader(metadata: Metadata): Error | undefined {
    const { leaderPort } = this.faults;
    if (leaderPort === undefined || metadata.get('requires-leader').length === 0) return undefined;
    const error = failure(stubs.grpc.status.NOT_FOUND, 'Leader info available', 'not-leader');
    const trailers = (error as unknown as { metadata: Metadata }).metadata;
    trailers.set('leader-endpoint-host', HOST);
    trailers.set('leader-endpoint-port', String(leaderPort));
    return error;
  }

  readonly #features: Unary<unknown, Methods> = (_, callback) => {
    if (this.faults.isSilent) return;
    const names = ['append', 'read', 'delete', 'tombstone'];
    if (this.faults.isBatchAppendKnown) names.push('batchappend');
    const methods = names.map((name) => new stubs.SupportedMethod().setServiceName(STREAMS).setMethodName(name));
    const answer = new stubs.SupportedMethods().setEventStoreServerVersion('24.2.0').setMethodsList(methods);
    callback(null, answer);
  };

  /** A cluster of this node alone, or of this follower and its leader. */
  readonly #gossip: Unary<unknown, Cluster> = (_, callback) => {
    const { LEADER, FOLLOWER } = stubs.MemberInfo.VNodeState;
    const { leaderPort } = this.faults;
    const own = memberInfo(this.#port, leaderPort === undefined ? LEADER : FOLLOWER);
    const members = leaderPort === undefined ? [own] : [own, memberInfo(leaderPort, LEADER)];
    callback(null, new stubs.ClusterInfo().setMembersList(members));
  };
}

function wrongVersionOf(current: string): Error {
  const error = failure(stubs.grpc.status.FAILED_PRECONDITION, 'Wrong version', 'wrong-expected-version');
  const trailers = (error as unknown as { metadata: Metadata }).metadata;
  trailers.set('expected-version', ANY_REVISION);
  trailers.set('actual-version', current);
  return error;
}

function memberInfo(port: number, state: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8): InstanceType<typeof stubs.MemberInfo> {
  return new stubs.MemberInfo()
    .setInstanceId(new stubs.messages.UUID().setString(crypto.randomUUID()))
    .setTimeStamp('0')
    .setState(state)
    .setIsAlive(true)
    .setHttpEndPoint(new stubs.EndPoint().setAddress(HOST).setPort(port));
}
