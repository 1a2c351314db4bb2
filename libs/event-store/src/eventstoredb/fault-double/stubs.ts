import { createRequire } from 'node:module';
import type * as grpcTypes from '@grpc/grpc-js';
import type * as featuresGrpc from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import type * as features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type * as gossipGrpc from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import type * as gossip from '@eventstore/db-client/generated/gossip_pb.js';
import type * as shared_ from '@eventstore/db-client/generated/shared_pb.js';
import type * as status from '@eventstore/db-client/generated/status_pb.js';
import type * as streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type * as streams from '@eventstore/db-client/generated/streams_pb.js';
import type * as any from 'google-protobuf/google/protobuf/any_pb.js';
import type * as duration from 'google-protobuf/google/protobuf/duration_pb.js';
import type * as empty from 'google-protobuf/google/protobuf/empty_pb.js';

/**
 * The client's own generated messages, with the very copies of gRPC and protobuf that the client uses: both keep
 * global registries, and messages of one copy are strangers to another.
 */
const ofTheClient = createRequire(createRequire(import.meta.url).resolve('@eventstore/db-client'));
const generated = (name: string): unknown => ofTheClient(`@eventstore/db-client/generated/${name}.js`);

export const grpc = ofTheClient('@grpc/grpc-js') as typeof grpcTypes;
export const { Any } = ofTheClient('google-protobuf/google/protobuf/any_pb.js') as typeof any;
export const { Duration } = ofTheClient('google-protobuf/google/protobuf/duration_pb.js') as typeof duration;
export const { Empty } = ofTheClient('google-protobuf/google/protobuf/empty_pb.js') as typeof empty;
export const { ServerFeaturesService } = generated('serverfeatures_grpc_pb') as typeof featuresGrpc;
export const { SupportedMethod, SupportedMethods } = generated('serverfeatures_pb') as typeof features;
export const { GossipService } = generated('gossip_grpc_pb') as typeof gossipGrpc;
export const { ClusterInfo, EndPoint, MemberInfo } = generated('gossip_pb') as typeof gossip;
export const messages = generated('shared_pb') as typeof shared_;
export const { Status } = generated('status_pb') as typeof status;
export const { StreamsService } = generated('streams_grpc_pb') as typeof streamsGrpc;
export const streamMessages = generated('streams_pb') as typeof streams;
