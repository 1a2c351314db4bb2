/** class-validator's decorators are the one source of truth; a checker compiled from them makes it fast. */
export * from './compile-validator.ts';
export * from './documented.ts';
export * from './dto-pipe.ts';
export * from './from-text.ts';
export * from './json-pointer.ts';
export * from './kinds.ts';
export * from './nesting-depth.ts';
export * from './property-documentation.ts';
export * from './record-data-dto.ts';
export * from './satisfies.ts';
export * from './schema-of-dto.ts';
export * from './structure.ts';
