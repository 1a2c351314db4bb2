import { describe, expect, it } from '@jest/globals';
import type { StoredFields } from '../stored-event.ts';
import { FindingRaised, FindingRevised } from './assessment-events.ts';
import type { Fact } from './fact.ts';
import { changesTo, evolveFinding } from './finding.ts';
import type { AssessmentCause, FindingChange, FindingState } from './finding.ts';
import type { RuleId } from './rule-id.ts';
import type { Basis, Finding, Verdict } from './verdict.ts';

const RECORD = 'record-1';
const fact: Fact = { id: RECORD, type: 'PersonalDataShared', at: Date.parse('2026-02-01T00:00:00Z'), fields: {} };
const place = (rule: RuleId) => ({ recordId: RECORD, rule });
const idOf = (recordId: string, rule: RuleId) => `${recordId}/${rule}`;
const cause: AssessmentCause = { cause: 'record', position: 40 };
const late: AssessmentCause = { cause: 'evidence', because: 'event-9', position: 90 };

const row = (name: string, ...alsoRows: readonly string[]): Basis => ({
  kind: 'policy',
  row: name,
  policyVersion: 'v1',
  language: 'en',
  clauses: [],
  ...(alsoRows.length === 0 ? {} : { alsoRows }),
});
const law = (lawRule: string): Basis => ({
  kind: 'law',
  lawRule,
  jurisdiction: 'CN',
  instrument: 'PIPL',
  article: '23',
  says: 'Separate consent.',
});
const MISSING = { code: 'saleForbidden', params: { recipient: 'alipay' } } as const;
const OTHER_MISSING = { code: 'serviceEnded', params: { recipient: 'alipay' } } as const;

const broken = (rule: RuleId, basis: Basis, told: Partial<Finding> = {}): Finding => ({
  rule,
  outcome: 'violates',
  basis,
  evidence: [],
  missing: MISSING,
  ...told,
});
const kept = (rule: RuleId, basis: Basis): Finding => ({ rule, outcome: 'conforms', basis, evidence: ['event-3'] });
const verdict = (...findings: readonly Finding[]): Verdict => ({
  outcome: findings[0]?.outcome ?? 'conforms',
  policyVersion: 'v1',
  findings,
  conflicts: [],
  silentOn: [],
});

/** What findings are on record once all these changes are. */
function known(...changes: readonly FindingChange[]): readonly FindingState[] {
  const byRule = new Map<RuleId, FindingState>();
  for (const { definition, rule, fields } of changes) {
    const state = evolveFinding(byRule.get(rule), { type: definition.type, fields: fields as StoredFields });
    if (state !== undefined) byRule.set(rule, state);
  }
  return [...byRule.values()];
}

const given = (states: readonly FindingState[]) => ({
  when: (judged: Verdict, why = late) => ({
    then: (expected: readonly unknown[]) =>
      expect(changesTo(states, { fact, verdict: judged, cause: why }, idOf)).toEqual(expected),
  }),
});

const raised = (rule: RuleId, said: object): FindingChange => ({
  definition: FindingRaised,
  ...place(rule),
  number: 0,
  fields: {
    findingId: `${RECORD}/${rule}`,
    recordId: RECORD,
    recordType: 'PersonalDataShared',
    happenedAt: '2026-02-01T00:00:00.000Z',
    rule,
    outcome: 'violates',
    policyVersion: 'v1',
    ...said,
    ...cause,
  },
});
const revised = (rule: RuleId, number: number, said: object): FindingChange => ({
  definition: FindingRevised,
  ...place(rule),
  number,
  fields: { findingId: `${RECORD}/${rule}`, number, policyVersion: 'v1', ...said, ...late },
});

const ON_RECORD = raised('SHR-GROUND', { row: 'CLEX-S1', missing: MISSING });

