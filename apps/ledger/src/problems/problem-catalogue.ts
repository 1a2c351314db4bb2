export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  /** What the caller can do. */
  readonly action: string;
  /** Sent as `Retry-After`, in seconds, where repeating the same request may help. */
  readonly retryAfterSeconds?: number;
}

const correctAndResend = 'Correct what `errors` names and send it again.';
const retrySoon = 'Repeat the request unchanged; records are de-duplicated, so nothing is recorded twice.';
const quoteRequestId = 'Tell the operator of the ledger the requestId.';

/** Every problem the API answers with. A code is stable for ever: callers compare it. */
export const PROBLEMS = {
  invalidBody: { status: 400, title: 'The body does not fit its description', action: correctAndResend },
  invalidQuery: { status: 400, title: 'The query parameters do not fit their description', action: correctAndResend },
  invalidPath: { status: 400, title: 'The path of the request cannot be read', action: 'Correct the path.' },
  invalidHeader: { status: 400, title: 'A header of the request cannot be used', action: correctAndResend },
  invalidRequest: {
    status: 400,
    title: 'What was sent is not an HTTP request',
    action: 'Send HTTP/1.1 (RFC 9112).',
  },
  invalidJson: { status: 400, title: 'The body is not JSON', action: 'Send JSON in UTF-8 (RFC 8259).' },
  invalidCursor: {
    status: 400,
    title: 'The cursor cannot be used',
    action: 'Start again without a cursor, with the same filters throughout.',
  },
  invalidRecord: { status: 422, title: 'The record does not fit its type', action: correctAndResend },
  invalidPolicy: {
    status: 422,
    title: 'The policy is not one that can be published',
    action: 'Correct what `errors` names, by line and column, and send it again.',
  },
  unknownRecordType: {
    status: 422,
    title: 'There is no such record type',
    action: 'Use one of the types listed in the API description.',
  },
  unknownController: {
    status: 422,
    title: 'The data controller is not registered',
    action: 'Have an administrator register the controller, or correct the id.',
  },
  unknownSubject: {
    status: 422,
    title: 'The person is not known to this data controller',
    action: 'Correct the id, or name the person by identifiers.',
  },
  unknownRecipient: {
    status: 422,
    title: 'The recipient is not registered',
    action: 'Register the recipient, or correct the id.',
  },
  unauthenticated: {
    status: 401,
    title: 'The request carries no valid credential',
    action: 'Send `Authorization: Bearer <token>` with a key or an access token that is neither expired nor revoked.',
  },
  forbidden: {
    status: 403,
    title: 'The credential does not permit this',
    action: 'Use a credential whose role has the permission named in `detail`.',
  },
  controllerNotAllowed: {
    status: 403,
    title: 'The credential is not bound to this data controller',
    action: 'Use a credential of that controller.',
  },
  subjectNotAllowed: {
    status: 403,
    title: 'The credential is bound to another data subject',
    action: 'A person can read their own history only.',
  },
  notFound: { status: 404, title: 'There is nothing here', action: 'Correct the path or the id.' },
  methodNotAllowed: {
    status: 405,
    title: 'The method does not fit the path',
    action: 'Use a method named in the `Allow` header.',
  },
  notAcceptable: {
    status: 406,
    title: 'The answer cannot be given in the form asked for',
    action: 'Ask for a media type of the API description.',
  },
  requestTimeout: { status: 408, title: 'The request was not complete in time', action: retrySoon },
  contentConflict: {
    status: 409,
    title: 'Another content is recorded under this id',
    action: 'Send the new content under a new id; what is recorded is never changed.',
  },
  alreadyExists: { status: 409, title: 'This id is taken', action: 'Choose another id, or read what is there.' },
  revisionConflict: {
    status: 409,
    title: 'Somebody else changed this in the meantime',
    action: 'Read it again and repeat the change.',
    retryAfterSeconds: 1,
  },
  stateConflict: {
    status: 409,
    title: 'This cannot be done in the present state',
    action: 'Read the present state; `detail` says what is in the way.',
  },
  erased: { status: 410, title: 'The data has been erased', action: 'Nothing: the key of this data is destroyed.' },
  preconditionFailed: {
    status: 412,
    title: 'The revision named in `If-Match` is not the present one',
    action: 'Read it again and repeat the change.',
  },
  preconditionRequired: {
    status: 428,
    title: 'The request does not say which revision it is about',
    action: 'Send `If-Match` with the `ETag` of what was read.',
  },
  bodyTooLarge: { status: 413, title: 'The body is too large', action: 'Send smaller batches, or stream NDJSON.' },
  batchTooLarge: {
    status: 413,
    title: 'The batch has too many items',
    action: 'Send smaller batches, or stream NDJSON.',
  },
  pathTooLong: { status: 414, title: 'The address is too long', action: 'Shorten the query.' },
  unsupportedMediaType: {
    status: 415,
    title: 'The media type is not understood here',
    action: 'Send one of the media types of the API description.',
  },
  expectationFailed: { status: 417, title: 'The `Expect` header cannot be honoured', action: 'Leave the header out.' },
  headersTooLarge: { status: 431, title: 'The headers are too large', action: 'Send fewer or shorter headers.' },
  tooManyRequests: { status: 429, title: 'Too many requests', action: retrySoon, retryAfterSeconds: 1 },
  notYetProjected: {
    status: 503,
    title: 'The read model has not reached the position asked for',
    action: 'Repeat the request, or leave `atLeast` out.',
    retryAfterSeconds: 1,
  },
  overloaded: {
    status: 503,
    title: 'The ledger takes no more work for the moment',
    action: retrySoon,
    retryAfterSeconds: 1,
  },
  unavailable: { status: 503, title: 'A part of the ledger cannot answer', action: retrySoon, retryAfterSeconds: 2 },
  shuttingDown: { status: 503, title: 'The ledger is stopping', action: retrySoon, retryAfterSeconds: 5 },
  outcomeUnknown: {
    status: 503,
    title: 'It is not known whether it was recorded',
    action: retrySoon,
    retryAfterSeconds: 2,
  },
  storageFull: {
    status: 507,
    title: 'There is no space left to record',
    action: 'Tell the operator of the ledger. When there is space again, repeat the request unchanged.',
    retryAfterSeconds: 30,
  },
  damaged: { status: 500, title: 'Stored data did not pass its check', action: quoteRequestId },
  internal: { status: 500, title: 'The ledger failed', action: quoteRequestId },
} as const satisfies { readonly [code: string]: ProblemKind };

