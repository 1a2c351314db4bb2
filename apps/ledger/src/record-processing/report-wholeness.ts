import type { Named, RecordReport } from '#libs/domain';
import { subjectsOf } from '#libs/domain';
import { itemProblem, type ItemProblem } from '../problems/index.ts';
import type { RecordDraft } from './record-draft.ts';
import type { IdentifiedDraft } from './record-preparation.ts';

/** A draft whose people were found, or why it is refused. */
export type Identification = IdentifiedDraft | { readonly problem: ItemProblem };

/** A person who is named twice in one report is one person: the second naming is a mistake, perhaps of another name. */
export function onePersonOnce(drafts: readonly RecordDraft[], identified: readonly Identification[]): Identification[] {
  const named = new Set<string>();
  return identified.map((one, index) => {
    const draft = drafts[index];
    if ('problem' in one || one.person === undefined || draft?.slip.isOneOfSeveral !== true) return one;
    const key = `${draft.slip.reportIndex} ${one.person.id}`;
    if (!named.has(key)) {
      named.add(key);
      return one;
    }
    const place = draft.subject === undefined ? -1 : subjectsOf(draft.report).indexOf(draft.subject);
    const error = {
      pointer: `/subjects/${place}`,
      code: 'subjectTwice',
      message: 'names a person who is named before',
    };
    return { problem: itemProblem('invalidRecord', { errors: [error] }) };
  });
}

/** A report about several people is recorded for all of them or for none. */
export function refusedWhole(drafts: readonly RecordDraft[], identified: readonly Identification[]): Identification[] {
  const refused = new Map<number | undefined, ItemProblem>();
  identified.forEach((one, index) => {
    const report = drafts[index]?.slip.reportIndex;
    if ('problem' in one && !refused.has(report)) refused.set(report, one.problem);
  });
  if (refused.size === 0) return [...identified];
  return identified.map((one, index) => {
    const problem = refused.get(drafts[index]?.slip.reportIndex);
    return problem === undefined ? one : { problem };
  });
}

/** Shorter ones are too likely to be a word by chance. */
const IDENTIFIER_LENGTH_MIN = 4;

/**
 * Slugs stand in clear. One that is an identifier of the person the record is about, or what is left of it as a slug, was
 * put there by mistake.
 */
export function identifierInClear(report: RecordReport, { references }: Named): ItemProblem | undefined {
  const slugs = [...references, ...(report.policyVersion === undefined ? [] : [report.policyVersion])];
  if (slugs.every((slug) => slug.length < IDENTIFIER_LENGTH_MIN)) return undefined;
  const people = [...subjectsOf(report), ...(report.actor === undefined ? [] : [report.actor])];
  const values = people.flatMap(({ identifiers = [] }) => identifiers.map(({ value }) => lettersOf(value)));
  const identifiers = new Set(values.filter((letters) => letters.length >= IDENTIFIER_LENGTH_MIN));
  if (identifiers.size === 0) return undefined;
  const isIdentifier = (slug: string | undefined): boolean => slug !== undefined && identifiers.has(lettersOf(slug));
  const pointer = isIdentifier(report.policyVersion)
    ? '/policyVersion'
    : [...references].some(isIdentifier)
      ? '/data'
      : undefined;
  if (pointer === undefined) return undefined;
  const error = {
    pointer,
    code: 'identifierInClear',
    message: 'holds an identifier of a person the record names where the log keeps it in clear',
    action: 'Name the function, data set or document, never a person.',
  };
  return itemProblem('invalidRecord', { errors: [error] });
}

/** What a slug keeps of a text: `li@example.com` and `li-example.com` are the same letters. */
const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
