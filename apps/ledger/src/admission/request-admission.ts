import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError, replyWithProblem, type ProblemCode } from '../problems/index.ts';
import type { BytesInFlight } from './bytes-in-flight.ts';

/** What a request takes beside its body: headers, objects, its place in queues. In bytes. */
const REQUEST_BYTES = 4_096;
/** What is held of a stream, which is read no faster than its lines are recorded. In bytes. */
const STREAM_BYTES = 262_144;
const STREAMED = 'application/x-ndjson';

/** Asked by those who watch the ledger, above all when it has too much to do. */
const ALWAYS_ADMITTED: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

export interface RequestAdmission {
  readonly inFlight: BytesInFlight;
  /** Longest time from a request's headers to the end of its body, in milliseconds. */
  readonly arrivalMsMax: number;
  readonly onOverloaded: () => void;
}

/**
 * Bounds what requests hold in memory, and how long they may take to arrive. What comes beyond that is told to come
 * again, before its body is read where its length is known: a queue that grows without bound helps nobody, and ends with the
 * process. Only what has arrived is counted, so that nobody takes room by announcing much and sending nothing.
 */
export function admitRequests(server: Pick<FastifyInstance, 'addHook'>, admission: RequestAdmission): void {
  const { inFlight, onOverloaded } = admission;
  const held = new WeakMap<FastifyRequest, Held>();
  server.addHook('onRequest', (request, reply, done) => {
    if (ALWAYS_ADMITTED.has(request.routeOptions.url ?? '')) return done();
    const bytes = REQUEST_BYTES + (isStreamed(request) ? STREAM_BYTES : 0);
    if (!inFlight.hasRoomFor(bytes + announcedBytes(request))) {
      onOverloaded();
      return done(new ProblemError('overloaded'));
    }
    const own = new Held(inFlight, bytes);
    held.set(request, own);
    // Also when the connection breaks before there is an answer.
    reply.raw.once('close', () => own.release());
    done();
  });
  server.addHook('preParsing', (request, reply, payload, done) => {
    const own = held.get(request);
    if (own !== undefined && !isStreamed(request)) watchArrival({ request, reply, own, admission });
    done(null, payload);
  });
}

/** What one request holds. */
class Held {
  readonly #inFlight: BytesInFlight;
  #bytes: number;

  constructor(inFlight: BytesInFlight, bytes: number) {
    this.#inFlight = inFlight;
    this.#bytes = bytes;
    inFlight.add(bytes);
  }

  /** @returns whether there was room for it. */
  grow(bytes: number): boolean {
    if (!this.#inFlight.hasRoomFor(bytes, this.#bytes)) return false;
    this.#inFlight.add(bytes);
    this.#bytes += bytes;
    return true;
  }

  release(): void {
    this.#inFlight.giveBack(this.#bytes);
    this.#bytes = 0;
  }
}

interface Arrival {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly own: Held;
  readonly admission: RequestAdmission;
}

/** From the first byte of the body to the last: counted, and not for ever. */
function watchArrival({ request: { raw }, reply, own, admission }: Arrival): void {
  if (raw.complete && raw.readableLength === 0) return;
  const late = setTimeout(() => refuse('requestTimeout'), admission.arrivalMsMax);
  const end = (): void => clearTimeout(late);
  const refuse = (code: ProblemCode): void => {
    end();
    raw.off('data', count);
    if (reply.sent) return;
    // The rest of the body is not waited for.
    replyWithProblem(reply.header('connection', 'close'), new ProblemError(code));
  };
  const count = (chunk: Buffer): void => {
    if (own.grow(chunk.length)) return;
    admission.onOverloaded();
    refuse('overloaded');
  };
  raw.on('data', count);
  raw.once('end', end);
  raw.once('close', end);
}

function announcedBytes({ headers }: FastifyRequest): number {
  const length = Number(headers['content-length'] ?? 0);
  return Number.isFinite(length) ? length : 0;
}

const isStreamed = ({ headers }: FastifyRequest): boolean => headers['content-type']?.startsWith(STREAMED) === true;
