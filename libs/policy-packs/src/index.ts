/**
 * Law and policies as versioned data: the vocabulary, the companies and recipients of the policies the project starts from.
 * Every file is checked against its schema when it is read. It must never hold data about a person.
 */
export * from './calendars.ts';
export * from './clock-world.ts';
export * from './concepts.ts';
export * from './lint.ts';
export * from './packs.ts';
export * from './policy-pack-error.ts';
export * from './policy-text.ts';
export * from './regimes.ts';
export * from './seeds.ts';
export { loadSensitivity } from './sensitivity.ts';
export * from './temporal-time.ts';
export * from './vocabulary.ts';
export * from './yaml-file.ts';
