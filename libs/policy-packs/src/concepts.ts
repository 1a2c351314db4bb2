import { readYamlFile } from './yaml-file.ts';

export interface Labels {
  readonly en: string;
  readonly zh: string;
  readonly sv: string;
}

/** A state of data between "known whose" and "about nobody". Never one flag: de-identified is not anonymized. */
export interface IdentifiabilityState {
  readonly id: 'identified' | 'deidentified' | 'anonymized' | 'statistical';
  readonly iri: string;
  /** The law on personal data applies to it. */
  readonly inScope: boolean;
  readonly labels: Labels;
  readonly means: string;
  readonly source: string;
}

/** A word of policies or laws that DPV has no term for. */
export interface Concept {
  readonly iri: string;
  /** Term of DPV that comes nearest, without meaning the same. */
  readonly nearest?: string;
  readonly labels: Labels;
  readonly means: string;
  readonly source: string;
}

export interface Concepts {
  readonly identifiability: readonly IdentifiabilityState[];
  readonly concepts: readonly Concept[];
}

/**
 * States of data and local words, to be shown with their labels.
 *
 * @throws PolicyPackError
 */
export function loadConcepts(): Concepts {
  return readYamlFile<Concepts>('vocabulary-concepts.yaml', 'vocabulary-concepts.schema.json').value;
}
