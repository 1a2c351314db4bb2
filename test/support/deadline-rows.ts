import { NONE, type Row } from './authorization-rows.ts';

/** Rows of the authorization matrix about what is due. */
export const DEADLINE_ROWS: { readonly [route: string]: Row } = {
  'GET /v1/deadlines': {
    send: ({ controllerId, subjectId }) => ({
      path: `/v1/deadlines?controllerId=${controllerId}&subjectId=${subjectId}`,
    }),
    expected: [[403, 200, 200, 200, 403, 403, 401], [403, 200, 200, 200, 403, 403, 401], NONE, NONE],
  },
};
