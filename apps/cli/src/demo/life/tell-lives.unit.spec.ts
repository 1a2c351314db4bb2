import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { COMPANIES, RECIPIENTS } from './companies.ts';
import { RECORD_TYPES, type Report, type Subject } from './report.ts';
import { tellLives, type Telling } from './tell-lives.ts';

const seed = Number(process.env['DEMO_SPEC_SEED'] ?? 20_261_122);
const telling: Telling = { seed, subjectCount: 1500, until: Date.UTC(2026, 10, 22) };
const stories = tellLives(telling);
const reports = stories.flatMap((story) => story.reports);

const subjectsOf = (report: Report): readonly Subject[] => report.subjects ?? (report.subject ? [report.subject] : []);
const accountOf = (subject: Subject): string => `${subject.identifiers[0]?.scheme}:${subject.identifiers[0]?.value}`;

describe(`the lives of the demo, seed ${seed}`, () => {
  it('are the same for the same telling', () => {
    // As text: comparing tens of thousands of objects one by one takes seconds.
    const text = (told: typeof stories): string => JSON.stringify(told.map((story) => story.reports));
    expect(text(tellLives(telling)) === text(stories)).toBe(true);
  });

  it('are others for another seed', () => {
    const firstLife = (told: typeof stories) => told[0]?.lives[0]?.reports[1];
    expect(firstLife(tellLives({ ...telling, seed: seed + 1 }))).not.toEqual(firstLife(stories));
  });

  it('have every record type', () => {
    expect([...new Set(reports.map((report) => report.type))].sort()).toEqual([...RECORD_TYPES].sort());
  });

  it('run forward within two years, company by company and person by person', () => {
    for (const story of stories) {
      const times = story.reports.map((report) => Date.parse(report.occurredAt));
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(times[0]).toBeGreaterThanOrEqual(telling.until - 730 * 86_400_000);
      expect(times.at(-1)).toBeLessThanOrEqual(telling.until);
      for (const life of story.lives) {
        const own = life.reports.map((report) => Date.parse(report.occurredAt));
        expect(own).toEqual(own.toSorted((a, b) => a - b));
      }
    }
  });

  it('name each record once', () => {
    const names = reports.map((report) => report.id ?? `${report.source} ${report.sourceId}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it('refer only to records that came before', () => {
    const told = new Set<string>();
    const dangling: string[] = [];
    for (const report of reports) {
      for (const name of ['consentRef', 'noticeRef', 'restrictionRef']) {
        const reference = report.data[name];
        if (typeof reference === 'string' && !told.has(reference)) dangling.push(`${report.type}.${name}`);
      }
      if (report.id !== undefined) told.add(report.id);
    }
    expect(dangling).toEqual([]);
  });

  it('name registered recipients only', () => {
    const registered = new Set(RECIPIENTS.map(({ id }) => id));
    const named = reports.flatMap(({ data }) => [data['recipient'], data['recipientsInformed']].flat());
    expect(named.filter((id) => typeof id === 'string' && !registered.has(id))).toEqual([]);
  });

  it('give no two companies the same account', () => {
    const companiesOf = new Map<string, Set<string>>();
    for (const report of reports) {
      for (const subject of subjectsOf(report)) {
        if (subject.identifiers[0]?.scheme !== 'userId') continue;
        const account = accountOf(subject);
        companiesOf.set(account, (companiesOf.get(account) ?? new Set()).add(report.controllerId));
      }
    }
    expect([...companiesOf.values()].filter((companies) => companies.size > 1)).toEqual([]);
  });

  it('have people who are with two companies, by the same e-mail address', () => {
    const companiesOf = Map.groupBy(
      stories.flatMap(({ controllerId, lives }) => lives.map(({ person }) => ({ controllerId, email: person.email }))),
      ({ email }) => email,
    );
    expect([...companiesOf.values()].some((seats) => seats.length > 1)).toBe(true);
    expect(
      [...companiesOf.values()].every((seats) => new Set(seats.map((s) => s.controllerId)).size === seats.length),
    ).toBe(true);
  });

  it('pass hundreds of people on in one record, and leave them alone afterwards', () => {
    const transfer = reports.find((report) => report.type === 'PersonalDataTransferred');
    const passed = new Set((transfer?.subjects ?? []).map(accountOf));
    expect(passed.size).toBeGreaterThan(100);
    expect(passed.size).toBeLessThanOrEqual(1000);
    const later = reports.filter(
      (report) =>
        report.controllerId === transfer?.controllerId &&
        report.subject !== undefined &&
        passed.has(accountOf(report.subject)) &&
        Date.parse(report.occurredAt) > Date.parse(transfer.occurredAt),
    );
    expect(later).toEqual([]);
  });

  it('have families who share a telephone, and people found by an identifier learnt later', () => {
    const first = Map.groupBy(
      stories.find(({ controllerId }) => controllerId === 'clex')?.lives.flatMap((life) => life.reports.slice(0, 1)) ??
        [],
      (report) => report.subject?.identifiers.find(({ scheme }) => scheme === 'phone')?.value,
    );
    expect([...first.values()].some((family) => family.length > 1)).toBe(true);
    expect(
      reports.some((report) => report.subject?.identifiers.some(({ scheme }) => scheme === 'enterpriseWeChatId')),
    ).toBe(true);
  });

  it('have a minor with written consent of the guardian, and one without any', () => {
    const minors = stories
      .find(({ controllerId }) => controllerId === 'kaidexipu')
      ?.lives.slice(0, 2)
      .map((life) => life.reports.filter(({ type }) => type !== 'PersonalDataUsed').map(({ type }) => type));
    expect(minors).toEqual([
      ['SubjectAgeAsserted', 'GuardianVerified', 'ConsentGiven', 'PersonalDataCollected', 'PersonalDataCollected'],
      ['SubjectAgeAsserted', 'PersonalDataCollected', 'PersonalDataCollected', 'PersonalDataDeleted'],
    ]);
  });

  it('have findings for an auditor: places told with the name, deletions long after the account ended', () => {
    const named = reports.filter(
      ({ data }) => data['recipient'] === 'autonavi' && data['identifiability'] === 'identified',
    );
    expect(named.length).toBeGreaterThan(0);
    const delays = stories.flatMap(({ lives }) =>
      lives.flatMap((life) => {
        const deleted = life.reports.find(({ data }) => data['ground'] === 'accountCancelled');
        return deleted === undefined ? [] : [(Date.parse(deleted.occurredAt) - life.endedAt) / 86_400_000];
      }),
    );
    expect(delays.some((days) => days > 30)).toBe(true);
    expect(delays.some((days) => days < 15)).toBe(true);
  });

  it('can be nobody’s: reserved mail domains, exchanges that begin with 0, documentation addresses', () => {
    const people = stories.flatMap(({ lives }) => lives.map(({ person }) => person));
    const real = people.filter(
      ({ email, phone, ipAddress }) =>
        !/@example\.(com|org|net)$/.test(email) ||
        !/^\+(86 10 0|46 8 0|44 20 0)/.test(phone) ||
        !/^(203\.0\.113\.|2001:db8:)/.test(ipAddress),
    );
    expect(real).toEqual([]);
  });
});

describe('the companies of the demo', () => {
  it('are those the policy packs ship', () => {
    const shipped = (file: string): unknown => JSON.parse(readFileSync(`libs/policy-packs/data/${file}.json`, 'utf8'));
    expect({ controllers: COMPANIES.map(({ registration }) => registration) }).toMatchObject({
      controllers: (shipped('controllers') as { controllers: object[] }).controllers,
    });
    const recipients = (shipped('recipients') as { recipients: { id: string; source: string }[] }).recipients;
    const named = RECIPIENTS.filter(({ id }) => id !== 'geo-locator').map(({ id }) => id);
    expect(RECIPIENTS.filter(({ id }) => named.includes(id))).toEqual(
      named.map((id) => {
        const { source: _source, ...rest } = recipients.find((one) => one.id === id) ?? { id, source: 'missing' };
        return rest;
      }),
    );
  });
});
