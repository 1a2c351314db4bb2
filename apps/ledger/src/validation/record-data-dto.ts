import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn } from 'class-validator';
import {
  nearestTerms,
  resolveTerm,
  SCALARS,
  TERM_LENGTH_MAX,
  type EventDefinition,
  type Field,
  type Fields,
  type TermScheme,
  type Vocabulary,
} from '#libs/domain';
import { Documented } from './property-documentation.ts';
import { Satisfies } from './satisfies.ts';
import { Nested, NestedList, Optional, type DtoClass } from './structure.ts';

/** The vocabulary at the time of asking: terms can be registered while the ledger runs. */
export type CurrentVocabulary = () => Vocabulary;

/** How many names are suggested for an unknown term. */
const NEAREST_COUNT = 3;

const built = new WeakMap<CurrentVocabulary, Map<EventDefinition, DtoClass>>();

/**
 * A DTO for the `data` of a record, with class-validator's decorators applied from the definition of its type. The same
 * definition and vocabulary give the same class.
 */
export function dtoClassFor(definition: EventDefinition, vocabulary: CurrentVocabulary): DtoClass {
  const ofVocabulary = built.get(vocabulary) ?? new Map<EventDefinition, DtoClass>();
  built.set(vocabulary, ofVocabulary);
  const known = ofVocabulary.get(definition);
  if (known !== undefined) return known;
  const dto = classOf(`${definition.type}Data`, definition.fields, vocabulary);
  ofVocabulary.set(definition, dto);
  return dto;
}

function classOf(name: string, fields: Fields, vocabulary: CurrentVocabulary): DtoClass {
  const dto = { [name]: class {} }[name] as DtoClass;
  for (const [property, field] of Object.entries(fields)) {
    const description = field.description ?? (field.kind === 'optional' ? field.of.description : undefined);
    const documented = description === undefined ? [] : [Documented({ description })];
    for (const decorate of [...documented, ...decoratorsOf(`${name}${capitalised(property)}`, field, vocabulary)]) {
      decorate(dto.prototype as object, property);
    }
  }
  return dto;
}

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** @param partName class name of the part, where the field is made of parts. */
function decoratorsOf(partName: string, field: Field, vocabulary: CurrentVocabulary): readonly PropertyDecorator[] {
  switch (field.kind) {
    case 'optional':
      return [Optional(), ...decoratorsOf(partName, field.of, vocabulary)];
    case 'object': {
      const part = classOf(partName, field.fields, vocabulary);
      return [Nested(() => part)];
    }
    case 'list':
      return listDecorators(partName, field, vocabulary);
    default:
      return [valueDecorator(field, vocabulary, { each: false })];
  }
}

function listDecorators(
  partName: string,
  { of, countMax }: Field & { kind: 'list' },
  vocabulary: CurrentVocabulary,
): readonly PropertyDecorator[] {
  if (of.kind === 'object') {
    const part = classOf(partName, of.fields, vocabulary);
    return [NestedList(() => part, { countMin: 1, countMax })];
  }
  return [IsArray(), ArrayMinSize(1), ArrayMaxSize(countMax), valueDecorator(of, vocabulary, { each: true })];
}

function valueDecorator(
  field: Field,
  vocabulary: CurrentVocabulary,
  options: { readonly each: boolean },
): PropertyDecorator {
  switch (field.kind) {
    case 'term':
      return termDecorator(field.scheme, vocabulary, options);
    case 'enum':
      return IsIn([...field.values], options);
    case 'sealedText':
      return Satisfies(
        { code: 'tooLong', message: `Expected a text of at most ${field.lengthMax} characters.` },
        (value) => typeof value === 'string' && value.length <= field.lengthMax,
        { ...options, documentation: { type: 'string', maxLength: field.lengthMax } },
      );
    case 'document':
      return Satisfies(
        { code: 'wrongType', message: 'Expected an object.' },
        (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
        { ...options, documentation: { type: 'object' } },
      );
    case 'optional':
    case 'object':
    case 'list':
      throw new Error(`A value of the kind ${field.kind} has no decorators.`);
    default: {
      const { accepts, expected, schema } = SCALARS[field.kind];
      return Satisfies({ code: 'malformed', message: `Expected ${expected}.` }, accepts, {
        ...options,
        documentation: schema,
      });
    }
  }
}

function termDecorator(
  scheme: TermScheme,
  vocabulary: CurrentVocabulary,
  options: { readonly each: boolean },
): PropertyDecorator {
  return Satisfies(
    {
      code: 'unknownTerm',
      message: `Expected a term of the vocabulary of the scheme ${scheme}.`,
      action: (value) => nearestAdvice(vocabulary(), scheme, value),
    },
    (value) =>
      typeof value === 'string' &&
      value.length <= TERM_LENGTH_MAX &&
      resolveTerm(vocabulary(), scheme, value) !== undefined,
    {
      ...options,
      documentation: { type: 'string', maxLength: TERM_LENGTH_MAX, description: `Term of the scheme ${scheme}.` },
    },
  );
}

function nearestAdvice(vocabulary: Vocabulary, scheme: TermScheme, value: unknown): string {
  const nearest = typeof value === 'string' ? nearestTerms(vocabulary, scheme, value, NEAREST_COUNT) : [];
  return nearest.length > 0
    ? `Perhaps one of these was meant: ${nearest.join(', ')}.`
    : 'Read the terms at GET /v1/vocabulary, or have an administrator register it.';
}
