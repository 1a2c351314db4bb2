/** What a row of the authorization matrix says. */
export const ROLES = ['emitter', 'auditor', 'dpo', 'regulator', 'subject', 'admin', 'nobody'] as const;
export type Role = (typeof ROLES)[number];

/** Whom and what a request is about. Every key is bound to the own controller; a person's, to the own subject. */
export const CELLS = [
  'own controller, own subject',
  'own controller, other subject',
  'other controller, own subject',
  'other controller, other subject',
] as const;
export type Cell = (typeof CELLS)[number];

export interface Who {
  readonly controllerId: string;
  readonly subjectId: string;
  /** User id of the subject at that controller. */
  readonly name: string;
  /** A key that is good for that controller. */
  readonly keyId: string;
  /** A webhook of that controller. */
  readonly webhookId: string;
  /** A finding about the subject. */
  readonly findingId: string;
  /** Different in each request: what is made once cannot be made again. */
  readonly fresh: string;
}

export interface Sent {
  readonly path: string;
  readonly json?: unknown;
  readonly body?: string;
  readonly headers?: { readonly [name: string]: string };
}

export type Statuses = readonly number[];

export interface Row {
  readonly send: (who: Who) => Sent;
  /** In the order of `ROLES`; one list where neither controller nor subject matters, else one for each of `CELLS`. */
  readonly expected: Statuses | readonly [Statuses, Statuses, Statuses, Statuses];
}

export const REGISTRY = [200, 200, 200, 200, 200, 200, 401];
export const NONE = [403, 403, 403, 403, 403, 403, 401];
