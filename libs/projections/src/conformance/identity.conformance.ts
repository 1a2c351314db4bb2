import { describe, expect, it } from '@jest/globals';
import { KAADAS, uuid } from '../testing/ledger-events.ts';
import type { Current } from './read-models-under-test.ts';

const [ANN, BEN, CID, DOT] = [uuid(11), uuid(12), uuid(13), uuid(14)] as const;

export function describeIdentity(current: Current): void {
  describe('who is who, and who was looked at', () => {
    const historyOf = async (subjectId: string) =>
      (await current().queries.history.page({ subjectId, order: 'oldestFirst' })).entries.map(
        (entry) => entry.position,
      );
    const at = (...events: readonly { readonly position: number }[]) => events.map((event) => event.position);

    it('reads merged subjects as one, chains followed, and apart again when separated', async () => {
      const { log } = current();
      const { identity } = current().queries;
      const [ofAnn, ofBen, ofCid] = [log.collected(ANN), log.collected(BEN), log.collected(CID)];
      const first = log.merged(ANN, BEN);
      const second = log.merged(BEN, CID);
      await current().project();

      expect(await identity.survivorOf(ANN)).toBe(CID);
      expect(await identity.mergedSubjects(BEN)).toEqual([ANN, BEN, CID]);
      for (const subject of [ANN, BEN, CID]) {
        expect(await historyOf(subject)).toEqual(at(ofAnn, ofBen, ofCid, first, second));
      }

      const apart = log.separated(BEN, CID);
      await current().project();
      expect(await identity.survivorOf(ANN)).toBe(BEN);
      expect(await identity.mergedSubjects(CID)).toEqual([CID]);
      expect(await historyOf(CID)).toEqual(at(ofCid, second, apart));
      expect(await historyOf(ANN)).toEqual(at(ofAnn, ofBen, first, second, apart));

      log.separated(ANN, BEN);
      await current().project();
      expect(await identity.mergedSubjects(ANN)).toEqual([ANN]);
      expect((await current().dump())['subject_merges']).toEqual([]);
    });

    it('takes a merge said twice, a separation of what was never merged, and a merge in a circle', async () => {
      const { log } = current();
      const { identity } = current().queries;
      log.merged(ANN, BEN);
      log.merged(ANN, BEN);
      log.separated(CID, DOT);
      log.merged(BEN, ANN);
      await current().project();

      expect(await identity.mergedSubjects(ANN)).toEqual([ANN, BEN]);
      expect(await identity.survivorOf(ANN)).toBe(BEN);
      expect(await identity.mergedSubjects(CID)).toEqual([CID]);

      log.separated(ANN, BEN);
      await current().project();
      expect([await identity.mergedSubjects(ANN), await identity.mergedDirectly(ANN, BEN)]).toEqual([[ANN], false]);
    });

    it('parts two that were merged, whichever of them the separation names first', async () => {
      const { log } = current();
      const { identity } = current().queries;
      log.merged(ANN, BEN);
      log.merged(BEN, CID);
      log.separated(CID, BEN);
      await current().project();

      expect(await identity.mergedSubjects(ANN)).toEqual([ANN, BEN]);
      expect(await identity.mergedSubjects(CID)).toEqual([CID]);
    });

    it('tells a merge of two from one through others, and parts nobody who was merged through others', async () => {
      const { log } = current();
      const { identity } = current().queries;
      const direct = async () =>
        Promise.all([
          identity.mergedDirectly(ANN, BEN),
          identity.mergedDirectly(CID, BEN),
          identity.mergedDirectly(ANN, CID),
        ]);
      expect(await direct()).toEqual([false, false, false]);
      log.merged(ANN, BEN);
      log.merged(BEN, CID);
      log.separated(ANN, CID);
      await current().project();
      expect(await direct()).toEqual([true, true, false]);
      expect(await identity.mergedSubjects(ANN)).toEqual([ANN, BEN, CID]);
    });

    it('takes a merge of two who are one person already for nothing new, so that each separation parts', async () => {
      const { log } = current();
      const { identity } = current().queries;
      log.merged(ANN, BEN);
      log.merged(BEN, CID);
      log.merged(CID, ANN);
      await current().project();
      expect(await identity.survivorOf(ANN)).toBe(CID);
      expect(await identity.mergedDirectly(ANN, CID)).toBe(false);

      log.separated(BEN, ANN);
      await current().project();
      expect(await identity.mergedSubjects(ANN)).toEqual([ANN]);
      expect(await identity.mergedSubjects(BEN)).toEqual([BEN, CID]);
    });

    it('shows a conflict of identifiers to both, and merges neither', async () => {
      const conflict = current().log.report(ANN, {
        type: 'IdentityConflictDetected',
        fields: { otherSubjectId: BEN },
      });
      await current().project();
      expect(await historyOf(ANN)).toEqual(at(conflict));
      expect(await historyOf(BEN)).toEqual(at(conflict));
      expect(await current().queries.identity.mergedSubjects(ANN)).toEqual([ANN]);
    });

    it('shows a search to everybody it covered and to nobody else', async () => {
      const { log } = current();
      const first = log.collected(ANN, { categories: ['pd:Name'] });
      const before = log.collected(DOT);
      const ofBen = log.collected(BEN, { categories: ['pd:Email'] });
      const twice = log.collected(ANN, { categories: ['pd:Email'] });
      const elsewhere = log.collected(CID, { controllerId: KAADAS });
      const all = log.searched([ofBen, elsewhere]);
      const names = log.searched([first, elsewhere], { categories: ['pd:Name'], occurredTo: '2030-01-01T00:00:00Z' });
      const later = log.searched([first, elsewhere], { asOf: '2001-01-01T00:00:00Z' });
      const one = log.searched([first, elsewhere], { subjectId: BEN });
      await current().project();

      expect(await historyOf(ANN)).toEqual(at(first, twice, all, names));
      expect(await historyOf(BEN)).toEqual(at(ofBen, all, one));
      expect(await historyOf(DOT)).toEqual(at(before, names));
      expect(await historyOf(CID)).toEqual(at(elsewhere));
      expect(later.position).toBeGreaterThan(0);
    });

    it('goes on showing who read a merged history after the separation', async () => {
      const { log } = current();
      const merge = log.merged(ANN, BEN);
      const read = log.write(`access-${BEN}`, { type: 'HistoryRead', subjectId: BEN, fields: { itemCount: 1 } });
      const apart = log.separated(ANN, BEN);
      const unseen = log.write(`access-${BEN}`, { type: 'HistoryRead', subjectId: BEN, fields: { itemCount: 1 } });
      await current().project();

      expect(await historyOf(ANN)).toEqual(at(merge, read, apart));
      expect(await historyOf(BEN)).toEqual(at(merge, read, apart, unseen));
    });
  });
}
