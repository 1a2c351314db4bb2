/** What goes over the wire, written down once more by hand: a mistake in the generated types must not hide in the tests. */

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export interface EventReceipt {
  readonly id: string;
  readonly subjectId?: string;
  readonly revision: number;
  readonly position: number;
}

export interface RecordReceipt extends EventReceipt {
  readonly subjects?: readonly EventReceipt[];
}

export interface RecordEntry {
  readonly id: string;
  readonly type: string;
  readonly family: string;
  readonly controllerId?: string;
  readonly subjectId?: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly position: number;
  readonly revision: number;
  readonly actorId?: string;
  readonly recordedBy: string;
  readonly correlationId: string;
  readonly fields: { readonly [name: string]: Json };
  readonly sealed: readonly string[];
  readonly revealed?: { readonly [name: string]: Json };
}

export interface RecordPage {
  readonly items: readonly RecordEntry[];
  readonly next?: string;
  readonly position: number;
}

/** Findings, as far as they are asked for by their ids. */
export interface FindingItems {
  readonly items: readonly { readonly id: string }[];
}

export interface HistoryPage extends RecordPage {
  readonly subjectId: string;
  readonly mergedSubjectIds: readonly string[];
}

export interface RecordFilters {
  readonly type?: readonly string[];
  readonly category?: readonly string[];
  readonly purpose?: readonly string[];
  readonly recipient?: readonly string[];
  readonly occurredFrom?: string;
  readonly occurredTo?: string;
  readonly asOf?: string;
  readonly knownAt?: string;
}

export interface NewKey {
  readonly name: string;
  readonly roles: readonly string[];
  readonly controllers: readonly string[] | 'all';
  readonly subjectId?: string;
  readonly label?: string;
  readonly expiresAt?: string;
}

export interface CreatedKey {
  readonly keyId: string;
  readonly token: string;
  readonly actorId: string;
  readonly position: number;
}

export interface ListedKey extends Omit<NewKey, 'name'> {
  readonly keyId: string;
  readonly actorId: string;
  readonly name?: string;
  readonly createdAt: string;
  readonly revokedAt?: string;
}

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly action?: string;
  readonly errors?: readonly {
    readonly pointer: string;
    readonly code: string;
    readonly message: string;
    readonly action?: string;
  }[];
  readonly requestId?: string;
}
