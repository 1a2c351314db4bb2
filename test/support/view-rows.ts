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

/** Whose data a company held at any time of these years. */
export const heldAt = (controllerId: string): string =>
  `/v1/holdings?controllerId=${controllerId}&heldFrom=2020-01-01T00:00:00Z&heldTo=2030-01-01T00:00:00Z`;

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
    send: ({ controllerId }) => ({ path: heldAt(controllerId) }),
    expected: [ANY_READER, ANY_READER, NONE, NONE],
  },
  'GET /v1/holdings (as a file)': {
    send: ({ controllerId }) => ({ path: heldAt(controllerId), headers: csv }),
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

/** Operation, path and query of each of them, about a person of `kamoer`. */
export const viewsOf = (subjectId: string): readonly (readonly [string, string, string])[] => [
  ['readHoldings', `/v1/subjects/${subjectId}/holdings`, 'limit=1&asOf=2026-11-21T00:00:00Z'],
  ['readConsents', `/v1/subjects/${subjectId}/consents`, 'limit=1&standing=inForce,withdrawn'],
  ['searchHoldings', ...(heldAt('kamoer').split('?') as [string, string])],
  ['searchConsents', '/v1/consents', 'limit=1&controllerId=kamoer&order=asc'],
  ['readRecipientRelations', '/v1/controllers/kamoer/recipients', 'limit=1'],
];

const PARAMETERS = ['category', 'recipient', 'dataset', 'controllerId', 'cursor', 'asOf', 'knownAt'] as const;

/** Operation and path of each view, and of the register: as it should be asked for, and with a marked value in each place. */
export function markedViews(subjectId: string, mark: string): readonly (readonly [string, string])[] {
  const paths = [...viewsOf(subjectId).map(([, path, query]) => [path, query]), ['/v1/ropa', 'controllerId=kamoer']];
  return paths.flatMap(([path = '', query = '']) => {
    const operation = path.replace(subjectId, '{subjectId}').replace('/kamoer/', '/{controllerId}/');
    const marked = [...PARAMETERS, mark].map((name) => `${path}?${query}&${name}=${mark}`);
    return [`${path}?${query}`, ...marked].map((asked) => [operation, asked] as const);
  });
}
