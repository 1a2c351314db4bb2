import type { Finding } from '#libs/sdk';
import type { CompanyFindings, FoundFindings } from './found-findings.ts';
import type { PolicyDefects } from './policy-defects.ts';
import { folded } from './folded.ts';

/** Columns of what is quoted. */
const WIDTH = 104;

/** What was found at each company, one finding of each expected kind with the clause in its own language. */
export function findingLines({ companies }: FoundFindings): readonly string[] {
  return companies.flatMap((company) => [
    headOf(company),
    ...company.expected.flatMap(({ example }) => toldOf(example)),
  ]);
}

function headOf({ controllerId, count, expected }: CompanyFindings): string {
  const kinds = expected.map(({ rule, count: often }) => `${often} × ${rule}`).join(', ');
  return `${controllerId}: ${count.toLocaleString('en')} findings, among them ${kinds}`;
}

function toldOf(finding: Finding | undefined): readonly string[] {
  if (finding === undefined) return [];
  const { happenedAt, sentence } = finding;
  const { place, quote, language } = citedIn(finding);
  return [
    `  ${happenedAt.slice(0, 10)}  ${place}`,
    ...folded(sentence, WIDTH - 4).map((line) => `    ${line}`),
    ...folded(`“${quote}” (${language})`, WIDTH - 4).map((line) => `    ${line}`),
  ];
}

function citedIn({ basis }: Finding): { readonly place: string; readonly quote: string; readonly language: string } {
  const [clause] = basis?.clauses ?? [];
  if (clause !== undefined) {
    const place = `${basis?.row ?? ''}, line ${clause.line}: ${clause.heading}`;
    return { place, quote: clause.quote, language: basis?.language ?? '' };
  }
  const place = `${basis?.lawRule ?? ''}: ${basis?.instrument ?? ''} ${basis?.article ?? ''}`;
  return { place, quote: basis?.quote?.text ?? basis?.says ?? '', language: basis?.quote?.language ?? 'en' };
}

/** What is wrong with the policies themselves, where it stands in their packs. */
export function defectLines(policies: readonly PolicyDefects[]): readonly string[] {
  return policies.flatMap(({ file, defects, silentTopicCount, remarkCount }) => [
    `${file}: ${remarkCount} remarks; silent on ${silentTopicCount} topics, where the law alone decides`,
    ...defects.flatMap(({ line, row, message }) => {
      const [first = '', ...rest] = folded(`${row ?? ''} ${message}`, WIDTH - 8);
      return [`  ${String(line).padStart(4)}  ${first}`, ...rest.map((more) => `        ${more}`)];
    }),
  ]);
}
