import { isBlank, SCALARS, type ScalarKind } from '#libs/domain';
import { Satisfies, type PredicateOptions } from './satisfies.ts';

/** The domain's own kinds of values as decorators, so that an envelope and a record's data mean the same by them. */
function isOfKind(kind: ScalarKind, options: PredicateOptions): PropertyDecorator {
  const { accepts, expected, schema } = SCALARS[kind];
  return Satisfies({ code: 'malformed', message: `Expected ${expected}.` }, accepts, {
    ...options,
    documentation: schema,
  });
}

/** RFC 3339 with offset. */
export const IsInstantText = (options: PredicateOptions = {}): PropertyDecorator => isOfKind('instant', options);
export const IsUuidText = (options: PredicateOptions = {}): PropertyDecorator => isOfKind('uuid', options);
/** A lower-case slug. */
export const IsReferenceText = (options: PredicateOptions = {}): PropertyDecorator => isOfKind('reference', options);
/** ISO 3166. */
export const IsCountryText = (options: PredicateOptions = {}): PropertyDecorator => isOfKind('country', options);

/** Says something that can be read. Of an empty text its length tells. */
export const IsNotBlank = (): PropertyDecorator =>
  Satisfies(
    { code: 'blank', message: 'Expected words, not only white space and characters that do not show.' },
    (value) => typeof value !== 'string' || value === '' || !isBlank(value),
    { documentation: { pattern: '\\S' } },
  );
