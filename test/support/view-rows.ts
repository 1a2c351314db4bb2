import { NONE, type Row } from './authorization-rows.ts';

const csv = { accept: 'text/csv' };
const ANY_READER = [403, 200, 200, 200, 403, 403, 401];

/** Of one person: as with the history, a subject of another controller is answered like one that is not there. */
const OF_PERSON = [
  [403, 200, 200, 200, 200, 403, 401],
  [403, 200, 200, 200, 403, 403, 401],
  [403, 404, 404, 404, 403, 403, 401],
  [403, 404, 404, 404, 403, 403, 401],
] as const;

const held = (controllerId: string): string =>
  `/v1/holdings?controllerId=${controllerId}&heldFrom=2026-01-01T00:00:00Z&heldTo=2026-12-31T00:00:00Z`;

/** Rows of the authorization matrix about what is held, consented to and handed on. */
export const VIEW_ROWS: { readonly [route: string]: Row } = {
  'GET /v1/subjects/:subjectId/holdings': {
    send: ({ subjectId }) => ({ path: `/v1/subjects/${subjectId}/holdings` }),
    expected: OF_PERSON,
  },
  'GET /v1/subjects/:subjectId/consents': {
    send: ({ subjectId }) => ({ path: `/v1/subjects/${subjectId}/consents` }),
    expected: OF_PERSON,
  },
  'GET /v1/holdings': {
    send: ({ controllerId }) => ({ path: held(controllerId) }),
    expected: [ANY_READER, ANY_READER, NONE, NONE],
  },
  'GET /v1/holdings (as a file)': {
    send: ({ controllerId }) => ({ path: held(controllerId), headers: csv }),
    expected: [ANY_READER, ANY_READER, NONE, NONE],
  },
  'GET /v1/consents': {
    send: ({ controllerId }) => ({ path: `/v1/consents?controllerId=${controllerId}` }),
    expected: [ANY_READER, ANY_READER, NONE, NONE],
  },
  'GET /v1/controllers/:controllerId/recipients': {
    send: ({ controllerId }) => ({ path: `/v1/controllers/${controllerId}/recipients` }),
    expected: [ANY_READER, ANY_READER, NONE, NONE],
  },
};
