import type { ItemProblem } from '../problems/index.ts';
import { itemProblem } from '../problems/index.ts';
import { cloudEventOfHeaders, pointerInCloudEvent, reportOfCloudEvent } from './cloud-events.ts';

export const NDJSON = 'application/x-ndjson';
export const CLOUD_EVENT = 'application/cloudevents+json';
export const CLOUD_EVENTS = 'application/cloudevents-batch+json';

/** One thing that claims to be a report, or what is wrong with its wrapping. */
export type IntakeItem =
  | {
      readonly value: unknown;
      /** Where the sender finds what a pointer into the report means. */ readonly pointer?: (
        inReport: string,
      ) => string;
    }
  | { readonly problem: ItemProblem };

export interface Intake {
  readonly items: readonly IntakeItem[];
  /** Sent by itself, and answered by itself. */
  readonly single: boolean;
}

/** What a body holds, by its media type. */
export function intakeOf(
  mediaType: string,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  body: unknown,
): Intake {
  if (mediaType === CLOUD_EVENT) return { items: [itemOfCloudEvent(body)], single: true };
  if (mediaType === CLOUD_EVENTS) {
    if (!Array.isArray(body)) return { items: [itemOfCloudEvent(body)], single: true };
    return { items: body.map(itemOfCloudEvent), single: false };
  }
  if (headers['ce-specversion'] !== undefined) {
    return { items: [itemOfCloudEvent(cloudEventOfHeaders(headers, body))], single: true };
  }
  if (Array.isArray(body)) return { items: body.map((value: unknown) => ({ value })), single: false };
  return { items: [{ value: body }], single: true };
}

function itemOfCloudEvent(event: unknown): IntakeItem {
  const read = reportOfCloudEvent(event);
  if ('fault' in read) return { problem: itemProblem('invalidRecord', { errors: [read.fault] }) };
  return { value: read.report, pointer: pointerInCloudEvent };
}
