import { describe, expect, it } from '@jest/globals';
import { evolveFinding } from '#libs/domain';
import type { FindingState, StoredFields } from '#libs/domain';
import type { RecordedEvent } from '#libs/event-store';
import { BatchProjection } from '../batch-projection.ts';
import type { Parked } from '../batch-projection.ts';
import type { FindingQuery } from '../queries/finding-search.ts';
import { COMMIT_INTERVAL_MS, FIRST_COMMIT } from '../testing/memory-event-store.ts';
import { CLEX, KAADAS, uuid } from '../testing/ledger-events.ts';
import { FindingLog, randomFindings } from './finding-log.ts';
import type { Current } from './read-models-under-test.ts';
import { testProjections } from '../testing/clock-world.ts';

const [ANN, BEN, CID] = [uuid(11), uuid(12), uuid(13)] as const;
const EVERYBODY = { controllers: [CLEX, KAADAS] };
const ofAnn = { findingId: uuid(81), subjectId: ANN };
const ofBen = { findingId: uuid(82), subjectId: BEN };
const ofCid = { findingId: uuid(83), subjectId: CID, controllerId: KAADAS };
const ofClex = { findingId: uuid(84) };

/** When the nth event of the log was committed. */
const commit = (n: number) => FIRST_COMMIT + n * COMMIT_INTERVAL_MS;

const placeOf = ({ id, streamName, revision, position }: RecordedEvent) => ({
  eventId: id,
  streamName,
  revision,
  position,
});

