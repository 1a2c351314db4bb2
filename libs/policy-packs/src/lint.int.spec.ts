import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { lintPolicyPack } from './lint.ts';
import { faultLine } from './policy-pack-error.ts';
import { loadVocabulary } from './vocabulary.ts';

const vocabulary = loadVocabulary();
const HEAD = `controllerId: mine
names: [Mine]
policyVersion: mine-1
effectiveFrom: '2026-01-01T00:00:00+08:00'
language: en
authoritativeLanguage: en
jurisdictions: [CN]
zone: Asia/Shanghai
text: { file: mine.txt, sha256: ${'a'.repeat(64)} }
`;
const SILENCES =
  'silentOn: [purposes, transfer, crossBorder, publicDisclosure, minors, deletionPropagation, rightsResponse, breach, policyChange]\n';
const row = (id: string, body: string): string => `  - id: ${id}
    says: A rule.
    clauses: [{ heading: H, line: 1, quote: Q }]
    ${body}
`;

const lint = (text: string) => lintPolicyPack({ file: 'mine.yaml', text }, vocabulary);
const faultsOf = (text: string) => lint(text).faults.map(faultLine);
const remarksOf = (text: string) =>
  lint(text)
    .remarks.filter(({ code }) => code !== 'silent')
    .map(({ line, column, code, row: id, pointer }) => `${line}:${column} ${code} ${id ?? '-'} ${pointer}`);
const contradictionsOf = (text: string) => remarksOf(text).filter((remark) => remark.includes(' contradiction '));

