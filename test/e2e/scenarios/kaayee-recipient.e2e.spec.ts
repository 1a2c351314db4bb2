import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { queryText, type Query } from '../../support/ledger-caller.ts';
import { DEVICES, KaayeeStory, on, type Item } from './kaayee-story.ts';

jest.setTimeout(120_000);

const NAME = 'https://w3id.org/dpv/pd#Name';
const DEVICE = 'https://w3id.org/dpv/pd#DeviceBased';
const utc = (instant: string) => new Date(instant).toISOString();
const only = (items: readonly Item[], ...members: readonly string[]) =>
  items.map((item) => Object.fromEntries(members.map((member) => [member, item[member]])));

let story: KaayeeStory;

beforeAll(async () => {
  story = await KaayeeStory.begin();
});
afterAll(() => story.end());

describe('what is held of a person', () => {
  const held = async (query: Query = {}, as = 'auditor') =>
    only(
      await story.asked(`/v1/subjects/${story.subjectId}/holdings`, query, as),
      'holder',
      'categories',
      'since',
      'until',
    );
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
    const [first] = await story.asked(`/v1/subjects/${story.subjectId}/holdings`, {
      category: 'pd:DeviceBased',
      holder: 'controller',
    });
    expect(first).toMatchObject({
      purposes: ['https://w3id.org/dpv#ServiceProvision'],
      sinceRecord: { id: story.told['collected']?.id, type: 'PersonalDataCollected' },
      untilRecord: {
        id: story.told['deleted']?.id,
        type: 'PersonalDataDeleted',
        recordedAt: story.recordedAt('deleted'),
      },
      knownFrom: story.recordedAt('deleted'),
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
    expect(await held({ ...device, knownAt: story.recordedAt('collected') })).toMatchObject([{ holder: controller }]);
    // Before the deletion was recorded, it seemed to be in both places.
    expect(await held({ ...device, knownAt: story.recordedAt('withdrawn') })).toMatchObject([
      { holder: controller, until: undefined },
      { holder: recipient, until: undefined },
    ]);
    expect(await held(device)).toMatchObject([{ holder: recipient }]);
  });

  it('answers whose data a company or a recipient held in a time, and everybody found is told so', async () => {
    const time = { controllerId: 'kaayee', heldFrom: on('2026-10-11'), heldTo: on('2026-10-30') };
    const found = await story.asked('/v1/holdings', { ...time, category: 'pd:DeviceBased' });
    expect(found).toEqual([{ subjectId: story.subjectId, categories: [DEVICE], since, until: utc(on('2026-10-12')) }]);
    const later = { ...time, heldFrom: on('2026-10-13') };
    expect(await story.asked('/v1/holdings', { ...later, category: 'pd:DeviceBased' })).toEqual([]);
    const atRecipient = { ...later, recipient: DEVICES };
    expect(only(await story.asked('/v1/holdings', atRecipient), 'subjectId', 'categories')).toEqual([
      { subjectId: story.subjectId, categories: [DEVICE] },
    ]);
    expect(await story.asked('/v1/holdings', { ...atRecipient, knownAt: story.recordedAt('collected') })).toEqual([]);
    const file = await story.scenario.caller.call(`/v1/holdings${queryText(atRecipient)}`, {
      as: 'auditor',
      headers: { accept: 'text/csv' },
    });
    expect(file.text.split('\n').slice(0, 2)).toEqual([
      'subjectId,personId,categories,since,until',
      `${story.subjectId},,"[""${DEVICE}""]",${utc(on('2026-10-05'))},${utc(on('2026-11-05'))}`,
    ]);
    const searches = await story.read('HeldSubjectsSearched');
    // Two that found the person, and the file; those that found nobody are in nobody's history.
    expect(searches.map(({ fields }) => (fields as Item)['itemCount'] ?? (fields as Item)['format'])).toEqual([
      'csv',
      1,
      1,
    ]);
    const states = await story.read('SubjectStateRead');
    expect(new Set(states.map(({ fields }) => (fields as Item)['view']))).toEqual(new Set(['holdings']));
  });
});

