/** The API's description, generated from the same decorators that decide. */
export * from './build-openapi-document.ts';
export * from './json-schemas.ts';
export * from './problem-schema.ts';
export * from './refusals.ts';
export * from './serve-api-documentation.ts';