describe('lintPolicyPack', () => {
  it('tells all faults of a bad pack where they stand, and nothing else', () => {
    const bad = `${HEAD}rows:
${row('A-1', 'rules: [{ kind: COL-FUNCTION, categories: [pd:EmailAdress] }]')}${row('A-1', 'rules: [{ kind: SHR-NOSALE }]')}silentOn: [sale]\n`;
    expect(faultsOf(bad)).toEqual([
      expect.stringMatching(/^mine\.yaml:14:48 \/rows\/0\/rules\/0\/categories\/0 .* Perhaps: pd:EmailAddress/),
      'mine.yaml:15:5 /rows/1/id An id stands for one row only.',
      'mine.yaml:19:12 /silentOn/0 The policy is not silent on sale: row A-1 rules it.',
    ]);
    expect(lint(bad).remarks).toEqual([]);
  });

  it("tells of working days that are nobody's, wherever a rule counts in them", () => {
    const inDays = (period: string) =>
      `${HEAD}rows:\n${row('A-1', `rules: [{ kind: RGT-DUE, from: receipt, ${period} }]`)}`;
    const nobodys = '{ n: 15, unit: workingDay }';
    const ofChina = '{ n: 15, unit: workingDay, calendar: CN }';
    const fault = 'Working days need a calendar: say whose, such as calendar: CN.';
    expect(faultsOf(inDays(`period: ${nobodys}`))).toEqual([`mine.yaml:14:45 /rows/0/rules/0/period ${fault}`]);
    expect(faultsOf(inDays(`period: ${ofChina}, extension: ${nobodys}`))).toEqual([
      `mine.yaml:14:96 /rows/0/rules/0/extension ${fault}`,
    ]);
    expect(faultsOf(inDays(`period: ${ofChina}`))).toEqual([]);
    expect(faultsOf(inDays('period: { n: 15, unit: day }'))).toEqual([]);
  });

  it('tells where a text is no YAML', () => {
    expect(faultsOf('names: [Mine\n')).toEqual([expect.stringMatching(/^mine\.yaml:2:1 /)]);
  });

  it('tells what every record will be a gap for', () => {
    const { remarks } = lint(
      `${HEAD}rows:\n${row('A-1', 'rules: [{ kind: COL-FUNCTION }]')}${SILENCES.replace('purposes, ', '')}`,
    );
    expect(remarks.filter(({ code }) => code === 'unruled').map(({ line, message }) => [line, message])).toEqual([
      [10, expect.stringMatching(/^No row rules purposes.* every PersonalDataUsed will be a gap/)],
      [10, expect.stringMatching(/^No row rules sharing/)],
    ]);
  });

  it('tells rules and entries that stand there before, however they are written', () => {
    const iri = 'https://w3id.org/dpv/pd#Name';
    const text = `${HEAD}rows:
${row('A-1', 'rules: [{ kind: COL-FUNCTION, functions: [shop], categories: [pd:Name, pd:Age] }, { kind: SHR-NAMED }]')}${row(
      'A-2',
      `rules: [{ kind: COL-FUNCTION, categories: [pd:Age, ${iri}], functions: [shop] }]`,
    )}${row('A-3', `rules: [{ kind: COL-FUNCTION, categories: [pd:Name, pd:Age, '${iri}'] }]`)}${SILENCES}`;
    expect(remarksOf(text)).toEqual([
      '18:13 repeatedRule A-2 /rows/1/rules/0',
      '22:65 repeatedEntry A-3 /rows/2/rules/0/categories/2',
    ]);
  });

  it('tells rules that say opposite things of the same, with the lines of both', () => {
    const registration = (more: string) => `{ kind: COL-FUNCTION, functions: [account-registration], ${more} }`;
    const kept = (n: number, of = 'pd:Name') =>
      `{ kind: RET-LIMIT, categories: [${of}], period: { n: ${n}, unit: day } }`;
    const deleted = (n: number, after: string) =>
      `{ kind: DEL-DEADLINE, after: [${after}], period: { n: ${n}, unit: day } }`;
    const text = `${HEAD}rows:
${row('A-1', `rules: [${registration('categories: [pd:Name, pd:Age], necessity: optional')}, ${kept(30)}, ${deleted(15, 'accountCancelled')}]`)}${row(
      'A-2',
      `rules: [${registration('categories: [pd:Name], necessity: required')}]`,
    )}${row('A-3', `rules: [${kept(60)}, ${deleted(30, 'subjectRequest, accountCancelled')}]`)}${SILENCES}`;
    expect(contradictionsOf(text)).toEqual([
      '18:13 contradiction A-2 /rows/1/rules/0',
      '22:13 contradiction A-3 /rows/2/rules/0',
      '22:87 contradiction A-3 /rows/2/rules/1',
    ]);
    const [first] = lint(text).remarks.filter(({ code }) => code === 'contradiction');
    expect(first).toMatchObject({ line: 18, againstLine: 14, against: '/rows/0/rules/0' });
    expect(first?.message).toMatch(/^It says required of .*Name, account-registration, and row A-1 says optional:/);
  });

  it('tells no exception for a contradiction, and nothing that is about something else', () => {
    const rules = [
      '{ kind: COL-FUNCTION, functions: [shop], categories: [pd:Name], sources: [subject], necessity: required }',
      '{ kind: COL-FUNCTION, functions: [forum], categories: [pd:Name], necessity: optional }',
      '{ kind: COL-FUNCTION, categories: [pd:Name], necessity: optional }',
      '{ kind: COL-FUNCTION, functions: [shop], categories: [pd:Name], sources: [device], necessity: optional }',
      '{ kind: COL-FUNCTION, functions: [shop], categories: [pd:Name], necessity: automatic }',
      '{ kind: RET-LIMIT, period: { n: 60, unit: day } }',
      '{ kind: RET-LIMIT, categories: [pd:Name], period: { n: 30, unit: day } }',
      '{ kind: DEL-DEADLINE, after: [accountCancelled], period: { n: 30, unit: day } }',
      '{ kind: DEL-DEADLINE, after: [subjectRequest], period: { n: 15, unit: day } }',
    ];
    expect(contradictionsOf(`${HEAD}rows:\n${row('A-1', `rules: [${rules.join(', ')}]`)}${SILENCES}`)).toEqual([]);
  });

  it('tells rules about nothing but what the policy does not speak about', () => {
    const scope = 'rules: [{ kind: SCOPE-OUT, functions: [forum], categories: [pd:Contact] }]';
    const text = `${HEAD}rows:
${row('A-1', scope)}${row('A-2', 'rules: [{ kind: COL-FUNCTION, functions: [forum] }, { kind: SHR-NAMED, categories: [pd:EmailAddress] }]')}${row(
      'A-3',
      'rules: [{ kind: COL-FUNCTION, categories: [pd:EmailAddress] }, { kind: COL-FUNCTION, functions: [forum, shop] }]',
    )}${SILENCES}`;
    expect(remarksOf(text)).toEqual(['18:13 outOfScope A-2 /rows/1/rules/0', '22:13 outOfScope A-3 /rows/2/rules/0']);
  });
});

describe('the policies that come with the ledger', () => {
  const folder = join(import.meta.dirname, '..', 'data', 'policies');

  it.each(readdirSync(folder))('%s has no fault, no gap, and nothing that could be taken out', (file) => {
    const { faults, remarks } = lint(readFileSync(join(folder, file), 'utf8'));
    expect(faults).toEqual([]);
    const harmless = ['note', 'notMachineCheckable', 'silent'];
    expect(remarks.filter(({ code }) => !harmless.includes(code))).toEqual([]);
  });

  it('tell their own defects, with row and line', () => {
    const { remarks } = lint(readFileSync(join(folder, 'kaadas.yaml'), 'utf8'));
    const deIdentified = remarks.find(({ code, row: id }) => code === 'note' && id === 'KAAD-D1');
    expect(deIdentified?.message).toContain('only anonymized data is (PIPL Art. 4, 73)');
    expect(deIdentified?.line).toBe(lineOf(join(folder, 'kaadas.yaml'), 'notes: De-identified data is treated'));
  });

  const lineOf = (file: string, words: string): number =>
    readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(words)) + 1;
});