describe('the consent of the person', () => {
  const consents = (query: Query) => story.asked(`/v1/subjects/${story.subjectId}/consents`, query);

  it('was in force until it was withdrawn, by that record', async () => {
    const id = story.told['consented']?.id;
    const given = { id, form: 'explicit', givenBy: 'subject', since: utc(on('2026-10-02')) };
    expect(await consents({ asOf: on('2026-10-01') })).toEqual([]);
    expect(await consents({ asOf: on('2026-10-09') })).toMatchObject([{ ...given, standing: 'inForce', endedBy: [] }]);
    expect(await consents({ asOf: on('2026-10-11') })).toMatchObject([
      { ...given, standing: 'withdrawn', until: utc(on('2026-10-10')), endedBy: [story.told['withdrawn']?.id] },
    ]);
    expect(await consents({ asOf: on('2026-10-11'), knownAt: story.recordedAt('shared') })).toMatchObject([
      { id, standing: 'inForce' },
    ]);
  });

  it('is found among those of the company', async () => {
    const all = (query: Query) => story.asked('/v1/consents', { controllerId: 'kaayee', recipient: DEVICES, ...query });
    expect(only(await all({ asOf: on('2026-10-09'), standing: 'inForce' }), 'id', 'subjectId')).toEqual([
      { id: story.told['consented']?.id, subjectId: story.subjectId },
    ]);
    expect(await all({ asOf: on('2026-10-11'), standing: 'inForce' })).toEqual([]);
    expect(await all({ asOf: on('2026-10-11'), standing: 'withdrawn', category: 'dpv:PersonalData' })).toHaveLength(1);
    const [search] = await story.read('RecordsSearched');
    expect(search?.fields).toMatchObject({ filters: { types: ['ConsentGiven'], recipients: [DEVICES] } });
  });
});

describe('the recipient', () => {
  const recipient = async (query: Query): Promise<Item> => {
    const [found, ...others] = await story.asked('/v1/controllers/kaayee/recipients', query);
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
    const agreement = { id: story.told['agreed']?.id, agreement: 'devices-1', kind: 'confidentiality', until: ended };
    expect(await recipient({ asOf: '2026-10-20T15:59:59Z' })).toMatchObject({
      agreements: [{ ...agreement, standing: 'inForce' }],
      revocations: [],
    });
    expect(await recipient({ asOf: '2026-10-20T16:00:00Z' })).toMatchObject({
      agreements: [{ ...agreement, standing: 'expired' }],
    });
  });

  it('is told as bound from the first day of its agreement on, though that was signed months later', async () => {
    const agreements = [{ id: story.told['agreed']?.id, agreement: 'devices-1', standing: 'inForce' }];
    expect(await recipient({ asOf: '2025-12-31T16:00:00Z' })).toMatchObject({ agreements, given: [], revocations: [] });
    expect(await story.asked('/v1/controllers/kaayee/recipients', { asOf: '2025-12-31T15:59:59Z' })).toEqual([]);
  });

  it('has to lose its access when the agreement has run out, with what it already has', async () => {
    const revocation = {
      because: 'agreementExpired',
      agreement: 'devices-1',
      endedAt: ended,
      startedBy: story.told['agreed']?.id,
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
    expect(await then('2026-11-02')).toEqual([['pastDataLeft', story.told['blocked']?.id]]);
    expect(await then('2026-11-06')).toEqual([['done', story.told['revoked']?.id]]);
    expect(await then('2026-11-06', { knownAt: story.recordedAt('deleted') })).toEqual([['due', undefined]]);
  });

  it('has it among the deadlines as well once the ledger knows that the time of the agreement is over', async () => {
    const states = { state: ['open', 'overdue', 'met', 'cancelled'] };
    let found: Awaited<ReturnType<typeof story.scenario.deadlines>> = [];
    for (const end = Date.now() + 30_000; found.length === 0 && Date.now() < end;) {
      found = await story.scenario.deadlines({ kind: ['revocation'], ...states });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const concern = { recipient: DEVICES, agreement: 'devices-1', pastData: true };
    const shown = {
      startedBy: story.told['agreed']?.id,
      concern,
      state: 'met',
      settled: { by: story.told['revoked']?.id },
    };
    // Both are due at one instant.
    expect(found.toSorted((one, other) => other.origin.localeCompare(one.origin))).toMatchObject([
      { ...shown, origin: 'policy', rule: { id: 'KAAY-D11', clause: expect.stringContaining('[L63]') } },
      { ...shown, origin: 'law', rule: { clause: 'Art. 21(2)' } },
    ]);
  });
});

describe('the person herself', () => {
  it('reads what is held of her and where her consents stand, and nothing of anybody else', async () => {
    const { token } = await story.scenario.caller.newKey({
      ...{ name: 'Astrid', roles: ['subject'], controllers: ['kaayee'], subjectId: story.subjectId },
    });
    const paths = [`/v1/subjects/${story.subjectId}/holdings`, `/v1/subjects/${story.subjectId}/consents`];
    for (const path of paths) expect((await story.asked(path, {}, token)).length).toBeGreaterThan(0);
    const other = '00000000-0000-4000-8000-000000000000';
    for (const path of [...paths.map((own) => own.replace(story.subjectId, other)), '/v1/holdings', '/v1/consents']) {
      expect((await story.scenario.caller.call(path, { as: token })).status).toBe(403);
    }
  });

  it('is told what does not fit', async () => {
    const ask = async (path: string) => (await story.scenario.caller.call(path, { as: 'auditor' })).problem;
    const { code, errors } = await ask(`/v1/subjects/${story.subjectId}/holdings?category=pd:Devices`);
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
