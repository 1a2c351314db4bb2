import { parsePolicyFile, type FileFault, type PolicyPackError } from '#libs/policy-packs';
import type { PolicyPack, Vocabulary } from '#libs/domain';
import { ProblemError, type ProblemFieldError } from '../problems/index.ts';

export const POLICIES_PATH = '/v1/policies';
export const YAML = 'application/yaml';
/** Largest policy, in bytes: what one append takes. The longest of the five seed texts comes to a twentieth of it. */
export const POLICY_BYTES_MAX = 1_048_576;

/** A policy, and where in its text a value stands. */
export interface WrittenPolicy {
  readonly pack: PolicyPack;
  /** Line and column, both from 1. */
  readonly placeOf: (pointer: string) => { readonly line: number; readonly column: number };
}

/**
 * The policy that a text states. JSON is YAML, so one reader tells lines and columns of both.
 * @throws ProblemError `invalidPolicy`, `invalidJson`, `bodyTooLarge`
 */
export function policyIn(text: unknown, mediaType: string, vocabulary: Vocabulary): WrittenPolicy {
  if (typeof text !== 'string') throw new ProblemError('unsupportedMediaType');
  if (Buffer.byteLength(text) > POLICY_BYTES_MAX) throw new ProblemError('bodyTooLarge');
  if (!mediaType.startsWith(YAML)) assertJson(text);
  try {
    const { value: pack, faultAt } = parsePolicyFile({ file: 'policy', text }, vocabulary);
    const placeOf: WrittenPolicy['placeOf'] = (pointer) => {
      const { line, column } = faultAt(pointer, '');
      return { line, column };
    };
    return { pack, placeOf };
  } catch (error) {
    // The parser follows nesting by recursion.
    if (error instanceof RangeError) throw new ProblemError('invalidPolicy', { errors: [TOO_DEEP], cause: error });
    if (!isPackError(error)) throw error;
    throw new ProblemError('invalidPolicy', { errors: error.faults.slice(0, FAULT_COUNT_MAX).map(fieldErrorOf) });
  }
}

function assertJson(text: string): void {
  try {
    JSON.parse(text);
  } catch (cause) {
    throw new ProblemError('invalidJson', { cause });
  }
}

const TOO_DEEP: ProblemFieldError = {
  pointer: '',
  code: 'tooDeep',
  message: 'must not be nested so deeply',
  line: 1,
  column: 1,
};

/** Most faults told at once: enough to go on with. */
const FAULT_COUNT_MAX = 50;

const isPackError = (error: unknown): error is PolicyPackError =>
  error instanceof Error && error.name === 'PolicyPackError' && Reflect.get(error, 'code') === 'invalid';

/** A key nobody knows is the caller's own: line and column tell where it stands, and the pointer ends above it. */
const fieldErrorOf = ({ pointer, message, line, column, syntax }: FileFault): ProblemFieldError => {
  if (syntax !== undefined) return { pointer, code: 'malformed', message: notYaml(syntax), line, column };
  const unknownKey = message === 'is not a key that is known here';
  return {
    pointer: unknownKey ? pointer.slice(0, pointer.lastIndexOf('/')) : pointer,
    code: unknownKey ? 'unexpected' : 'malformed',
    message: unknownKey ? 'has a key here that is not known' : message,
    line,
    column,
  };
};

/** By the parser's own code: its words repeat what it met. */
const notYaml = (syntax: string): string =>
  `cannot be read as YAML from here on (${syntax.toLowerCase().replaceAll('_', ' ')})`;
