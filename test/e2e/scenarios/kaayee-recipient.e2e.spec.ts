import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { queryText, succeeded, type Query } from '../../support/ledger-caller.ts';
import type { RecordEntry, RecordReceipt } from '../../support/wire.ts';
import { Scenario, type Happening } from './scenario.ts';

jest.setTimeout(120_000);

const DEVICES = 'kaayee-smart-devices';
const NAME = 'https://w3id.org/dpv/pd#Name';
const DEVICE = 'https://w3id.org/dpv/pd#DeviceBased';
const on = (day: string) => `${day}T10:00:00+08:00`;
const utc = (instant: string) => new Date(instant).toISOString();

/** What a person gives is handed on with consent, the consent is withdrawn, the data deleted, the agreement runs out. */
let story: Scenario;
let subjectId: string;
const told: { [name: string]: RecordReceipt } = {};

async function tell(name: string, happening: Happening): Promise<void> {
  told[name] = await story.tell(happening);
  // Instants of recording have milliseconds; each is to be asked about.
  await new Promise((resolve) => setTimeout(resolve, 5));
}

interface Item {
  readonly [member: string]: unknown;
}

async function asked(path: string, query: Query = {}, as = 'auditor'): Promise<readonly Item[]> {
  const { position } = told['revoked'] ?? { position: 0 };
  const text = queryText({ ...query, ...(position === 0 ? {} : { atLeast: position }) });
  return succeeded(await story.caller.call(`${path}${text}`, { as })).json<{ readonly items: readonly Item[] }>().items;
}

const only = (items: readonly Item[], ...members: readonly string[]) =>
  items.map((item) => Object.fromEntries(members.map((member) => [member, item[member]])));

beforeAll(async () => {
  story = await Scenario.begin('kaayee', { recipients: [DEVICES] });
  const agreement = { recipient: DEVICES, agreement: 'devices-1', validFrom: '2026-01-01', validUntil: '2026-10-20' };
  await tell('agreed', {
    type: 'RecipientAgreementConcluded',
    at: on('2026-10-01'),
    data: { ...agreement, kind: 'confidentiality' },
  });
  const user = 'astrid';
  await tell('consented', {
    ...{ type: 'ConsentGiven', at: on('2026-10-02'), user },
    data: {
      ...{ form: 'explicit', givenBy: 'subject' },
      scope: { purposes: ['dpv:ServiceProvision'], categories: ['pd:DeviceBased'], recipients: [DEVICES] },
    },
  });
  await tell('collected', {
    ...{ type: 'PersonalDataCollected', at: on('2026-10-03'), user },
    data: {
      ...{ function: 'smart-home', source: { kind: 'subject' }, purposes: ['dpv:ServiceProvision'] },
      categories: [{ category: 'pd:Name' }, { category: 'pd:DeviceBased' }],
    },
  });
  subjectId = told['collected']?.subjectId ?? '';
  await tell('shared', {
    ...{ type: 'PersonalDataShared', at: on('2026-10-05'), user },
    data: {
      ...{ recipient: DEVICES, recipientKind: 'partner', ground: 'consent', identifiability: 'identified' },
      ...{ purposes: ['dpv:ServiceProvision'], categories: ['pd:DeviceBased'] },
    },
  });
  await tell('withdrawn', {
    ...{ type: 'ConsentWithdrawn', at: on('2026-10-10'), user },
    data: { withdrawnBy: 'subject', consentRef: told['consented']?.id },
  });
  await tell('deleted', {
    ...{ type: 'PersonalDataDeleted', at: on('2026-10-12'), user },
    data: { categories: ['pd:DeviceBased'], method: 'erasure', ground: 'consentWithdrawn' },
  });
  const revoked = { recipient: DEVICES, cause: 'agreementEnded' };
  await tell('blocked', {
    type: 'RecipientAccessRevoked',
    at: on('2026-11-01'),
    data: { ...revoked, includesPastData: false },
  });
  await tell('revoked', {
    type: 'RecipientAccessRevoked',
    at: on('2026-11-05'),
    data: { ...revoked, includesPastData: true },
  });
  const atLeast = told['revoked']?.position ?? 0;
  const { items } = await story.caller.searchPage({ controllerId: 'kaayee', atLeast, limit: 1_000 });
  const instants = new Map(items.map(({ id, recordedAt: instant }) => [id, instant]));
  recordedAt = (name) => instants.get(told[name]?.id ?? '') ?? '';
});
afterAll(() => story.end());

