import { jsonSchemaOf, recordTypes, type EventDefinition } from '#libs/domain';
import { partsOfDto, referenceTo, referenceToSchema, schemaOfDto, type JsonSchema } from '../validation/index.ts';
import { RecordReportDto } from './record-report.dto.ts';

type Properties = { readonly [name: string]: JsonSchema };

for (const part of partsOfDto(RecordReportDto)) if (part !== RecordReportDto) referenceTo(part);

const envelope = schemaOfDto(RecordReportDto);
const envelopeReference = referenceToSchema('RecordReportEnvelope', {
  ...envelope,
  description: 'What every report has; its `data` is described by the type.',
});

const definitions: readonly EventDefinition[] = [...recordTypes.values()];

const reportReferences = definitions.map((definition) => {
  const { $schema: _dialect, $id: _id, ...data } = jsonSchemaOf(definition);
  const { type, description } = definition;
  return referenceToSchema(`${type}Report`, {
    description,
    allOf: [
      envelopeReference,
      {
        type: 'object',
        required: ['type', 'data'],
        properties: { type: { const: type }, data: referenceToSchema(`${type}Data`, data) },
      },
    ],
  });
});

/** One report, of one of the record types; told apart by `type`. */
export const RECORD_REPORT = referenceToSchema('RecordReport', {
  description: 'What a service did with personal data.',
  oneOf: reportReferences,
  discriminator: {
    propertyName: 'type',
    mapping: Object.fromEntries(definitions.map(({ type }, index) => [type, reportReferences[index]?.$ref])),
  },
});

export const RECORD_REPORTS: JsonSchema = { type: 'array', items: RECORD_REPORT };

/** What a report has beside the members that stand in attributes of a CloudEvent. */
const {
  type: _type,
  id: _recordId,
  source,
  sourceId,
  occurredAt,
  traceparent,
  ...rest
} = envelope['properties'] as Properties;
const { correlationId, causationId, ...inData } = rest;

const CLOUD_EVENT_DATA = referenceToSchema('CloudEventData', {
  type: 'object',
  description: 'A report without the members that the attributes of the CloudEvent stand for.',
  required: ['controllerId', 'data'],
  additionalProperties: false,
  properties: inData,
});

/** CloudEvents 1.0, JSON format. Extension attributes are let through unread. */
export const CLOUD_EVENT_SCHEMA = referenceToSchema('CloudEvent', {
  type: 'object',
  description: 'A report as a CloudEvent. The attribute `subject` and extensions not named here are not read.',
  required: ['specversion', 'id', 'source', 'type', 'time', 'data'],
  properties: {
    specversion: { const: '1.0' },
    id: { ...sourceId, description: '`sourceId` of the report.' },
    source: { ...source, description: '`source` of the report.' },
    type: { type: 'string', enum: definitions.map(({ type }) => `org.personal-data-ledger.${type}.v1`) },
    time: { ...occurredAt, description: '`occurredAt` of the report.' },
    traceparent,
    correlationid: correlationId,
    causationid: causationId,
    data: CLOUD_EVENT_DATA,
  },
});

/** Body of the binary mode, whose attributes are `ce-` headers. */
export const CLOUD_EVENT_BODY = CLOUD_EVENT_DATA;
