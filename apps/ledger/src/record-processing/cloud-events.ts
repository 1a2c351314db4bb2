/**
 * CloudEvents 1.0 as one more way to write a report. Attribute `type` is `org.personal-data-ledger.<RecordType>.v1`,
 * `source` + `id` name the record, `time` is `occurredAt`, `data` holds the rest of the report. The attribute `subject`
 * is not read: services put people's names there.
 *
 * The official SDK is not used to read: it rewrites `time` to UTC and invents one where there is none, so that the same
 * event sent twice would be two different reports. It proves the writing side in the specs.
 */
export const CLOUD_EVENT_TYPE = /^org\.personal-data-ledger\.([A-Za-z]+)\.v1$/;

const REPORT_ATTRIBUTES = {
  type: 'type',
  source: 'source',
  id: 'sourceId',
  time: 'occurredAt',
  traceparent: 'traceparent',
  correlationid: 'correlationId',
  causationid: 'causationId',
} as const;

const ATTRIBUTE_OF = new Map<string, string>(
  Object.entries(REPORT_ATTRIBUTES).map(([attribute, member]) => [member, attribute]),
);

export type CloudEventFault = { readonly pointer: string; readonly code: 'cloudEvent'; readonly message: string };
export type FromCloudEvent = { readonly report: unknown } | { readonly fault: CloudEventFault };

/** A structured event, or a member of a batch, as the report it stands for. */
export function reportOfCloudEvent(event: unknown): FromCloudEvent {
  if (!isObject(event)) return faultAt('', 'must be a CloudEvent in JSON');
  if (event['specversion'] !== '1.0') return faultAt('/specversion', 'must be 1.0');
  for (const required of ['id', 'source', 'type']) {
    if (typeof event[required] !== 'string' || event[required] === '') {
      return faultAt(`/${required}`, 'must be a non-empty string');
    }
  }
  const recordType = CLOUD_EVENT_TYPE.exec(String(event['type']))?.[1];
  if (recordType === undefined) {
    return faultAt('/type', 'must be org.personal-data-ledger.<RecordType>.v1');
  }
  if ('data_base64' in event) return faultAt('/data_base64', 'must be left out: data is JSON here');
  if (!isObject(event['data'])) return faultAt('/data', 'must be an object with the rest of the report');
  const report: Record<string, unknown> = { ...event['data'] };
  for (const [attribute, member] of Object.entries(REPORT_ATTRIBUTES)) {
    if (attribute in event) report[member] = event[attribute];
  }
  report['type'] = recordType;
  return { report };
}

/** Binary mode: the attributes are `ce-` headers, the body is `data`. */
export function cloudEventOfHeaders(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  data: unknown,
): Record<string, unknown> {
  const event: Record<string, unknown> = { data };
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== 'string') continue;
    if (name.startsWith('ce-')) event[name.slice('ce-'.length)] = percentDecoded(value);
    else if (name === 'traceparent') event['traceparent'] ??= value;
  }
  return event;
}

/** Where the sender finds what a pointer into the report means. In binary mode: in the structured form of the event. */
export function pointerInCloudEvent(pointer: string): string {
  const [, member = ''] = pointer.split('/');
  const attribute = ATTRIBUTE_OF.get(member);
  return attribute === undefined ? `/data${pointer}` : `/${attribute}${pointer.slice(member.length + 1)}`;
}

/** CloudEvents HTTP binding §3.1.3.2: header values are percent-encoded. A broken encoding is left as it is. */
function percentDecoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function faultAt(pointer: string, message: string): FromCloudEvent {
  return { fault: { pointer, code: 'cloudEvent', message } };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