/** When the ledger recorded it. */
let recordedAt: (name: string) => string;

/** Entries of a type in the history of the person, the newest first, after all that was read until now. */
async function read(...type: string[]): Promise<readonly RecordEntry[]> {
  const marker = { type: 'PermissionEnabled', at: on('2026-11-06'), user: 'astrid', data: { permission: 'camera' } };
  const { position } = await story.tell(marker);
  return (await story.caller.historyPage(subjectId, { type, atLeast: position, limit: 1_000 })).items;
}

describe('what is held of a person', () => {
  const held = async (query: Query = {}, as = 'auditor') =>
    only(await asked(`/v1/subjects/${subjectId}/holdings`, query, as), 'holder', 'categories', 'since', 'until');
  const controller = { kind: 'controller', id: 'kaayee' };
  const recipient = { kind: 'recipient', id: DEVICES };
  const since = utc(on('2026-10-03'));

  it('is told with where it lies, since when and until when', async () => {
    const deleted = utc(on('2026-10-12'));
    expect(await held()).toEqual([
      { holder: controller, categories: [DEVICE], since, until: deleted },
      { holder: controller, categories: [NAME], since, until: undefined },
      { holder: recipient, categories: [DEVICE], since: utc(on('2026-10-05')), until: utc(on('2026-11-05')) },
    ]);
    const [first] = await asked(`/v1/subjects/${subjectId}/holdings`, {
      category: 'pd:DeviceBased',
      holder: 'controller',
    });
    expect(first).toMatchObject({
      purposes: ['https://w3id.org/dpv#ServiceProvision'],
      sinceRecord: { id: told['collected']?.id, type: 'PersonalDataCollected' },
      untilRecord: { id: told['deleted']?.id, type: 'PersonalDataDeleted', recordedAt: recordedAt('deleted') },
      knownFrom: recordedAt('deleted'),
    });
  });

  it.each([
    ['2026-10-02', []],
    ['2026-10-04', [['kaayee', [DEVICE, NAME]]]],
    [
      '2026-10-11',
      [
        ['kaayee', [DEVICE, NAME]],
        [DEVICES, [DEVICE]],
      ],
    ],
    [
      '2026-10-25',
      [
        ['kaayee', [NAME]],
        [DEVICES, [DEVICE]],
      ],
    ],
    ['2026-11-06', [['kaayee', [NAME]]]],
  ])('on %s was %j', async (day, expected) => {
    const then = await held({ asOf: on(day) });
    const byHolder = Map.groupBy(then, ({ holder }) => (holder as { readonly id: string }).id);
    const found = [...byHolder].map(([id, parts]) => [id, parts.flatMap(({ categories }) => categories).toSorted()]);
    expect(found).toEqual(expected);
  });

  it('is what was known then, where that is asked', async () => {
    const asOf = on('2026-10-25');
    const device = { category: 'pd:DeviceBased', asOf };
    expect(await held({ ...device, knownAt: recordedAt('collected') })).toMatchObject([{ holder: controller }]);
    // Before the deletion was recorded, it seemed to be in both places.
    expect(await held({ ...device, knownAt: recordedAt('withdrawn') })).toMatchObject([
      { holder: controller, until: undefined },
      { holder: recipient, until: undefined },
    ]);
    expect(await held(device)).toMatchObject([{ holder: recipient }]);
  });

  it('answers whose data a company or a recipient held in a time, and everybody found is told so', async () => {
    const time = { controllerId: 'kaayee', heldFrom: on('2026-10-11'), heldTo: on('2026-10-30') };
    const found = await asked('/v1/holdings', { ...time, category: 'pd:DeviceBased' });
    expect(found).toEqual([{ subjectId, categories: [DEVICE], since, until: utc(on('2026-10-12')) }]);
    const later = { ...time, heldFrom: on('2026-10-13') };
    expect(await asked('/v1/holdings', { ...later, category: 'pd:DeviceBased' })).toEqual([]);
    const atRecipient = { ...later, recipient: DEVICES };
    expect(only(await asked('/v1/holdings', atRecipient), 'subjectId', 'categories')).toEqual([
      { subjectId, categories: [DEVICE] },
    ]);
    expect(await asked('/v1/holdings', { ...atRecipient, knownAt: recordedAt('collected') })).toEqual([]);
    const file = await story.caller.call(`/v1/holdings${queryText(atRecipient)}`, {
      as: 'auditor',
      headers: { accept: 'text/csv' },
    });
    expect(file.text.split('\n').slice(0, 2)).toEqual([
      'subjectId,personId,categories,since,until',
      `${subjectId},,"[""${DEVICE}""]",${utc(on('2026-10-05'))},${utc(on('2026-11-05'))}`,
    ]);
    const searches = await read('HeldSubjectsSearched');
    // Two that found the person, and the file; those that found nobody are in nobody's history.
    expect(searches.map(({ fields }) => (fields as Item)['itemCount'] ?? (fields as Item)['format'])).toEqual([
      'csv',
      1,
      1,
    ]);
    const states = await read('SubjectStateRead');
    expect(new Set(states.map(({ fields }) => (fields as Item)['view']))).toEqual(new Set(['holdings']));
  });
});

