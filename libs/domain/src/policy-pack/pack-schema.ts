import { ruleKinds } from '../assessment/rules/index.ts';
import { period } from '../assessment/rules/parameters.ts';
import { CONFIDENCES, LAW_STATUSES } from '../deadline/law.ts';
import { COUNTED_UNITS, LONGEST_PERIOD } from '../deadline/period.ts';
import type { Field, Fields } from '../event-definition.ts';
import { objectSchema } from '../json-schema.ts';
import type { JsonSchema } from '../json-schema.ts';
import { noticeItem } from '../standard-fields.ts';
import { TOPICS } from './topic.ts';

const BASE = 'https://personal-data-ledger.org/schemas/';
const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

const text = (description: string): JsonSchema => ({ type: 'string', minLength: 1, maxLength: 4000, description });
const list = (items: JsonSchema, description: string): JsonSchema => ({
  type: 'array',
  minItems: 1,
  items,
  description,
});
const slug = { type: 'string', pattern: '^[a-z0-9]+(?:[._-][a-z0-9]+)*$', maxLength: 64 };
const language = { type: 'string', pattern: '^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?$' };
const jurisdiction = { type: 'string', pattern: '^(?:[A-Z]{2}(?:-[A-Z0-9]{1,3})?|EEA)$' };
const instant = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?(?:Z|[+-]\\d{2}:\\d{2})$',
  description: 'RFC 3339 with offset.',
};
const day = { type: 'string', format: 'date' };
const rowId = { type: 'string', pattern: '^[A-Z][A-Z0-9]*(?:-[A-Za-z0-9.]+)+$', maxLength: 40 };
const topics = list({ enum: TOPICS }, 'Topics on which it says nothing: there the law decides.');

const closed = (required: readonly string[], properties: { readonly [name: string]: JsonSchema }): JsonSchema => ({
  type: 'object',
  required,
  additionalProperties: false,
  properties,
});

/** A rule kind with its parameters, as packs write it: which parameters there are depends on the kind. */
function ruleSchema(): JsonSchema {
  return {
    type: 'object',
    required: ['kind'],
    properties: { kind: { enum: ruleKinds.map(({ id }) => id) } },
    allOf: ruleKinds.map(({ id, description, parameters }) => {
      const { properties, ...schema } = objectSchema(parameters, 'wire');
      return {
        if: { type: 'object', required: ['kind'], properties: { kind: { const: id } } },
        then: {
          description,
          ...schema,
          properties: { kind: { const: id }, ...(properties as JsonSchema), ...periodsIn(parameters) },
        },
      };
    }),
  };
}

/** Of the parameters, those that are periods. */
function periodsIn(parameters: Fields): JsonSchema {
  return Object.fromEntries(
    Object.entries(parameters)
      .filter(([, field]) => isPeriod(field))
      .map(([name, { description }]) => [name, { ...(description && { description }), $ref: '#/$defs/period' }]),
  );
}

function isPeriod(field: Field): boolean {
  if (field.kind === 'optional') return isPeriod(field.of);
  return field.kind === 'object' && field.fields === period.fields;
}

/** How long something may take: at least one of its unit, and no more than a hundred years. */
function periodSchema(): JsonSchema {
  return {
    ...objectSchema(period.fields, 'wire'),
    allOf: COUNTED_UNITS.map((unit) => ({
      if: { type: 'object', required: ['unit'], properties: { unit: { const: unit } } },
      then: {
        type: 'object',
        properties: { n: { type: 'integer', minimum: 1, maximum: LONGEST_PERIOD[unit] } },
      },
    })),
  };
}

const clause = closed(['heading', 'line', 'quote'], {
  heading: text('Heading it stands under.'),
  line: { type: 'integer', minimum: 1, description: "Line of the text's file, counted from 1." },
  quote: text('Words on that line, in the language of the policy.'),
});

