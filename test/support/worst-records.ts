import { recordTypes, SUBJECT_COUNT_MAX } from '#libs/domain';
import type { SeededRandom } from './seeded-random.ts';
import { ReportGenerator, RECORD_TYPES } from './report-generator.ts';

/** In every bad value that can hold a text: an answer that repeats one is found by it. */
export const CANARY = 'kanarie';

export interface WorstRecord {
  /** What is wrong with it. */
  readonly what: string;
  readonly record: unknown;
  /** Where that is to be told, or above or below. Left out: anywhere. */
  readonly pointer?: string;
}

type Json = { [member: string]: unknown };

/** A record that names everything a record can name; each of the worst ones differs from it in one place. */
const sound = (): Json => ({
  source: '/crm',
  sourceId: 'sound',
  type: 'PersonalDataShared',
  controllerId: 'kamoer',
  occurredAt: '2026-11-20T10:00:00+08:00',
  subject: { identifiers: [{ scheme: 'userId', value: 'sound-user' }] },
  actor: { kind: 'person', identifiers: [{ scheme: 'staffId', value: 'sound-clerk' }] },
  policyVersion: 'privacy-2026',
  jurisdictions: ['CN'],
  correlationId: '0f2b7a52-7a0e-4ef7-9f4f-6a9e6b1f0a01',
  causationId: '0f2b7a52-7a0e-4ef7-9f4f-6a9e6b1f0a02',
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  data: {
    recipient: 'sf-express',
    recipientKind: 'logistics',
    ground: 'requestedService',
    purposes: ['dpv:ServiceProvision'],
    categories: ['pd:Name'],
    identifiability: 'identified',
    legalBasis: 'dpv:Consent',
    consentRef: '0f2b7a52-7a0e-4ef7-9f4f-6a9e6b1f0a03',
    agreementRef: 'agreement-1',
    country: 'CN',
    encrypted: true,
    datasets: ['crm'],
    minimisationNote: 'The door code is needed.',
  },
  details: { 'pd:Name': { given: 'A' } },
});

/** Places where no text of ours is right, and those where only some are. */
const CODED = [
  ...['/type', '/controllerId', '/occurredAt', '/subject/identifiers/0/scheme', '/actor/identifiers/0/scheme'],
  ...['/actor/kind', '/policyVersion', '/jurisdictions/0', '/correlationId', '/causationId', '/traceparent'],
  ...['/data/recipient', '/data/recipientKind', '/data/ground', '/data/purposes/0', '/data/categories/0'],
  ...['/data/identifiability', '/data/legalBasis', '/data/consentRef', '/data/agreementRef', '/data/country'],
  ...['/data/encrypted', '/data/datasets/0'],
] as const;
const TEXTS = ['/source', '/sourceId', '/subject/identifiers/0/value', '/data/minimisationNote'] as const;
const LISTS = ['/jurisdictions', '/data/purposes', '/data/categories', '/data/datasets'] as const;
const PARTS = ['/subject', '/actor', '/data', '/subject/identifiers', '/actor/identifiers', '/details'] as const;

function changed(pointer: string, value: unknown): Json {
  const record = sound();
  const path = pointer.split('/').slice(1);
  const last = path.pop() ?? '';
  const holder = path.reduce<Json>((part, name) => part[name] as Json, record);
  // Not assigned: `__proto__` must become a member like any other.
  Object.defineProperty(holder, last, { value, enumerable: true, configurable: true, writable: true });
  return record;
}

const wrong = (what: string, pointer: string, value: unknown): WorstRecord => ({
  what: `${what} at ${pointer}`,
  record: changed(pointer, value),
  pointer,
});

function* wrongTypes(): Generator<WorstRecord> {
  for (const pointer of [...CODED, ...TEXTS, ...LISTS, ...PARTS]) {
    yield wrong('null', pointer, null);
    yield wrong('a number', pointer, 1.5e300);
    yield wrong('a list in a list', pointer, [[`${CANARY} in a list`]]);
    yield wrong('an object', pointer, { [`${CANARY} as a name`]: `${CANARY} inside` });
  }
  for (const pointer of CODED) {
    yield wrong('words', pointer, `${CANARY} är här 坏 \u0000`);
    yield wrong('a huge text', pointer, CANARY.repeat(2_000));
    yield wrong('a lone surrogate', pointer, `${CANARY}\ud800`);
    yield wrong('an e-mail address', pointer, `${CANARY}.zhang@example.com`);
    yield wrong('not a number', pointer, 'NaN');
    yield wrong('a name of the language', pointer, '__proto__');
  }
  for (const pointer of [...LISTS, ...PARTS]) yield wrong('a text', pointer, `${CANARY} for a part`);
  for (const pointer of LISTS) {
    yield wrong('no items', pointer, []);
    yield wrong('too many items', pointer, new Array(101).fill(CANARY));
    yield wrong('a hole', pointer, [null, [], {}, CANARY]);
  }
}