describe('the consent of the person', () => {
  const consents = (query: Query) => asked(`/v1/subjects/${subjectId}/consents`, query);

  it('was in force until it was withdrawn, by that record', async () => {
    const id = told['consented']?.id;
    const given = { id, form: 'explicit', givenBy: 'subject', since: utc(on('2026-10-02')) };
    expect(await consents({ asOf: on('2026-10-01') })).toEqual([]);
    expect(await consents({ asOf: on('2026-10-09') })).toMatchObject([{ ...given, standing: 'inForce', endedBy: [] }]);
    expect(await consents({ asOf: on('2026-10-11') })).toMatchObject([
      { ...given, standing: 'withdrawn', until: utc(on('2026-10-10')), endedBy: [told['withdrawn']?.id] },
    ]);
    expect(await consents({ asOf: on('2026-10-11'), knownAt: recordedAt('shared') })).toMatchObject([
      { id, standing: 'inForce' },
    ]);
  });

  it('is found among those of the company', async () => {
    const all = (query: Query) => asked('/v1/consents', { controllerId: 'kaayee', recipient: DEVICES, ...query });
    expect(only(await all({ asOf: on('2026-10-09'), standing: 'inForce' }), 'id', 'subjectId')).toEqual([
      { id: told['consented']?.id, subjectId },
    ]);
    expect(await all({ asOf: on('2026-10-11'), standing: 'inForce' })).toEqual([]);
    expect(await all({ asOf: on('2026-10-11'), standing: 'withdrawn', category: 'dpv:PersonalData' })).toHaveLength(1);
    const [search] = await read('RecordsSearched');
    expect(search?.fields).toMatchObject({ filters: { types: ['ConsentGiven'], recipients: [DEVICES] } });
  });
});

