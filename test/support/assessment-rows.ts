import { NONE, REGISTRY, type Row, type Sent, type Statuses, type Who } from './authorization-rows.ts';
import { smallPolicy } from './small-policy.ts';

/** A finding of the own controller, and one of another, which is answered like one that is not there. */
const FINDING = (own: Statuses, other: Statuses) => [own, own, other, other] as const;

/** Of a revision there is not: 412 is what whoever may do it is told. */
const step = ({ findingId }: Who, what: string): Sent => ({
  path: `/v1/findings/${findingId}/${what}`,
  json: { text: 'A try.' },
  headers: { 'if-match': '"999"' },
});

/** Rows of the authorization matrix about policies, checks, findings and the register. */
export const ASSESSMENT_ROWS: { readonly [route: string]: Row } = {
  // The first version may have taken effect long ago; the same again is answered as before.
  'POST /v1/policies': {
    send: ({ controllerId }) => ({
      path: '/v1/policies',
      body: smallPolicy(controllerId),
      headers: { 'content-type': 'application/yaml' },
    }),
    expected: [[403, 403, 201, 403, 403, 201, 401], [403, 403, 201, 403, 403, 201, 401], NONE, NONE],
  },
  'GET /v1/policies': {
    send: ({ controllerId }) => ({ path: `/v1/policies?controllerId=${controllerId}` }),
    expected: [REGISTRY, REGISTRY, NONE, NONE],
  },
  'GET /v1/policies/:controllerId/:policyVersion': {
    send: ({ controllerId }) => ({ path: `/v1/policies/${controllerId}/small-1` }),
    expected: [REGISTRY, REGISTRY, NONE, NONE],
  },
  'POST /v1/checks': {
    send: ({ controllerId, subjectId }) => ({
      path: '/v1/checks',
      json: { type: 'AccountCancelled', controllerId, subject: { subjectId }, data: { requestedBy: 'subject' } },
    }),
    expected: [[200, 200, 200, 403, 403, 403, 401], [200, 200, 200, 403, 403, 403, 401], NONE, NONE],
  },
  'GET /v1/findings': {
    send: ({ controllerId, subjectId }) => ({
      path: `/v1/findings?controllerId=${controllerId}&subjectId=${subjectId}`,
    }),
    expected: [[403, 200, 200, 200, 403, 403, 401], [403, 200, 200, 200, 403, 403, 401], NONE, NONE],
  },
  'GET /v1/findings/:findingId': {
    send: ({ findingId }) => ({ path: `/v1/findings/${findingId}` }),
    expected: FINDING([403, 200, 200, 200, 403, 403, 401], [403, 404, 404, 404, 403, 403, 401]),
  },
  'GET /v1/findings/:findingId (with the words)': {
    send: ({ findingId }) => ({ path: `/v1/findings/${findingId}?reveal=statements` }),
    expected: FINDING([403, 403, 200, 403, 403, 403, 401], [403, 403, 404, 403, 403, 403, 401]),
  },
  'POST /v1/findings/:findingId/explanations': {
    send: (who) => step(who, 'explanations'),
    expected: FINDING([403, 403, 412, 403, 403, 403, 401], [403, 403, 404, 403, 403, 403, 401]),
  },
  'POST /v1/findings/:findingId/resolutions': {
    send: (who) => step(who, 'resolutions'),
    expected: FINDING([403, 403, 412, 403, 403, 403, 401], [403, 403, 404, 403, 403, 403, 401]),
  },
  'POST /v1/findings/:findingId/acceptances': {
    send: (who) => step(who, 'acceptances'),
    expected: FINDING([403, 403, 412, 403, 403, 403, 401], [403, 403, 404, 403, 403, 403, 401]),
  },
  'GET /v1/ropa': {
    send: ({ controllerId }) => ({ path: `/v1/ropa?controllerId=${controllerId}` }),
    expected: [[403, 200, 200, 200, 403, 403, 401], [403, 200, 200, 200, 403, 403, 401], NONE, NONE],
  },
  'POST /v1/reassessments': {
    send: ({ controllerId }) => ({ path: '/v1/reassessments', json: { controllerId } }),
    expected: [[403, 403, 202, 403, 403, 403, 401], [403, 403, 202, 403, 403, 403, 401], NONE, NONE],
  },
};
