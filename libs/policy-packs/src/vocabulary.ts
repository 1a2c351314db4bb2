import { vocabularyFrom } from '#libs/domain';
import type { Term, Vocabulary } from '#libs/domain';
import { readDataFile } from './data-file.ts';
import { PolicyPackError } from './policy-pack-error.ts';

const NAMESPACES: { readonly [prefix: string]: string } = {
  dpv: 'https://w3id.org/dpv#',
  pd: 'https://w3id.org/dpv/pd#',
  'eu-gdpr': 'https://w3id.org/dpv/legal/eu/gdpr#',
  local: 'https://personal-data-ledger.org/vocabulary#',
};

/**
 * The terms that come with the ledger: those of W3C DPV 2.3 it needs, and our own where DPV has none.
 *
 * @throws PolicyPackError
 */
export function loadVocabulary(): Vocabulary {
  return vocabularyFrom(checkTerms(readDataFile<{ readonly terms: readonly Term[] }>('vocabulary').terms));
}

/** Terms whose prefixed name and IRI say the same, each once in its scheme. */
export function checkTerms(terms: readonly Term[]): readonly Term[] {
  const faults = terms.flatMap((term, index) => {
    const [prefix = '', name = ''] = term.prefixed.split(':');
    const earlier = terms.findIndex((other) => other.iri === term.iri && other.scheme === term.scheme);
    return [
      ...(term.iri === `${NAMESPACES[prefix]}${name}`
        ? []
        : [`/terms/${index} has an IRI that is not its prefixed name`]),
      ...(earlier === index ? [] : [`/terms/${index} repeats /terms/${earlier}`]),
    ];
  });
  if (faults.length > 0)
    throw new PolicyPackError('invalid', `vocabulary.json contradicts itself: ${faults.join('; ')}`);
  return terms;
}
