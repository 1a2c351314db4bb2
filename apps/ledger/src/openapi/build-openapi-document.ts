import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { ProblemCode } from '../problems/problem-catalogue.ts';
import { documentedDtos, documentedSchemas, TAKES } from '../validation/documented.ts';
import type { JsonSchema } from '../validation/satisfies.ts';
import { componentNameOf, partsOfDto, schemaOfDto } from '../validation/schema-of-dto.ts';
import type { DtoClass } from '../validation/structure.ts';
import { ANY_PROBLEM, refusalResponses, REFUSES } from './refusals.ts';

/** The product's: what its paths begin with is the version that callers rely on. The same from sources and as built. */
function productVersion(): string {
  const file = findPackageJSON(import.meta.url);
  if (file === undefined) throw new Error('There is no package.json above this file.');
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}

/**
 * The API as OpenAPI 3.1: routes from Nest's decorators, schemas from the same class-validator metadata that decide, a
 * problem as the answer of every route. The same routes give the same text.
 */
export function buildOpenApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Personal-data ledger')
    .setDescription('Services report what they do with personal data; people, auditors and regulators read it.')
    .setVersion(productVersion())
    .addServer('/')
    .addTag('records', 'What services did with personal data: reporting it, and searching what was reported.')
    .addTag('subjects', 'One person: found by an identifier, read as a history, joined when known twice.')
    .addTag('registries', 'Whom records may name, and in which words.')
    .addTag('policies', 'What companies promise, as data that records are judged by.')
    .addTag('assessment', 'Asking beforehand, and what was found of what was recorded.')
    .addTag('deadlines', 'What has to be done, and by when; services that are told of it.')
    .addTag('ropa', 'The register of processing activities, computed from what was declared and recorded.')
    .addTag('keys', 'Credentials of services and people.')
    .addTag('operations', 'For whoever runs the ledger.')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      description: 'An API key, pdl_<keyId>_<secret>, or an access token (JWT) of the identity provider.',
    })
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (_controller, method) => method,
    autoTagControllers: false,
  });
  assertUniqueOperations(document);
  for (const operation of operationsOf(document)) {
    moveBodies(operation);
    addRefusals(operation);
  }
  for (const [path, { get }] of Object.entries(document.paths)) {
    if (path.startsWith('/v1/') && get !== undefined) Object.assign(get.responses, refusalResponses(['notAcceptable']));
  }
  document.paths = sorted(document.paths);
  document.components = {
    ...document.components,
    schemas: sorted(componentSchemas()),
    responses: { Problem: ANY_PROBLEM },
  } as object;
  return document;
}

interface Operation {
  [TAKES]?: unknown;
  [REFUSES]?: readonly ProblemCode[];
  requestBody?: unknown;
  operationId?: string;
  parameters?: readonly { readonly in: string }[];
  security?: unknown;
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

function moveBodies(operation: Operation): void {
  if (operation[TAKES] === undefined) return;
  operation.requestBody = operation[TAKES];
  Reflect.deleteProperty(operation, TAKES);
}

const REFUSED_BODIES = ['invalidJson', 'invalidBody', 'bodyTooLarge', 'unsupportedMediaType'] as const;
const REFUSED_CREDENTIALS = ['unauthenticated', 'forbidden', 'tooManyRequests'] as const;

function addRefusals(operation: Operation): void {
  const { parameters = [], responses } = operation;
  const refusals = refusalResponses([
    ...(operation.requestBody === undefined ? [] : REFUSED_BODIES),
    ...(parameters.some((parameter) => parameter.in === 'query') ? (['invalidQuery'] as const) : []),
    ...(operation.security === undefined ? [] : REFUSED_CREDENTIALS),
    ...(parameters.some((parameter) => parameter.in === 'path') ? (['notFound'] as const) : []),
    ...(operation[REFUSES] ?? []),
  ]);
  Reflect.deleteProperty(operation, REFUSES);
  operation.responses = { ...responses, ...refusals, default: { $ref: '#/components/responses/Problem' } };
}

function componentSchemas(): { readonly [name: string]: JsonSchema } {
  const byName = new Map<string, DtoClass>();
  for (const dto of documentedDtos().flatMap(partsOfDto)) {
    const name = componentNameOf(dto);
    const known = byName.get(name);
    const taken = documentedSchemas().has(name) || (known !== undefined && known !== dto);
    if (taken) throw new Error(`Two components are called ${name}.`);
    byName.set(name, dto);
  }
  const ofDtos = [...byName].map(([name, dto]) => [name, schemaOfDto(dto)] as const);
  return Object.fromEntries([...documentedSchemas(), ...ofDtos]);
}

function sorted<T>(members: { readonly [name: string]: T }): { [name: string]: T } {
  return Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)));
}
