import { NONE, type Row } from './authorization-rows.ts';

const ADMIN_201 = [403, 403, 403, 403, 403, 201, 401];
const OFFICE_200 = [403, 403, 200, 403, 403, 200, 401];
const ADMIN_204 = [403, 403, 403, 403, 403, 204, 401];
const ADMIN_404 = [403, 403, 403, 403, 403, 404, 401];

/** Rows of the authorization matrix about what is due, and who is told of it. */
export const DEADLINE_ROWS: { readonly [route: string]: Row } = {
  'GET /v1/deadlines': {
    send: ({ controllerId, subjectId }) => ({
      path: `/v1/deadlines?controllerId=${controllerId}&subjectId=${subjectId}`,
    }),
    expected: [[403, 200, 200, 200, 403, 403, 401], [403, 200, 200, 200, 403, 403, 401], NONE, NONE],
  },
  'POST /v1/webhooks': {
    send: ({ controllerId, fresh }) => ({
      path: '/v1/webhooks',
      json: { controllerId, url: `https://crm.example.com/${fresh}` },
    }),
    expected: [ADMIN_201, ADMIN_201, NONE, NONE],
  },
  'GET /v1/webhooks': {
    send: ({ controllerId }) => ({ path: `/v1/webhooks?controllerId=${controllerId}` }),
    expected: [OFFICE_200, OFFICE_200, NONE, NONE],
  },
  'DELETE /v1/webhooks/:webhookId': {
    send: ({ webhookId }) => ({ path: `/v1/webhooks/${webhookId}` }),
    expected: [ADMIN_204, ADMIN_204, ADMIN_404, ADMIN_404],
  },
};
