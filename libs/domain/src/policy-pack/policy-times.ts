import { periodFrom } from '../assessment/due-answer.ts';
import type { period, requestedRights } from '../assessment/rules/parameters.ts';
import type { PolicyTimes } from '../deadline/clock-context.ts';
import type { Citation } from '../deadline/deadline.ts';
import type { DeletionCause } from '../deadline/rights-regime.ts';
import type { FieldValue } from '../event-definition.ts';
import type { PolicyPack, PolicyRow, RuleData } from './policy-pack.ts';

type WrittenPeriod = FieldValue<typeof period>;

/** A rule of the policy with what to cite it by. */
interface Cited extends Citation {
  readonly parameters: RuleData;
}

/**
 * What a policy gives time for, from its rows: deletion (DEL-DEADLINE), retention (RET-COOKIE, RET-LIMIT), answers to
 * requests (RGT-DUE), notices of breaches (BRC-DUE), and the access of recipients (SHR-END). A row without a number starts no
 * clock of its own, but for the end of a service, at which access ends at once.
 */
export function policyTimesOf(pack: PolicyPack): PolicyTimes {
  const cited = (kind: string) => citedIn(pack, kind);
  const revocation = accessEndsOf(pack);
  return {
    deletion: cited('DEL-DEADLINE').map((rule) => ({
      ...timed(rule),
      because: rule.parameters['after'] as readonly DeletionCause[],
    })),
    retention: [
      ...cited('RET-COOKIE').filter(isTimed).map(ofCookies),
      ...cited('RET-LIMIT').filter(isTimed).map(ofCategories),
    ],
    response: cited('RGT-DUE').map((rule) => ({
      ...timed(rule),
      rights: (rule.parameters['rights'] as FieldValue<typeof requestedRights> | undefined) ?? ('all' as const),
      clockStart: rule.parameters['from'] as 'receipt' | 'verification',
    })),
    breach: cited('BRC-DUE').flatMap((rule) =>
      audiencesOf(rule.parameters['audiences'] as readonly string[]).map((audience) => ({ ...timed(rule), audience })),
    ),
    ...(revocation.length === 0 ? {} : { revocation }),
  };
}

/** By which rows the access of a recipient ends with its work. A policy that says so gives no time beyond it. */
export function accessEndsOf(pack: Pick<PolicyPack, 'rows'>): NonNullable<PolicyTimes['revocation']> {
  return citedIn(pack, 'SHR-END').map(({ id, clause, parameters }) => ({
    id,
    clause,
    period: { unit: 'immediately' },
    includesPastData: parameters['includesPastData'] === true,
  }));
}

function citedIn({ rows }: Pick<PolicyPack, 'rows'>, kind: string): readonly Cited[] {
  return rows.flatMap((row) =>
    (row.rules ?? [])
      .filter((rule) => rule.kind === kind)
      .map((parameters) => ({ id: row.id, clause: clauseOf(row), parameters })),
  );
}

/** As laws are cited by article, policies are by heading and line of their text. */
function clauseOf({ clauses: [first] }: PolicyRow): string {
  return first === undefined ? 'silent' : `${first.heading} [L${first.line}]`;
}

const isTimed = ({ parameters }: Cited): boolean => parameters['period'] !== undefined;

const timed = ({ id, clause, parameters }: Cited) => ({
  id,
  clause,
  period: periodFrom(parameters['period'] as unknown as WrittenPeriod),
});

const ofCookies = (rule: Cited) => ({
  ...timed(rule),
  functions: rule.parameters['functions'] as readonly string[],
  ...(rule.parameters['orSession'] === true ? { unlessSession: true } : {}),
});

function ofCategories(rule: Cited) {
  const categories = rule.parameters['categories'] as readonly string[] | undefined;
  return { ...timed(rule), ...(categories === undefined ? {} : { categories }) };
}

/** Whom a notice is for, in the words of clocks: one person told is not everybody told. */
function audiencesOf(written: readonly string[]): readonly ('regulator' | 'individuals')[] {
  const people = ['subjects', 'subject', 'guardian', 'public'].some((one) => written.includes(one));
  return [
    ...(written.includes('regulator') ? (['regulator'] as const) : []),
    ...(people ? (['individuals'] as const) : []),
  ];
}