export function describeFindings(current: Current): void {
  const found = async (query: Partial<FindingQuery> = {}) =>
    (await current().queries.findings.page({ ...EVERYBODY, order: 'oldestFirst', ...query })).items;
  const idsOf = async (query: Partial<FindingQuery> = {}) => (await found(query)).map(({ findingId }) => findingId);
  const findingLog = () => new FindingLog(current().log);

  describe('findings', () => {
    it('says what is on record of a finding, and everything that was believed before', async () => {
      const log = findingLog();
      const raised = log.raised(ofAnn);
      const explained = log.handled(ofAnn, 'FindingExplained', 1);
      await current().project();
      const revised = log.revised(ofAnn, 2);
      await current().project();

      const shared = {
        findingId: ofAnn.findingId,
        recordId: uuid(70),
        rule: 'SHR-GROUND',
        controllerId: CLEX,
        subjectId: ANN,
        recordType: 'PersonalDataShared',
        happenedAt: Date.parse('2025-06-01T04:00:00Z'),
      };
      const missing = { code: 'saleForbidden', params: { recipient: 'alipay' } };
      const said = { policyVersion: 'v3', row: 'CLEX-S1', missing };
      const first = { outcome: 'violates', status: 'open', said, cause: 'record', because: undefined, sealed: false };
      const now = {
        ...shared,
        ...placeOf(revised),
        number: 3,
        outcome: 'conforms',
        status: 'resolved',
        said: { policyVersion: 'v3' },
        cause: 'evidence',
        because: uuid(71),
        sealed: false,
        knownFrom: commit(2),
        knownTo: undefined,
      };
      expect(await current().queries.findings.versions(ofAnn.findingId)).toEqual([
        { ...shared, ...placeOf(raised), ...first, number: 1, knownFrom: commit(0), knownTo: commit(1) },
        {
          ...shared,
          ...placeOf(explained),
          ...first,
          number: 2,
          status: 'explained',
          cause: 'person',
          sealed: true,
          knownFrom: commit(1),
          knownTo: commit(2),
        },
        now,
      ]);
      expect(await found()).toEqual([now]);
      expect(await current().queries.findings.versions(uuid(99))).toEqual([]);
    });

    it('shows at any time what was believed then', async () => {
      const log = findingLog();
      log.raised(ofAnn);
      log.raised(ofBen, { outcome: 'gap' });
      log.revised(ofAnn, 1);
      log.handled(ofBen, 'FindingAccepted', 1);
      await current().project();
      const believed = async (knownAt?: number) =>
        (await found({ knownAt })).map(({ findingId, outcome, status }) => [findingId, outcome, status]);

      const [ann, ben] = [ofAnn.findingId, ofBen.findingId];
      expect(await believed(commit(0) - 1)).toEqual([]);
      expect(await believed(commit(0))).toEqual([[ann, 'violates', 'open']]);
      expect(await believed(commit(2) - 1)).toEqual([
        [ann, 'violates', 'open'],
        [ben, 'gap', 'open'],
      ]);
      expect(await believed(commit(2))).toEqual([
        [ann, 'conforms', 'resolved'],
        [ben, 'gap', 'open'],
      ]);
      expect(await believed()).toEqual([
        [ann, 'conforms', 'resolved'],
        [ben, 'gap', 'accepted'],
      ]);
    });

    it('finds by company, person, record, rule, outcome and status, and follows merges', async () => {
      const log = findingLog();
      log.raised(ofAnn);
      log.raised(ofBen, { recordId: uuid(72), outcome: 'gap' });
      log.raised(ofCid, { rule: 'SHR-MIN' });
      log.raised(ofClex);
      log.handled(ofCid, 'FindingExplained', 1);
      await current().project();

      const [ann, ben, cid, clex] = [ofAnn, ofBen, ofCid, ofClex].map(({ findingId }) => findingId);
      expect(await idsOf()).toEqual([ann, ben, cid, clex]);
      expect(await idsOf({ controllers: [CLEX] })).toEqual([ann, ben, clex]);
      expect(await idsOf({ controllers: [] })).toEqual([]);
      expect(await idsOf({ subjectId: ANN })).toEqual([ann]);
      expect(await idsOf({ recordId: uuid(72) })).toEqual([ben]);
      expect(await idsOf({ rules: ['SHR-MIN', 'SHR-END'] })).toEqual([cid]);
      expect(await idsOf({ outcomes: ['gap'] })).toEqual([ben]);
      expect(await idsOf({ statuses: ['explained'] })).toEqual([cid]);
      expect(await idsOf({ subjectId: ANN, outcomes: ['gap'] })).toEqual([]);
      expect((await found({ recordId: uuid(70), controllers: [CLEX] })).map(({ subjectId }) => subjectId)).toEqual([
        ANN,
        undefined,
      ]);

      current().log.merged(ANN, BEN);
      await current().project();
      expect(await idsOf({ subjectId: ANN })).toEqual([ann, ben]);
    });

    it('pages by when they were raised, whatever becomes of them and is raised meanwhile', async () => {
      const log = findingLog();
      const all = [ofAnn, ofBen, ofCid, ofClex];
      for (const of of all) log.raised(of);
      await current().project();
      const { findings } = current().queries;
      for (const order of ['oldestFirst', 'newestFirst'] as const) {
        const first = await findings.page({ ...EVERYBODY, order, limit: 3 });
        log.handled(order === 'oldestFirst' ? ofClex : ofAnn, 'FindingExplained', 1);
        log.raised({ findingId: uuid(order === 'oldestFirst' ? 85 : 86), subjectId: ANN });
        await current().project();
        const cursor = first.nextCursor ?? '';
        const second = await findings.page({ ...EVERYBODY, order, limit: 3, cursor });
        const ids = [...first.items, ...second.items].map(({ findingId }) => findingId);
        const expected = all.map(({ findingId }) => findingId);
        expect(ids).toEqual(order === 'oldestFirst' ? expected : [uuid(85), ...expected.reverse()]);
        expect(second.nextCursor).toBeUndefined();
      }
    });
  });

  describe('projecting findings', () => {
    const apply = (events: readonly RecordedEvent[]) =>
      new BatchProjection({ database: current().writer, projections: testProjections(), attemptsMax: 1 }).apply(
        events,
        events.at(-1)?.position ?? -1,
      );

    it('changes nothing when findings and policies are delivered again', async () => {
      randomFindings(current().log, 120);
      const { events } = current().store;
      expect(await apply(events.slice(0, 80))).toEqual({ projected: 80, parked: [] });
      const before = await current().dump();
      await apply(events.slice(0, 80));
      await apply(events.slice(20, 40));
      expect(await current().dump()).toEqual(before);

      expect(await apply(events.slice(60))).toEqual({ projected: 40, parked: [] });
      await apply(events);
      expect(await current().dump()).toEqual(await current().dumpOfRebuild());
    });

    it('makes the same rows whatever the batches, and what the events of each finding come to', async () => {
      randomFindings(current().log, 150);
      await current().project({ batchSizeMax: 3 });
      expect(await current().dump()).toEqual(await current().dumpOfRebuild());

      const states = new Map<string, FindingState>();
      for (const { type, data } of current().store.events) {
        const fields = data['fields'] as StoredFields;
        const findingId = String(fields['findingId']);
        const state = evolveFinding(states.get(findingId), { type, fields });
        if (state !== undefined) states.set(findingId, state);
      }
      expect(states.size).toBeGreaterThan(5);
      const items = await found({ limit: 1_000 });
      expect(
        items.map(({ findingId, recordId, rule, number, outcome, status, said }) => ({
          findingId,
          recordId,
          rule,
          number,
          outcome,
          status,
          said,
        })),
      ).toEqual([...states.values()]);
    });

    it('parks a finding raised twice and one nobody raised, and takes in the others around them', async () => {
      const log = findingLog();
      log.raised(ofAnn);
      await current().project();
      log.handled(ofAnn, 'FindingExplained', 1);
      const again = log.raised(ofAnn);
      const unraised = log.revised(ofBen, 1);
      log.revised(ofAnn, 2);
      const parked: Parked[] = [];
      await current().project({ onParked: (event) => parked.push(event) });

      expect(parked).toEqual([
        { position: again.position, type: 'FindingRaised', reason: 'constraintViolated' },
        { position: unraised.position, type: 'FindingRevised', reason: 'malformedEvent' },
      ]);
      const versions = await current().queries.findings.versions(ofAnn.findingId);
      expect(versions.map(({ number, status, knownTo }) => [number, status, knownTo])).toEqual([
        [1, 'open', commit(1)],
        [2, 'explained', commit(4)],
        [3, 'resolved', undefined],
      ]);
      expect(await current().dump()).toEqual(await current().dumpOfRebuild());
    });
  });
}
