import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { PROBLEM_MEDIA_TYPE } from '../problems/problem-reply.ts';
import { documentedDtos, TAKES } from '../validation/documented.ts';
import type { JsonSchema } from '../validation/satisfies.ts';
import { partsOfDto, SCHEMA_BASE, schemaOfDto } from '../validation/schema-of-dto.ts';
import type { DtoClass } from '../validation/structure.ts';
import { PROBLEM_SCHEMA } from './problem-schema.ts';
import { recordDataSchemas } from './record-data-schemas.ts';

/** Version of the API, which its paths begin with; not of the product. */
const API_VERSION = '1.0.0';

/**
 * The API as OpenAPI 3.1: routes from Nest's decorators, schemas from the same class-validator metadata that decide, a
 * problem as the answer of every route. The same routes give the same text.
 */
export function buildOpenApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Personal-data ledger')
    .setDescription('Services report what they do with personal data; people, auditors and regulators read it.')
    .setVersion(API_VERSION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key: pdl_<keyId>_<secret>.' })
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (_controller, method) => method,
    autoTagControllers: false,
  });
  assertUniqueOperations(document);
  for (const operation of operationsOf(document)) {
    addProblems(operation);
    moveBodies(operation);
  }
  document.paths = sorted(document.paths);
  document.components = {
    ...document.components,
    schemas: sorted({ ...componentSchemas(), ...recordDataSchemas(), Problem: PROBLEM_SCHEMA }),
    responses: { Problem: problemResponse() },
  } as object;
  return document;
}

interface Operation {
  [TAKES]?: unknown;
  requestBody?: unknown;
  operationId?: string;
  responses: { [status: string]: unknown };
}

function operationsOf(document: OpenAPIObject): readonly Operation[] {
  return Object.values(document.paths)
    .flatMap((path) => Object.values(path as { readonly [method: string]: unknown }))
    .filter((one): one is Operation => typeof one === 'object' && one !== null && 'responses' in one);
}

/** Method names are the operations' ids, so that clients get good names; two alike would get one function. */
function assertUniqueOperations(document: OpenAPIObject): void {
  const ids = operationsOf(document).map(({ operationId }) => operationId);
  const repeated = ids.filter((id, index) => ids.indexOf(id) !== index);
  if (repeated.length > 0) throw new Error(`Handlers need names of their own: ${repeated.join(', ')}`);
}

function addProblems(operation: Operation): void {
  operation.responses['default'] = { $ref: '#/components/responses/Problem' };
}

function moveBodies(operation: Operation): void {
  if (operation[TAKES] === undefined) return;
  operation.requestBody = operation[TAKES];
  Reflect.deleteProperty(operation, TAKES);
}

const problemResponse = (): JsonSchema => ({
  description: 'A refusal, or a fault of the ledger.',
  headers: {
    'Retry-After': { description: 'Seconds, with 429 and 503.', schema: { type: 'integer' } },
    'WWW-Authenticate': { description: 'With 401.', schema: { type: 'string' } },
  },
  content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: `${SCHEMA_BASE}Problem` } } },
});

function componentSchemas(): { readonly [name: string]: JsonSchema } {
  const byName = new Map<string, DtoClass>();
  for (const dto of documentedDtos().flatMap(partsOfDto)) {
    const known = byName.get(dto.name);
    if (known !== undefined && known !== dto) throw new Error(`Two DTOs are called ${dto.name}.`);
    byName.set(dto.name, dto);
  }
  return Object.fromEntries([...byName].map(([name, dto]) => [name, schemaOfDto(dto)]));
}

function sorted<T>(members: { readonly [name: string]: T }): { [name: string]: T } {
  return Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)));
}