describe('the recipient', () => {
  const recipient = async (query: Query): Promise<Item> => {
    const [found, ...others] = await asked('/v1/controllers/kaayee/recipients', query);
    expect(others).toEqual([]);
    return found ?? {};
  };
  /** The end of its last day in China. */
  const ended = '2026-10-20T15:59:59.999Z';

  it('is told with its agreement, to the end of its last day, and what it was given', async () => {
    expect(await recipient({})).toMatchObject({
      recipientId: DEVICES,
      kind: 'logistics',
      country: 'SE',
      given: [
        { category: DEVICE, recipientKind: 'partner', since: utc(on('2026-10-05')), last: utc(on('2026-10-05')) },
      ],
    });
    const agreement = { id: told['agreed']?.id, agreement: 'devices-1', kind: 'confidentiality', until: ended };
    expect(await recipient({ asOf: '2026-10-20T15:59:59Z' })).toMatchObject({
      agreements: [{ ...agreement, standing: 'inForce' }],
      revocations: [],
    });
    expect(await recipient({ asOf: '2026-10-20T16:00:00Z' })).toMatchObject({
      agreements: [{ ...agreement, standing: 'expired' }],
    });
  });

  it('is told as bound from the first day of its agreement on, though that was signed months later', async () => {
    const agreements = [{ id: told['agreed']?.id, agreement: 'devices-1', standing: 'inForce' }];
    expect(await recipient({ asOf: '2025-12-31T16:00:00Z' })).toMatchObject({ agreements, given: [], revocations: [] });
    expect(await asked('/v1/controllers/kaayee/recipients', { asOf: '2025-12-31T15:59:59Z' })).toEqual([]);
  });

  it('has to lose its access when the agreement has run out, with what it already has', async () => {
    const revocation = {
      because: 'agreementExpired',
      agreement: 'devices-1',
      endedAt: ended,
      startedBy: told['agreed']?.id,
      includesPastData: true,
    };
    const { revocations } = await recipient({ asOf: on('2026-10-25') });
    expect(revocations).toMatchObject([
      {
        ...revocation,
        standing: 'due',
        deadlines: [
          { rule: 'KAAY-D11', origin: 'policy', includesPastData: true, clause: expect.stringContaining('[L63]') },
          { origin: 'law', includesPastData: true, clause: 'Art. 21(2)' },
        ],
      },
    ]);
    const then = async (day: string, query: Query = {}) =>
      ((await recipient({ asOf: on(day), ...query }))['revocations'] as readonly Item[]).map(
        ({ standing, settledBy }) => [standing, settledBy],
      );
    expect(await then('2026-11-02')).toEqual([['pastDataLeft', told['blocked']?.id]]);
    expect(await then('2026-11-06')).toEqual([['done', told['revoked']?.id]]);
    expect(await then('2026-11-06', { knownAt: recordedAt('deleted') })).toEqual([['due', undefined]]);
  });

  it('has it among the deadlines as well once the ledger knows that the time of the agreement is over', async () => {
    const states = { state: ['open', 'overdue', 'met', 'cancelled'] };
    let found: Awaited<ReturnType<typeof story.deadlines>> = [];
    for (const end = Date.now() + 30_000; found.length === 0 && Date.now() < end;) {
      found = await story.deadlines({ kind: ['revocation'], ...states });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const concern = { recipient: DEVICES, agreement: 'devices-1', pastData: true };
    const shown = { startedBy: told['agreed']?.id, concern, state: 'met', settled: { by: told['revoked']?.id } };
    expect(found).toMatchObject([
      { ...shown, origin: 'policy', rule: { id: 'KAAY-D11', clause: expect.stringContaining('[L63]') } },
      { ...shown, origin: 'law', rule: { clause: 'Art. 21(2)' } },
    ]);
  });
});

describe('the person herself', () => {
  it('reads what is held of her and where her consents stand, and nothing of anybody else', async () => {
    const { token } = await story.caller.newKey({
      ...{ name: 'Astrid', roles: ['subject'], controllers: ['kaayee'], subjectId },
    });
    const paths = [`/v1/subjects/${subjectId}/holdings`, `/v1/subjects/${subjectId}/consents`];
    for (const path of paths) expect((await asked(path, {}, token)).length).toBeGreaterThan(0);
    const other = '00000000-0000-4000-8000-000000000000';
    for (const path of [...paths.map((own) => own.replace(subjectId, other)), '/v1/holdings', '/v1/consents']) {
      expect((await story.caller.call(path, { as: token })).status).toBe(403);
    }
  });

  it('is told what does not fit', async () => {
    const ask = async (path: string) => (await story.caller.call(path, { as: 'auditor' })).problem;
    const { code, errors } = await ask(`/v1/subjects/${subjectId}/holdings?category=pd:Devices`);
    expect([code, errors?.[0]?.pointer]).toEqual(['invalidQuery', '/category/0']);
    expect((await ask('/v1/holdings?controllerId=kaayee')).errors?.[0]?.pointer).toBe('/heldFrom');
    const turned = 'controllerId=kaayee&heldFrom=2026-10-02T00:00:00Z&heldTo=2026-10-01T00:00:00Z';
    expect((await ask(`/v1/holdings?${turned}`)).errors?.[0]).toMatchObject({ pointer: '/heldTo', code: 'tooEarly' });
    const dataset = 'controllerId=kaayee&heldFrom=2026-10-02T00:00:00Z&dataset=nowhere';
    expect((await ask(`/v1/holdings?${dataset}`)).errors?.[0]).toMatchObject({
      pointer: '/dataset/0',
      code: 'notKnown',
    });
    expect((await ask(`/v1/consents?cursor=none`)).code).toBe('invalidCursor');
  });
});