function* wrongFields(): Generator<WorstRecord> {
  const names = ['__proto__', 'constructor', 'hasOwnProperty', 'toString', `${CANARY}@example.com`, ''];
  for (const name of names) {
    for (const part of ['', '/subject', '/subject/identifiers/0', '/actor', '/data']) {
      const { record } = wrong('', `${part}/${name}`, { polluted: CANARY });
      yield { what: `the field ${JSON.stringify(name)} in ${part}`, record, pointer: part };
    }
    if (name !== '') yield { ...wrong('an unknown category', `/details/${name}`, CANARY), pointer: '/details' };
  }
  for (const type of ['__proto__', 'constructor', 'toString', 'accountcancelled', 'HistoryRead', 'ApiKeyCreated']) {
    yield wrong(`the type ${type}`, '/type', type);
  }
  for (const name of ['type', 'controllerId', 'occurredAt', 'data', 'subject']) {
    const { [name]: _left, ...record } = sound();
    yield { what: `no ${name}`, record: name === 'subject' ? { ...record, type: 'AccountCancelled' } : record };
  }
}

function* wrongTimesAndNames(): Generator<WorstRecord> {
  const times = ['2026-02-30T00:00:00Z', '2026-01-01', '2026-01-01T24:00:00Z', '2026-01-01T00:00:00', 'now', ''];
  times.push('2026-01-01T00:00:00+24:00', '0000-01-01T00:00:00Z', '2016-12-31T23:59:60Z', '1767225600', 'Invalid Date');
  times.push('2026-01-01t00:00:00z', '+002026-01-01T00:00:00Z', ' 2026-01-01T00:00:00Z', '2026-13-01T00:00:00Z');
  for (const time of times) yield wrong(`the time ${time}`, '/occurredAt', time);
  const slugs = ['13812345678', '138-1234-5678', '138.1234.5678', '+46701234567', 'zhang san', '110101199003078515'];
  slugs.push('Zhang', '../../etc/passwd', "x' or 1=1 --", '<script>', 'a'.repeat(65), '-', 'a--b', '张三');
  for (const slug of slugs) {
    for (const pointer of ['/policyVersion', '/data/agreementRef', '/data/datasets/0']) {
      yield wrong(`the slug ${slug}`, pointer, slug);
    }
  }
  yield wrong('a term of another scheme', '/data/categories/0', 'dpv:ServiceProvision');
  yield wrong('a term nearly right', '/data/categories/0', 'pd:Nam');
  yield wrong('a recipient nobody registered', '/data', {
    ...(sound()['data'] as Json),
    recipient: `${CANARY}-express`,
  });
  yield wrong('a controller nobody registered', '/controllerId', `${CANARY}-ltd`);
}

const UUID = '0f2b7a52-7a0e-4ef7-9f4f-6a9e6b1f0a04';
const someone = (value: string): Json => ({ identifiers: [{ scheme: 'userId', value }] });