describe('changesTo', () => {
  it('raises a finding for each rule that is not kept, in the order of the verdict, and none for those kept', () => {
    const judged = verdict(
      broken('SHR-GROUND', row('CLEX-S1')),
      broken('SHR-NAMED', law('CN-PIPL-23'), { outcome: 'gap', evidence: ['event-2'] }),
      kept('SHR-MIN', row('CLEX-S4')),
    );
    given([])
      .when(judged, cause)
      .then([
        ON_RECORD,
        raised('SHR-NAMED', { outcome: 'gap', lawRule: 'CN-PIPL-23', evidence: ['event-2'], missing: MISSING }),
      ]);
  });

  it('records nothing of a record that conforms', () => {
    given([])
      .when(verdict(kept('SHR-MIN', row('CLEX-S4'))))
      .then([]);
    given([]).when(verdict()).then([]);
  });

  it('tells of one rule once: the gravest, with the names of the others, each once', () => {
    const judged = verdict(
      broken('SHR-GROUND', row('CLEX-S1', 'CLEX-S2'), { evidence: ['event-1', 'event-2'] }),
      broken('SHR-GROUND', law('CN-PIPL-23'), { evidence: ['event-2', 'event-3'] }),
      broken('SHR-GROUND', row('CLEX-S2'), { outcome: 'gap', missing: OTHER_MISSING }),
    );
    given([])
      .when(judged, cause)
      .then([
        raised('SHR-GROUND', {
          row: 'CLEX-S1',
          alsoRules: ['CLEX-S2', 'CN-PIPL-23'],
          evidence: ['event-1', 'event-2', 'event-3'],
          missing: MISSING,
        }),
      ]);
  });

  it('names every other rule where the gravest finding cites none', () => {
    const judged = verdict(
      broken('POL-SILENCE', { kind: 'none' }),
      broken('POL-SILENCE', row('CLEX-S1'), { outcome: 'gap' }),
    );
    given([])
      .when(judged, cause)
      .then([raised('POL-SILENCE', { alsoRules: ['CLEX-S1'], missing: MISSING })]);
  });

  it('names no more rules and evidence than an event takes', () => {
    const evidence = Array.from({ length: 130 }, (_, n) => `event-${n}`);
    const rows = Array.from({ length: 60 }, (_, n) => `CLEX-A${n}`);
    given([])
      .when(verdict(broken('SHR-GROUND', row('CLEX-S1', ...rows), { evidence })), cause)
      .then([
        raised('SHR-GROUND', {
          row: 'CLEX-S1',
          alsoRules: rows.slice(0, 50),
          evidence: evidence.slice(0, 100),
          missing: MISSING,
        }),
      ]);
  });

  it('says nothing twice, whatever it rests on and in whatever order its parameters are kept', () => {
    const missing = { code: 'tooIdentifiable', params: { recipient: 'sf', allowed: ['a'], was: 'b' } } as const;
    const reordered = { params: { was: 'b', allowed: ['a'], recipient: 'sf' }, code: 'tooIdentifiable' } as const;
    const before = known(raised('SHR-DEID', { row: 'CLEX-S7', missing }));
    given(before)
      .when(verdict(broken('SHR-DEID', row('CLEX-S7', 'CLEX-S8'), { missing: reordered, evidence: ['event-5'] })))
      .then([]);
  });

  it('revises a finding that says something else now', () => {
    const before = known(ON_RECORD);
    given(before)
      .when(verdict(broken('SHR-GROUND', row('CLEX-S1'), { outcome: 'gap' })))
      .then([revised('SHR-GROUND', 1, { outcome: 'gap', row: 'CLEX-S1', missing: MISSING })]);
    given(before)
      .when(verdict(broken('SHR-GROUND', row('CLEX-S1'), { missing: OTHER_MISSING })))
      .then([revised('SHR-GROUND', 1, { outcome: 'violates', row: 'CLEX-S1', missing: OTHER_MISSING })]);
    given(before)
      .when(verdict(broken('SHR-GROUND', row('CLEX-S9'))))
      .then([revised('SHR-GROUND', 1, { outcome: 'violates', row: 'CLEX-S9', missing: MISSING })]);
    given(before)
      .when({ ...verdict(broken('SHR-GROUND', row('CLEX-S1'))), policyVersion: 'v2' })
      .then([revised('SHR-GROUND', 1, { outcome: 'violates', policyVersion: 'v2', row: 'CLEX-S1', missing: MISSING })]);
  });

  it('closes a finding once its rule is kept, by what says so, and once the rule is not asked any more', () => {
    const conforms = { outcome: 'conforms', row: 'CLEX-S1', evidence: ['event-3'] };
    given(known(ON_RECORD))
      .when(verdict(kept('SHR-GROUND', row('CLEX-S1'))))
      .then([revised('SHR-GROUND', 1, conforms)]);
    given(known(ON_RECORD))
      .when(verdict())
      .then([revised('SHR-GROUND', 1, { outcome: 'conforms' })]);
  });

  it('leaves what is closed closed, and opens it again under its own number when the rule is broken again', () => {
    const closed = known(ON_RECORD, revised('SHR-GROUND', 1, { outcome: 'conforms' }));
    given(closed)
      .when(verdict(kept('SHR-GROUND', row('CLEX-S1'))))
      .then([]);
    given(closed).when(verdict()).then([]);
    given(closed)
      .when(verdict(broken('SHR-GROUND', row('CLEX-S1'))))
      .then([revised('SHR-GROUND', 2, { outcome: 'violates', row: 'CLEX-S1', missing: MISSING })]);
  });

  it('does not open again what a person accepted while the answer is the same', () => {
    const [state] = known(ON_RECORD);
    if (state === undefined) throw new Error('There is a finding.');
    const accepted = evolveFinding(state, { type: 'FindingAccepted', fields: {} });
    given(accepted === undefined ? [] : [accepted])
      .when(verdict(broken('SHR-GROUND', row('CLEX-S1'))))
      .then([]);
  });

  it('comes to nothing more once what it asked for is on record', () => {
    const judged = verdict(broken('SHR-GROUND', row('CLEX-S1')), broken('SHR-NAMED', law('CN-PIPL-23')));
    const first = changesTo([], { fact, verdict: judged, cause }, idOf);
    given(known(...first))
      .when(judged)
      .then([]);
    const second = changesTo(known(...first), { fact, verdict: verdict(), cause: late }, idOf);
    given(known(...first, ...second))
      .when(verdict())
      .then([]);
    expect(second.map(({ rule, number }) => [rule, number])).toEqual([
      ['SHR-GROUND', 1],
      ['SHR-NAMED', 1],
    ]);
  });
});
