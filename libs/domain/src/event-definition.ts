import type { StoredFields, StoredValue } from './stored-event.ts';

/** The vocabularies a term can come from (`libs/policy-packs/data/vocabulary.json`). */
export type TermScheme = 'category' | 'purpose' | 'operation' | 'legalBasis';

/**
 * What a field may hold, and what it means. This closed list is the allow-list of the log's clear part: everything but `sealedText`
 * is a term, an id of a registry, an enumeration, an instant, a duration, a count, a flag or a country code.
 * Anything a person typed is `sealedText` and leaves for the subject's `statements` compartment.
 */
export type Field = FieldKind & { readonly description?: string };

type FieldKind =
  | { readonly kind: 'term'; readonly scheme: TermScheme }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  /** `past`: when something had happened already that is reported; never an end, a due time or a beginning still to come. */
  | { readonly kind: 'instant'; readonly past?: true }
  /** A day of the calendar in the controller's own zone, as agreements and registers name it: never a date of birth. */
  | { readonly kind: 'date' }
  | { readonly kind: 'duration' }
  | { readonly kind: 'count' }
  | { readonly kind: 'flag' }
  | { readonly kind: 'country' }
  /** Lower-case slug naming something in the reporting company's own registries: a function, a data set, an agreement. */
  | { readonly kind: 'reference' }
  /** What a request or a breach is called throughout its course: a UUID, or the reporting company's own slug. */
  | { readonly kind: 'caseId' }
  /** Id of a recipient registered with the ledger. */
  | { readonly kind: 'recipient' }
  /** Id of a controller registered with the ledger. */
  | { readonly kind: 'controller' }
  /** Random UUID that the ledger gave: another recorded event, a subject, an actor, a key. */
  | { readonly kind: 'uuid' }
  /** Name of a stored event type, for what somebody filtered by. */
  | { readonly kind: 'eventType' }
  /** BCP 47 language, optionally with script and region. */
  | { readonly kind: 'language' }
  /** SHA-256 in lower-case hexadecimal, of a secret with at least 128 bits of entropy: never of a person's identifier. */
  | { readonly kind: 'sha256' }
  /** Local name of a term registered under the ledger's own namespace. */
  | { readonly kind: 'termName' }
  /** Public name of an organisation, or label of a term. Only in the registries (family `registry`), never in a record. */
  | { readonly kind: 'registeredName' }
  /** Published address of a document on the web. Only in the registries. */
  | { readonly kind: 'webAddress' }
  /** Zone of the IANA time zone database. Only in the registries. */
  | { readonly kind: 'timeZone' }
  /** Id of a rule, of a row of a policy or of a provision of a law: `SHR-GROUND`, `CLEX-C1`, `CN-PIPL-23`. */
  | { readonly kind: 'ruleName' }
  /** JSON that the ledger made of what is public or stands in clear already: a policy pack, what a rule found missing. */
  | { readonly kind: 'document' }
  /** Never empty: what is not known is left out. */
  | { readonly kind: 'list'; readonly of: Field; readonly countMax: number }
  | { readonly kind: 'object'; readonly fields: Fields }
  | { readonly kind: 'sealedText'; readonly lengthMax: number }
  | { readonly kind: 'optional'; readonly of: Field };

export type Fields = { readonly [name: string]: Field };

/** Which stream an event belongs to; also the prefix of the stream's name. */
export type StreamCategory =
  | 'dataSubject'
  | 'dataController'
  | 'access'
  | 'actor'
  | 'apiKey'
  | 'recipient'
  | 'vocabulary'
  | 'policy'
  | 'assessment'
  | 'deadline'
  | 'delivery'
  | 'webhook';

/** What an event is about: reported processing, who somebody is, who looked, the ledger's own registries, what was found, or what is due. */
export type EventFamily = 'processing' | 'identity' | 'access' | 'registry' | 'assessment' | 'deadline';

export interface EventDefinition<F extends Fields = Fields> {
  /** Stored type name: literal and stable for ever. */
  readonly type: string;
  readonly schemaVersion: number;
  readonly family: EventFamily;
  /** Streams this event may be written to; the first is the usual one. */
  readonly streams: readonly StreamCategory[];
  /** One sentence for the generated documentation. */
  readonly description: string;
  /** Article, RFC section or seed clause that asks for it. */
  readonly source: string;
  readonly fields: F;
  /** What this event may carry in sealed compartments beside its `sealedText` fields. */
  readonly seals?: readonly ('identifiers' | 'details')[];
  /** How to read every older stored version: item n leads from schemaVersion n + 1 to n + 2. None is ever removed. */
  readonly upcasts?: readonly Upcast[];
}