function* wrongPeople(): Generator<WorstRecord> {
  yield { what: 'both an id and a source', record: { ...sound(), id: UUID }, pointer: '' };
  const { source: _source, sourceId: _sourceId, ...nameless } = sound();
  yield { what: 'neither id nor source', record: nameless, pointer: '' };
  yield { what: 'a source without its id', record: { ...nameless, source: CANARY }, pointer: '' };
  for (const id of ['00000000-0000-0000-0000-000000000000', CANARY, 5, null, `${UUID}0`]) {
    yield { what: `the id ${String(id)}`, record: { ...nameless, id }, pointer: '/id' };
  }
  yield wrong('a source too long', '/source', CANARY.repeat(40));
  yield wrong('an empty source', '/sourceId', '');
  yield wrong('a note too long', '/data/minimisationNote', CANARY.repeat(600));
  yield wrong('a subject nobody knows', '/subject', { subjectId: UUID });
  yield wrong('a subject that is no UUID', '/subject', { subjectId: `${CANARY}@example.com` });
  yield wrong('a subject named twice', '/subject', { subjectId: UUID, ...someone(CANARY) });
  yield wrong('a subject without a name', '/subject', {});
  yield wrong('an actor nobody knows', '/actor', { kind: 'person', actorId: UUID });
  for (const value of ['', ' \t\n', `${CANARY}\udc00`, CANARY.repeat(50)]) {
    yield wrong(`the identifier ${JSON.stringify(value.slice(0, 8))}…`, '/subject/identifiers/0/value', value);
  }
  yield wrong('a telephone number of letters', '/subject/identifiers/0', { scheme: 'phone', value: `${CANARY} 12` });
  const crowd = (count: number) => Array.from({ length: count }, (_none, index) => someone(`${CANARY}-${index}`));
  yield wrong(
    'too many identifiers',
    '/subject/identifiers',
    crowd(21).flatMap((one) => one['identifiers']),
  );
  const { subject: _one, details: _details, ...subjectless } = sound();
  yield {
    what: 'too many subjects',
    record: { ...subjectless, subjects: crowd(SUBJECT_COUNT_MAX + 1) },
    pointer: '/subjects',
  };
  yield { what: 'no subjects at all', record: { ...subjectless, subjects: [] }, pointer: '/subjects' };
  yield { what: 'subjects beside a subject', record: { ...sound(), subjects: crowd(2) }, pointer: '/subjects' };
  const one = [...crowd(3), someone(' '), ...crowd(2)];
  yield { what: 'one bad subject of many', record: { ...subjectless, subjects: one }, pointer: '/subjects/3' };
  yield { what: 'a free text about nobody', record: subjectless, pointer: '/data/minimisationNote' };
  const noNote = { ...subjectless, data: { ...(subjectless['data'] as Json), minimisationNote: undefined } };
  yield { what: 'details of nobody', record: { ...noNote, details: sound()['details'] }, pointer: '/details' };
  const backup = { ...subjectless, type: 'BackupTaken', data: { backupRef: 'b-1', datasets: ['crm'] } };
  yield { what: 'the subject of a backup', record: { ...backup, subject: someone(CANARY) }, pointer: '/subject' };
}

function* wrongWholes(): Generator<WorstRecord> {
  const deep = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}"${CANARY}"${']'.repeat(levels)}`);
  for (const value of [null, 0, -0, 1e308, true, '', CANARY, [], [[]], {}, [sound()], deep(500)]) {
    yield { what: `not a record: ${typeof value}`, record: value };
  }
  for (const levels of [9, 21, 1_000]) yield wrong(`${levels} levels`, '/details', { 'pd:Name': deep(levels) });
  yield wrong('1,000 levels in data', '/data', deep(1_000));
  yield wrong('a detail too long', '/details', { 'pd:Name': CANARY.repeat(20_000) });
  yield wrong('a category twice', '/details', { 'pd:Name': 1, 'https://w3id.org/dpv/pd#Name': 2 });
  yield wrong('details of no category', '/details', {});
}

/** Each type without each of the fields it must have, and with one that it has not. */
function* wrongOfEveryType(generator: ReportGenerator): Generator<WorstRecord> {
  for (const type of RECORD_TYPES) {
    const report = generator.report(type);
    const more = { ...report, data: { ...report.data, [`${CANARY}Field`]: CANARY } };
    yield { what: `a ${type} with a field too many`, record: more, pointer: '/data' };
    for (const [name, field] of Object.entries(recordTypes.get(type)?.fields ?? {})) {
      if (field.kind === 'optional') continue;
      const { [name]: _left, ...data } = report.data;
      yield { what: `a ${type} without ${name}`, record: { ...report, data }, pointer: `/data/${name}` };
    }
  }
}

/** `count` of the worst records we could think of; each has an id of its own where it has one at all. */
export function worstRecords(count: number, random: SeededRandom): WorstRecord[] {
  const special = [...wrongWholes(), ...wrongPeople(), ...wrongFields(), ...wrongTimesAndNames()];
  const many = [...wrongTypes(), ...wrongOfEveryType(new ReportGenerator(random))];
  const taken = [...special];
  while (taken.length < count) {
    const [next] = many.splice(random.below(many.length), 1);
    if (next === undefined) throw new Error(`There are only ${taken.length} bad records.`);
    taken.push(next);
  }
  return taken.slice(0, count);
}