/** JSON Schema of a policy pack as a company writes it. */
export function policyPackSchema(): JsonSchema {
  const row = {
    ...closed(['id', 'says'], {
      id: { ...rowId, description: 'Id of the rule, stable for ever.' },
      says: text('What the row says, in one English sentence.'),
      clauses: list({ $ref: '#/$defs/clause' }, 'Where it stands, the place to quote first.'),
      rules: list({ $ref: '#/$defs/rule' }, 'What is checked.'),
      silentOn: topics,
      notes: text('What is wrong with the clause, or how it was read where it can be read in two ways.'),
      notMachineCheckable: text('Why no record can decide it.'),
    }),
  };
  return {
    $schema: DIALECT,
    $id: `${BASE}policy-pack.schema.json`,
    title: 'Policy pack: one version of a privacy policy as data',
    ...closed(
      [
        'controllerId',
        'names',
        'policyVersion',
        'effectiveFrom',
        'language',
        'authoritativeLanguage',
        'jurisdictions',
        'zone',
        'text',
        'rows',
      ],
      {
        controllerId: { ...slug, description: 'Id of the company in the ledger.' },
        names: list(text('A name.'), 'Names the policy itself uses for the company, the official one first.'),
        policyVersion: { ...slug, description: 'What records name the version by.' },
        effectiveFrom: instant,
        effectiveFromAssumed: { type: 'boolean', description: 'The text names no date.' },
        language: { ...language, description: 'Language of the text the clauses are quoted from, BCP 47.' },
        authoritativeLanguage: { ...language, description: 'Language of the text that prevails, BCP 47.' },
        jurisdictions: list(jurisdiction, 'Whose law applies in any case: ISO 3166, EU or EEA.'),
        zone: text('IANA zone in which days begin and end.'),
        text: closed(['file', 'sha256'], {
          file: { type: 'string', pattern: '^[a-z0-9][a-z0-9._-]*$' },
          sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
        }),
        tells: list({ enum: noticeItem.values }, 'What the text tells whoever it is shown to, as a notice.'),
        rows: list({ $ref: '#/$defs/row' }, 'Every rule of the text.'),
        silentOn: topics,
      },
    ),
    $defs: { row, clause, rule: ruleSchema(), period: periodSchema() },
  };
}

/** JSON Schema of what a jurisdiction's law demands of records. */
export function jurisdictionPackSchema(): JsonSchema {
  const lawRule = closed(
    ['id', 'jurisdiction', 'instrument', 'article', 'says', 'status', 'verifiedOn', 'confidence', 'sources'],
    {
      id: { ...rowId, description: 'Id of the rule, stable for ever.' },
      jurisdiction: { ...jurisdiction, description: 'ISO 3166, EU or EEA.' },
      instrument: text('Name of the law.'),
      article: text('Article and paragraph.'),
      says: text('What it demands, in one English sentence.'),
      quote: closed(['language', 'text'], { language, text: text('The provision in its own language.') }),
      status: { enum: LAW_STATUSES },
      force: { enum: ['statute', 'guidance'], description: 'Left out: statute.' },
      effectiveFrom: { ...day, description: 'First day on which it binds.' },
      effectiveTo: { ...day, description: 'Last day on which it binds.' },
      verifiedOn: { ...day, description: 'Day it was last compared with its source.' },
      confidence: { enum: CONFIDENCES },
      sources: list(text('A source.'), 'Where it was read.'),
      notes: list(text('A note.'), 'What a reader should know.'),
      notMachineCheckable: text('Why no record can decide it.'),
      rules: list({ $ref: '#/$defs/rule' }, 'What is checked.'),
    },
  );
  return {
    $schema: DIALECT,
    $id: `${BASE}jurisdiction-pack.schema.json`,
    title: 'Jurisdiction pack: what the law demands of every record, as data',
    ...closed(['title', 'rules'], {
      title: text('Whose law it is.'),
      rules: list({ $ref: '#/$defs/lawRule' }, 'Its provisions.'),
    }),
    $defs: { lawRule, rule: ruleSchema(), period: periodSchema() },
  };
}