/** The newer version only has more fields that may be left out. */
export const nothingMoved: Upcast = { fields: (stored) => stored };

/** From one stored version of an event to the next. The sealed texts move with their fields. */
export interface Upcast {
  readonly fields: (stored: StoredFields) => StoredFields;
  /** RFC 6901 pointer of a sealed text in the older version → in the newer. Left out: nothing moved. */
  readonly pointer?: (older: string) => string;
}

/** The TypeScript shape of a field, of all fields; of a field that is not known, whatever the store can hold. */
export type FieldValue<T extends Field> = Field extends T ? StoredValue : KnownFieldValue<T>;

type KnownFieldValue<T extends Field> = T extends { kind: 'enum'; values: readonly (infer V)[] }
  ? V
  : T extends { kind: 'count' }
    ? number
    : T extends { kind: 'flag' }
      ? boolean
      : T extends { kind: 'document' }
        ? StoredFields
        : T extends { kind: 'list'; of: infer E extends Field }
          ? readonly FieldValue<E>[]
          : T extends { kind: 'object'; fields: infer O extends Fields }
            ? FieldValues<O>
            : T extends { kind: 'optional'; of: infer E extends Field }
              ? FieldValue<E>
              : string;

type OptionalNames<F extends Fields> = { [K in keyof F]: F[K] extends { kind: 'optional' } ? K : never }[keyof F];

export type FieldValues<F extends Fields> = {
  readonly [K in Exclude<keyof F, OptionalNames<F>>]: FieldValue<F[K]>;
} & { readonly [K in OptionalNames<F>]?: FieldValue<F[K]> };

/** What of the fields is there before anything was opened: all but the sealed texts. */
export type ClearFieldValues<F extends Fields> = FieldValues<{
  readonly [K in keyof F as F[K] extends { kind: 'sealedText' } ? never : K]: F[K];
}>;

export type FieldsOf<D> = D extends EventDefinition<infer F> ? FieldValues<F> : never;

export const term = <const S extends TermScheme>(scheme: S) => ({ kind: 'term', scheme }) as const;
export const terms = <const S extends TermScheme>(scheme: S) => list(term(scheme), 50);
export const oneOf = <const V extends readonly string[]>(...values: V) => ({ kind: 'enum', values }) as const;
export const instant = { kind: 'instant' } as const;
export const pastInstant = { kind: 'instant', past: true } as const;
export const date = { kind: 'date' } as const;
export const duration = { kind: 'duration' } as const;
export const count = { kind: 'count' } as const;
export const flag = { kind: 'flag' } as const;
export const country = { kind: 'country' } as const;
export const reference = { kind: 'reference' } as const;
export const caseId = { kind: 'caseId' } as const;
export const recipient = { kind: 'recipient' } as const;
export const controller = { kind: 'controller' } as const;
export const uuid = { kind: 'uuid' } as const;
export const eventType = { kind: 'eventType' } as const;
export const language = { kind: 'language' } as const;
export const sha256 = { kind: 'sha256' } as const;
export const termName = { kind: 'termName' } as const;
export const registeredName = { kind: 'registeredName' } as const;
export const webAddress = { kind: 'webAddress' } as const;
export const timeZone = { kind: 'timeZone' } as const;
export const ruleName = { kind: 'ruleName' } as const;
export const document = { kind: 'document' } as const;
export const list = <const F extends Field>(of: F, countMax: number) => ({ kind: 'list', of, countMax }) as const;
export const object = <const F extends Fields>(fields: F) => ({ kind: 'object', fields }) as const;
export const sealedText = (lengthMax: number) => ({ kind: 'sealedText', lengthMax }) as const;
export const optional = <const F extends Field>(of: F) => ({ kind: 'optional', of }) as const;

/** Say what a field means, for the generated schemas. */
export const describe = <const F extends Field>(description: string, field: F): F => ({ ...field, description });

export function defineEvent<const F extends Fields>(definition: EventDefinition<F>): EventDefinition<F> {
  return definition;
}
