import { labelOf } from '../vocabulary.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { sentenceOf } from './missing.ts';
import type { Finding } from './verdict.ts';

/** A finding for a reader who knows neither packs nor rules. */
export interface Explanation {
  /** What was missing, or that the rule was kept: one sentence in English. */
  readonly sentence: string;
  /** Where it is written: row, heading and line, or instrument and article. */
  readonly place: string;
  /** The clause in the policy's own language, or the provision. */
  readonly quote: string;
  /** BCP 47, of the quote. */
  readonly language: string;
}

export function explain(finding: Finding, vocabulary: Vocabulary): Explanation {
  const say = (value: string): string => (value.startsWith('https://') ? labelOf(vocabulary, value, 'en') : value);
  const sentence = finding.missing === undefined ? 'This rule was kept.' : sentenceOf(finding.missing, say);
  const { basis } = finding;
  if (basis.kind === 'none') return { sentence, place: '', quote: '', language: 'en' };
  if (basis.kind === 'law') {
    return {
      sentence,
      place: `${basis.instrument} ${basis.article} (${basis.lawRule})`,
      quote: basis.quote?.text ?? basis.says,
      language: basis.quote?.language ?? 'en',
    };
  }
  const [clause] = basis.clauses;
  return {
    sentence,
    place: clause === undefined ? basis.row : `${basis.row}, ${clause.heading}, line ${clause.line}`,
    quote: clause?.quote ?? '',
    language: basis.language,
  };
}
