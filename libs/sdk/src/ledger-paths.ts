import type * as wire from './wire.ts';

type Answers<Status extends number, Body> = {
  readonly [status in Status]: { readonly content: { readonly 'application/json': Body } };
} & { readonly default: { readonly content: { readonly 'application/json': wire.Problem } } };

type Body<Content> = { readonly requestBody: { readonly content: { readonly 'application/json': Content } } };

/** One item of the answer to a batch: a receipt or a problem, told apart by `status`. */
export interface BatchItem extends Partial<wire.RecordReceipt> {
  readonly index: number;
  readonly status: number;
  readonly replayed?: boolean;
  readonly problem?: wire.Problem;
}

export interface BatchAnswer {
  readonly results: readonly BatchItem[];
}

/** The part of the ledger's API that this library calls, in the shape `openapi-fetch` reads. */
export interface LedgerPaths {
  '/v1/records': {
    get: { parameters: { query?: wire.SearchFilters & { cursor?: string } }; responses: Answers<200, wire.RecordPage> };
    post: Body<wire.RecordReport | readonly wire.RecordReport[]> & {
      responses: Answers<201 | 207, wire.RecordReceipt | BatchAnswer>;
    };
  };
  '/v1/subjects/lookup': {
    post: Body<{ controllerId: string; identifier: wire.Identifier }> & {
      responses: Answers<200, { subjectId: string }>;
    };
  };
  '/v1/subjects/{subjectId}/history': {
    get: {
      parameters: { path: { subjectId: string }; query?: wire.HistoryFilters & { cursor?: string } };
      responses: Answers<200, wire.HistoryPage>;
    };
  };
  '/v1/controllers': { post: Body<wire.NewController> & { responses: Answers<201, wire.Registered> } };
  '/v1/recipients': { post: Body<wire.NewRecipient> & { responses: Answers<201, wire.Registered> } };
  '/v1/keys': {
    get: { responses: Answers<200, { items: readonly wire.ApiKey[] }> };
    post: Body<wire.NewKey> & { responses: Answers<201, wire.CreatedKey> };
  };
  '/v1/keys/{keyId}': {
    delete: { parameters: { path: { keyId: string } }; responses: Answers<204, never> };
  };
  '/healthz': { get: { responses: Answers<200, unknown> } };
}
