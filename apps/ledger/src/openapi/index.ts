/** The API's description, generated from the same decorators that decide. */
export * from './build-openapi-document.ts';
export * from './record-data-schemas.ts';
export * from './serve-api-documentation.ts';
