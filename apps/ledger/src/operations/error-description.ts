/** Errors of our own, whose messages hold nothing a caller sent (their classes promise it). */
const OUR_ERRORS: ReadonlySet<string> = new Set([
  'EventStoreError',
  'VaultError',
  'ProjectionError',
  'DomainError',
  'SettingsError',
  'ProblemError',
]);

/** Causes of causes, bounded. */
const CAUSE_DEPTH_MAX = 4;
const FRAMES_COUNT_MAX = 20;

/** As pino's own serialiser names the parts. */
export interface ErrorDescription {
  readonly [part: string]: unknown;
  readonly type: string;
  readonly message: string;
  /** Frames, one a line. */
  readonly stack: string;
  readonly code?: string;
  readonly cause?: ErrorDescription;
}

/** An error for the log. The message of a foreign one is withheld: it may repeat what was sent. */
export function describeError(error: unknown): ErrorDescription {
  return describeAt(error, 0);
}

function describeAt(error: unknown, depth: number): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error, message: '(withheld)', stack: '' };
  const code: unknown = Reflect.get(error, 'code');
  const ours = OUR_ERRORS.has(error.name);
  return {
    // `name` of a foreign error can be set to anything; its class's name cannot.
    type: ours ? error.name : error.constructor.name,
    message: ours ? error.message : '(withheld)',
    stack: framesOf(error),
    ...(typeof code === 'string' && /^\w{1,64}$/.test(code) ? { code } : {}),
    ...(error.cause === undefined || depth >= CAUSE_DEPTH_MAX ? {} : { cause: describeAt(error.cause, depth + 1) }),
  };
}

/** A stack begins with the message, and the message may have lines that look like frames. */
function framesOf({ stack = '', message }: Error): string {
  const afterMessage = message === '' ? stack : stack.slice(stack.indexOf(message) + message.length);
  const frames = afterMessage.split('\n').filter((line) => /^\s+at /.test(line));
  return frames
    .slice(0, FRAMES_COUNT_MAX)
    .map((line) => line.trim())
    .join('\n');
}