export type ProblemCode = keyof typeof PROBLEMS;

export const PROBLEM_BASE = 'https://personal-data-ledger.org/problems/';

export const problemKind = (code: ProblemCode): ProblemKind => PROBLEMS[code];

export const problemCodes: ReadonlySet<string> = new Set(Object.keys(PROBLEMS));

/** The catalogue as the document `docs/problems.md`. */
export function renderProblemCatalogue(): string {
  const rows = Object.entries<ProblemKind>(PROBLEMS)
    .sort(([a, { status: statusA }], [b, { status: statusB }]) => statusA - statusB || a.localeCompare(b, 'en'))
    .map(
      ([code, { status, title, action }]) => `| <a id="${code}"></a>\`${code}\` | ${status} | ${title} | ${action} |`,
    );
  return [
    '# Problems',
    '',
    'Generated from `apps/ledger/src/problems/problem-catalogue.ts`. Errors are answered as `application/problem+json` (RFC 9457).',
    `\`type\` is \`${PROBLEM_BASE}<code>\`; compare \`code\`. \`errors[].pointer\` is a JSON pointer (RFC 6901) to the place that is wrong.`,
    '`errors[].code` names the constraint there (`isUuid`, `tooLate`); more of them may come, so decide by `code` and show `message` and `action`.',
    'Nothing the caller sent is repeated in a problem. `requestId` finds the request in the logs.',
    '',
    '| `code` | Status | What happened | What to do |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
