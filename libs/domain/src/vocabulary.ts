import type { TermScheme } from './event-definition.ts';
import { candidate, nearestOf } from './nearest.ts';
import type { Candidate } from './nearest.ts';

/** Namespace of the terms DPV does not have. */
export const LOCAL_NAMESPACE = 'https://personal-data-ledger.org/vocabulary#';
export const LOCAL_PREFIX = 'local';

export interface Term {
  readonly iri: string;
  /** Prefixed name: `pd:EmailAddress`. */
  readonly prefixed: string;
  readonly scheme: TermScheme;
  /** For a category: IRIs of the nearest wider ones. */
  readonly broader?: readonly string[];
  /** Our own words, by BCP 47 language; English always. */
  readonly labels: { readonly en: string; readonly [language: string]: string };
  /** Jurisdictions whose law counts the category as sensitive: `CN` (PIPL Art. 28), `EU` (GDPR Art. 9), `GB`. */
  readonly sensitiveUnder?: readonly string[];
}

/** All terms known, with the indexes that make resolving one a look-up. */
export interface Vocabulary {
  readonly terms: readonly Term[];
  readonly byScheme: ReadonlyMap<TermScheme, SchemeIndex>;
  readonly byIri: ReadonlyMap<string, Term>;
}

interface SchemeIndex {
  readonly candidates: readonly Candidate[];
  /** IRI and prefixed name → IRI. */
  readonly iris: ReadonlyMap<string, string>;
}

/** Build the vocabulary. Of two terms with one IRI in one scheme the later counts. */
export function vocabularyFrom(given: readonly Term[]): Vocabulary {
  const terms = [...new Map(given.map((term) => [`${term.scheme} ${term.iri}`, term])).values()];
  const byIri = new Map(terms.map((term) => [term.iri, term]));
  const byScheme = new Map<TermScheme, SchemeIndex>();
  for (const [scheme, ofScheme] of Map.groupBy(terms, (term) => term.scheme)) {
    const iris = new Map(
      ofScheme.flatMap(
        (term) =>
          [
            [term.iri, term.iri],
            [term.prefixed, term.iri],
          ] as const,
      ),
    );
    const candidates = ofScheme.map((term) =>
      candidate(term.prefixed, [...namesOf(term.prefixed), ...Object.values(term.labels)]),
    );
    byScheme.set(scheme, { candidates, iris });
  }
  return { terms, byScheme, byIri };
}

/** The vocabulary with further terms, such as those of `TermRegistered` events. */
export function vocabularyWith(vocabulary: Vocabulary, terms: readonly Term[]): Vocabulary {
  return terms.length === 0 ? vocabulary : vocabularyFrom([...vocabulary.terms, ...terms]);
}

/** The term a `TermRegistered` event adds. */
export function localTerm(registered: Pick<Term, 'scheme' | 'labels'> & { readonly name: string }): Term {
  return {
    iri: LOCAL_NAMESPACE + registered.name,
    prefixed: `${LOCAL_PREFIX}:${registered.name}`,
    scheme: registered.scheme,
    labels: registered.labels,
  };
}

/** IRI of a term written as IRI or prefixed name, `undefined` if the scheme has no such term. Case matters. */
export function resolveTerm(vocabulary: Vocabulary, scheme: TermScheme, written: string): string | undefined {
  return vocabulary.byScheme.get(scheme)?.iris.get(written);
}

/**
 * Prefixed names of the terms of a scheme that come nearest to what was written, best first: by the name without prefix
 * and by every label. At most `n`; terms that have nothing in common with it are left out.
 */
export function nearestTerms(
  vocabulary: Vocabulary,
  scheme: TermScheme,
  written: string,
  n: number,
): readonly string[] {
  const candidates = vocabulary.byScheme.get(scheme)?.candidates ?? [];
  return nearestOf(candidates, citationIn(written) ?? localName(written), n);
}

/** Label in the language, else in English, else the prefixed name, else the IRI itself: always something to show. */
export function labelOf(vocabulary: Vocabulary, iri: string, language: string): string {
  const term = vocabulary.byIri.get(iri);
  return term?.labels[language] ?? term?.labels.en ?? term?.prefixed ?? iri;
}

/** All data about people: what every category is data of, unless it is said to be about nobody. */
export const PERSONAL_DATA = 'https://w3id.org/dpv#PersonalData';
const NON_PERSONAL_DATA = 'https://w3id.org/dpv#NonPersonalData';

/** Whether data of a category is data of another one as well, because it is the same or a part of it. Both IRIs. */
export function isWithin(vocabulary: Vocabulary, category: string, wider: string): boolean {
  if (category === wider) return true;
  const broader = vocabulary.byIri.get(category)?.broader;
  if (broader !== undefined) return broader.some((above) => isWithin(vocabulary, above, wider));
  // A term somebody registered has nothing wider by name, and is personal data all the same.
  return wider === PERSONAL_DATA && category !== NON_PERSONAL_DATA;
}

/** What follows the prefix or the namespace. */
function localName(written: string): string {
  return written.slice(Math.max(written.lastIndexOf('#'), written.lastIndexOf('/'), written.lastIndexOf(':')) + 1);
}

/** By its own name, and where that is a place in a law by the law and the place, which others write the other way round. */
function namesOf(prefixed: string): readonly string[] {
  const cited = citationIn(prefixed);
  return cited === undefined ? [localName(prefixed)] : [localName(prefixed), cited];
}

/** Longest text that a citation is looked for in, in UTF-16 code units: an IRI is shorter. */
const CITATION_LENGTH_MAX = 200;

/** The law and the place that a text cites, however it is written: `Art. 6(1)(f) GDPR`, `eu-gdpr:A6-1-f` → `gdpr 6 1 f`. */
function citationIn(written: string): string | undefined {
  const text = written.slice(0, CITATION_LENGTH_MAX).toLowerCase();
  const law = /gdpr|pipl/.exec(text)?.[0];
  if (law === undefined) return undefined;
  const parts = text.replaceAll(law, ' ').split(/[^a-z0-9]+/);
  const places = parts.flatMap((part) => /^(?:a|art)?(\d+|[a-z])$/.exec(part)?.[1] ?? []);
  return places.some((place) => /\d/.test(place)) ? [law, ...places].join(' ') : undefined;
}
