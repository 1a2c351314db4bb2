import type { Vault } from '#libs/crypto-shredding';
import { recordTypes, subjectsOf, type EventDefinition, type RecordReport, type SubjectReference } from '#libs/domain';
import type { EventSlip } from './record-receipt.ts';

/** One event to come: a report about one person gives one, about several people one each. */
export interface RecordDraft {
  readonly slip: EventSlip;
  readonly report: RecordReport;
  readonly definition: EventDefinition;
  readonly subject: SubjectReference | undefined;
  /** The report as JSON in one order of members whatever order it was sent in, to tell a retry from another content. */
  readonly content: string;
}

/** @param report One that passed its checks. */
export function draftsOf(report: RecordReport, reportIndex: number, vault: Vault): RecordDraft[] {
  const definition = recordTypes.get(report.type);
  if (definition === undefined) throw new Error('A report that was not checked.');
  const recordId = recordIdOf(report, vault);
  const content = JSON.stringify(inOrder(report));
  const { subject, subjects } = report;
  if (subjects === undefined) {
    const slip = { reportIndex, recordId, eventId: recordId, isOneOfSeveral: false, outcome: undefined };
    return [{ slip, report, definition, subject, content }];
  }
  return subjectsOf(report).map((oneOfThem, ordinal) => {
    const eventId = vault.derivedId('recordOfSubject', [recordId, String(ordinal)]);
    const slip = { reportIndex, recordId, eventId, isOneOfSeveral: true, outcome: undefined };
    return { slip, report, definition, subject: oneOfThem, content };
  });
}

/** ADR 0004: derived with the vault's secret, so that nobody can confirm a guess of a source's own id. */
function recordIdOf({ id, controllerId, source = '', sourceId = '' }: RecordReport, vault: Vault): string {
  return id?.toLowerCase() ?? vault.derivedId('record', [controllerId, source, sourceId]);
}

/** A copy with the members of every object in the order of their names. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  const members = value as { readonly [name: string]: unknown };
  const ordered: { [name: string]: unknown } = {};
  for (const name of sorted(Object.keys(members))) {
    const member = inOrder(members[name]);
    // Assigned, it would become the prototype and not count; it is a member like any other.
    if (name === '__proto__') Object.defineProperty(ordered, name, { value: member, enumerable: true });
    else ordered[name] = member;
  }
  return ordered;
}

/** More members than a report has; beyond it, inserting one by one would be slow. */
const FEW_NAMES = 24;

/** A few names by insertion, in place: `sort` makes copies of each list, which were a tenth of all garbage. */
function sorted(names: string[]): string[] {
  if (names.length > FEW_NAMES) return names.sort();
  for (let end = 1; end < names.length; end++) {
    const name = names[end] ?? '';
    let place = end;
    for (; place > 0 && (names[place - 1] ?? '') > name; place--) names[place] = names[place - 1] ?? '';
    names[place] = name;
  }
  return names;
}
