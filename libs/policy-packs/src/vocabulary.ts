import { vocabularyFrom } from '#libs/domain';
import type { Term, Vocabulary } from '#libs/domain';
import { readDataFile } from './data-file.ts';
import { PolicyPackError } from './policy-pack-error.ts';
import { loadSensitivity, sensitiveUnder } from './sensitivity.ts';

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
  const written = checkTerms(readDataFile<{ readonly terms: readonly Term[] }>('vocabulary').terms);
  const terms = written.map((term) =>
    term.broader === undefined ? term : { ...term, broader: term.broader.map(iriOf) },
  );
  const sensitivity = loadSensitivity(vocabularyFrom(terms));
  return vocabularyFrom(
    terms.map((term) => {
      const under = term.scheme === 'category' ? sensitiveUnder(sensitivity, term.iri) : [];
      return under.length === 0 ? term : { ...term, sensitiveUnder: under };
    }),
  );
}

function iriOf(prefixed: string): string {
  const [prefix = '', name = ''] = prefixed.split(':');
  return `${NAMESPACES[prefix]}${name}`;
}

/** A category with all that is wider, by prefixed names. */
function widerThan(prefixed: string, terms: ReadonlyMap<string, Term>): ReadonlySet<string> {
  const found = new Set([prefixed]);
  for (const name of found) for (const wider of terms.get(name)?.broader ?? []) found.add(wider);
  return found;
}

/** Terms whose prefixed name and IRI say the same, each once in its scheme, under categories that are there. */
export function checkTerms(terms: readonly Term[]): readonly Term[] {
  const byPrefixed = new Map(terms.filter(({ scheme }) => scheme === 'category').map((term) => [term.prefixed, term]));
  const faults = terms.flatMap((term, index) => {
    const earlier = terms.findIndex((other) => other.iri === term.iri && other.scheme === term.scheme);
    return [
      ...(term.iri === iriOf(term.prefixed) ? [] : [`/terms/${index} has an IRI that is not its prefixed name`]),
      ...(earlier === index ? [] : [`/terms/${index} repeats /terms/${earlier}`]),
      ...(term.broader ?? []).flatMap((wider) =>
        widerThan(wider, byPrefixed).has(term.prefixed) ? [`/terms/${index} is wider than itself`] : [],
      ),
      ...(term.broader ?? []).flatMap((wider) =>
        byPrefixed.has(wider) ? [] : [`/terms/${index} has a wider category that is not there`],
      ),
    ];
  });
  if (faults.length > 0)
    throw new PolicyPackError('invalid', `vocabulary.json contradicts itself: ${faults.join('; ')}`);
  return terms;
}
