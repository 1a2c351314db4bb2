import { describe, expect, it } from '@jest/globals';
import { CLOCK_KINDS } from '#libs/domain';
import type { ClockKind } from '#libs/domain';
import { BatchProjection } from '../batch-projection.ts';
import { deadlineIdOf } from '../deadline-rows.ts';
import type { Deadline, DeadlineQuery } from '../queries/deadline-search.ts';
import { NO_ZONE, testProjections } from '../testing/clock-world.ts';
import { CLEX, KAADAS, uuid } from '../testing/ledger-events.ts';
import { BREACH, ClockLog, randomClocks } from './clock-log.ts';
import type { Current } from './read-models-under-test.ts';

const [ANNA, BO] = [uuid(11), uuid(12)];
const NOW = Date.parse('2026-03-10T00:00:00+08:00');

/** A deadline in one line: rule, due instant or what it waits for, state. */
const line = ({ clock, state }: Deadline): string =>
  `${clock.deadline.rule.id} | ${clock.awaits ?? clock.due ?? 'no number'} | ${state}`;

export function describeDeadlines(current: Current): void {
  describe('deadlines', () => {
    const clocks = () => new ClockLog(current().log);
    const page = (query: Partial<DeadlineQuery> = {}) =>
      current().queries.deadlines.page({ controllers: [CLEX, KAADAS], now: NOW, ...query });
    const lines = async (query: Partial<DeadlineQuery> = {}) => (await page(query)).items.map(line);
    const EVERY = { states: ['open', 'overdue', 'met', 'cancelled'] } as const;

    it('come by urgency, and after them what has no due instant, the longest waiting first', async () => {
      const log = clocks();
      log.published('v1', 15);
      log.about(ANNA, 'AccountCancelled', '2026-03-05T10:00:00+08:00', { requestedBy: 'subject' });
      log.about(BO, 'AccountCancelled', '2026-02-01T10:00:00+08:00', { requestedBy: 'subject' });
      log.collected(ANNA, '2026-03-01T10:00:00+08:00', 'pd:EmailAddress');
      await current().project();

      expect(await lines()).toEqual([
        'CLEX-R3 | 2026-02-16T23:59:59.999+08:00 | overdue',
        'CLEX-R3 | 2026-03-16T23:59:59.999+08:00 | open',
        'CLEX-R3 | 2026-03-20T23:59:59.999+08:00 | open',
        'CN-DELETE | no number | open',
        'CN-DELETE | no number | open',
      ]);
      expect((await page()).items.slice(3).map(({ subjectId }) => subjectId)).toEqual([BO, ANNA]);
      expect(await lines({ states: ['overdue'] })).toHaveLength(1);
      expect(await lines({ kinds: ['retention'] })).toEqual(['CLEX-R3 | 2026-03-16T23:59:59.999+08:00 | open']);
      expect(await lines({ dueBefore: Date.parse('2026-03-01T00:00:00Z') })).toHaveLength(1);
      expect(await lines({ subjectId: BO })).toHaveLength(2);
      expect(await lines({ controllers: [KAADAS] })).toEqual([]);
      expect(await lines({ controllers: [] })).toEqual([]);
    });

    it('of a company whose policy names no zone there is are counted in UTC', async () => {
      const log = clocks();
      log.published('v1', 15, '2026-01-01T00:00:00+08:00', NO_ZONE);
      log.about(ANNA, 'AccountCancelled', '2026-03-05T10:00:00+08:00', { requestedBy: 'subject' });
      await current().project();

      const { items } = await page();
      expect(items.map(({ clock }) => `${clock.deadline.rule.id} ${clock.deadline.zone}`)).toEqual([
        'CLEX-R3 UTC',
        'CN-DELETE UTC',
      ]);
    });

    it('are given page by page, as things were when the first page was asked for', async () => {
      const log = clocks();
      log.published('v1', 15);
      for (let day = 1; day <= 9; day += 1) {
        log.about(uuid(20 + day), 'AccountCancelled', `2026-03-0${day}T10:00:00+08:00`, { requestedBy: 'subject' });
      }
      await current().project();
      const whole = await page();
      const seen: Deadline[] = [];
      let cursor: string | undefined;
      do {
        const part = await page({ limit: 4, ...(cursor === undefined ? {} : { cursor, now: NOW + 1e12 }) });
        seen.push(...part.items);
        cursor = part.nextCursor;
        log.about(BO, 'AccountCancelled', '2026-04-01T10:00:00+08:00', { requestedBy: 'subject' });
        await current().project();
      } while (cursor !== undefined);
      expect(seen).toEqual(whole.items);
      expect(seen).toHaveLength(18);
      const { nextCursor = '' } = await page({ limit: 4 });
      await expect(page({ cursor: nextCursor, kinds: ['deletion'] })).rejects.toMatchObject({ code: 'invalidCursor' });
      await expect(page({ cursor: 'none' })).rejects.toMatchObject({ code: 'invalidCursor' });
      await expect(page({ limit: 0 })).rejects.toMatchObject({ code: 'invalidQuery' });
    });

    it('are counted by the version in force when what started them happened', async () => {
      const log = clocks();
      log.collected(ANNA, '2026-03-01T10:00:00+08:00', 'pd:EmailAddress');
      log.published('v1', 15);
      log.published('v2', 30, '2026-03-03T00:00:00+08:00');
      log.collected(ANNA, '2026-03-02T10:00:00+08:00', 'pd:EmailAddress');
      log.collected(ANNA, '2026-03-04T10:00:00+08:00', 'pd:EmailAddress');
      await current().project();
      const { items } = await page();
      // What was recorded before the first version was published was counted by none.
      expect(items.map((one) => [one.clock.due?.slice(0, 10), one.policyVersion])).toEqual([
        ['2026-03-17', 'v1'],
        ['2026-04-03', 'v2'],
      ]);
    });

    it('of somebody whose account was cancelled are met when all that was held is gone', async () => {
      const log = clocks();
      log.published('v1', 15);
      log.collected(ANNA, '2026-02-01T10:00:00+08:00', 'pd:Name');
      log.collected(ANNA, '2026-02-01T10:00:00+08:00', 'pd:Age');
      log.about(ANNA, 'PersonalDataDeleted', '2026-02-02T10:00:00+08:00', {
        categories: ['pd:Age'],
        method: 'erasure',
      });
      log.about(ANNA, 'AccountCancelled', '2026-03-05T10:00:00+08:00', { requestedBy: 'subject' });
      await current().project();
      expect((await page()).items.map(({ clock }) => clock.concern.categories)).toEqual([['pd:Name'], ['pd:Name']]);

      const gone = { categories: ['pd:Name'], method: 'softDeletion' };
      log.about(ANNA, 'PersonalDataDeleted', '2026-03-06T10:00:00+08:00', gone);
      await current().project();
      expect(await lines()).toHaveLength(2);

      log.about(ANNA, 'PersonalDataDeleted', '2026-03-07T10:00:00+08:00', { ...gone, method: 'erasure' });
      await current().project();
      expect(await lines()).toEqual([]);
      expect(await lines({ states: ['met'] })).toEqual([
        'CLEX-R3 | 2026-03-20T23:59:59.999+08:00 | met',
        'CN-DELETE | no number | met',
      ]);
    });

    it('of somebody of whom nothing was reported are met only when everything is deleted', async () => {
      const log = clocks();
      log.published('v1', 15);
      log.about(ANNA, 'AccountCancelled', '2026-03-05T10:00:00+08:00', { requestedBy: 'subject' });
      log.about(ANNA, 'PersonalDataDeleted', '2026-03-06T10:00:00+08:00', {
        categories: ['pd:Name'],
        method: 'erasure',
      });
      await current().project();
      expect(await lines()).toHaveLength(2);
      const categories = ['https://w3id.org/dpv#PersonalData'];
      log.about(ANNA, 'PersonalDataDeleted', '2026-03-07T10:00:00+08:00', { categories, method: 'erasure' });
      await current().project();
      expect(await lines()).toEqual([]);
    });

    it('wait while a hold lasts, whether it was placed before or after, on one person or on everybody', async () => {
      const log = clocks();
      log.published('v1', 15);
      log.ofCompany('LegalHoldPlaced', '2026-03-01T10:00:00+08:00', { holdRef: 'all', ground: 'litigation' });
      log.about(ANNA, 'AccountCancelled', '2026-03-02T10:00:00+08:00', { requestedBy: 'subject' });
      log.about(ANNA, 'LegalHoldPlaced', '2026-03-03T10:00:00+08:00', { holdRef: 'hers', ground: 'litigation' });
      log.about(BO, 'AccountCancelled', '2026-03-02T10:00:00+08:00', { requestedBy: 'subject' });
      const kinds: ClockKind[] = ['deletion'];
      const ofPolicy = async () => (await lines({ kinds })).filter((one) => one.startsWith('CLEX'));
      await current().project();
      expect(await ofPolicy()).toEqual(['CLEX-R3 | no number | open', 'CLEX-R3 | no number | open']);

      log.ofCompany('LegalHoldReleased', '2026-03-04T10:00:00+08:00', { holdRef: 'all' });
      await current().project();
      expect(await ofPolicy()).toEqual([
        'CLEX-R3 | 2026-03-17T23:59:59.999+08:00 | open',
        'CLEX-R3 | no number | open',
      ]);

      log.about(ANNA, 'LegalHoldReleased', '2026-03-30T10:00:00+08:00', { holdRef: 'hers' });
      await current().project();
      expect(await ofPolicy()).toContain('CLEX-R3 | 2026-03-30T10:00:00+08:00 | open');
    });

    it('of requests, consents, agreements and breaches start, wait, move and end', async () => {
      const log = clocks();
      log.registered(CLEX, { country: 'SE', timeZone: 'Europe/Stockholm' });
      log.published('v1', 15);
      const asked = { requestId: 'r-1', right: 'access', channel: 'email', receivedFrom: 'subject' };
      log.asked(ANNA, '2026-02-01T10:00:00+08:00', asked);
      const consent = { form: 'explicit', givenBy: 'subject', scope: { purposes: ['dpv:X'], categories: ['pd:Name'] } };
      const expiresAt = '2026-03-09T00:00:00+08:00';
      log.about(ANNA, 'ConsentGiven', '2026-02-01T10:00:00+08:00', { ...consent, expiresAt });
      const agreement = { recipient: 'alipay', agreement: 'dpa-1', kind: 'dataProtection', validFrom: '2026-01-01' };
      log.ofCompany('RecipientAgreementConcluded', '2026-01-01T10:00:00+08:00', {
        ...agreement,
        validUntil: '2026-03-31',
      });
      log.ofCompany('BreachDetected', '2026-03-08T12:00:00+08:00', { ...BREACH, affectedIn: [{ country: 'SE' }] });
      await current().project();
      expect(await lines()).toEqual([
        'EU-ANSWER | 2026-03-01T23:59:59.999+08:00 | overdue',
        'consent | 2026-03-09T00:00:00+08:00 | overdue',
        'EU-BREACH/regulator | 2026-03-11T10:00:00.000+08:00 | open',
        'agreement | 2026-03-31T23:59:59.999+08:00 | open',
        'CLEX-R3 | verification | open',
      ]);

      log.about(ANNA, 'RightsRequestIdentityChecked', '2026-02-03T10:00:00+08:00', {
        requestId: 'r-1',
        outcome: 'passed',
      });
      log.about(ANNA, 'ConsentWithdrawn', '2026-03-01T10:00:00+08:00', { withdrawnBy: 'subject' });
      log.ofCompany('RecipientAgreementConcluded', '2026-03-01T10:00:00+08:00', {
        ...agreement,
        validUntil: '2027-03-31',
      });
      const told = { breachId: 'b-1', audience: 'regulator', phase: 'initial', regime: 'eu-breach', channel: 'portal' };
      log.ofCompany('BreachNoticeGiven', '2026-03-09T10:00:00+08:00', told);
      await current().project();
      expect(await lines(EVERY)).toEqual([
        'CLEX-R3 | 2026-02-18T23:59:59.999+08:00 | overdue',
        'EU-ANSWER | 2026-03-01T23:59:59.999+08:00 | overdue',
        'consent | 2026-03-09T00:00:00+08:00 | cancelled',
        'EU-BREACH/regulator | 2026-03-11T10:00:00.000+08:00 | met',
        'agreement | 2027-03-31T23:59:59.999+08:00 | open',
      ]);
    });

    it('of two companies are apart, also where both name a case alike', async () => {
      const log = clocks();
      const affectedIn = [{ country: 'SE' }];
      log.ofCompany('BreachDetected', '2026-03-08T12:00:00+08:00', { ...BREACH, affectedIn });
      log.ofCompany('BreachDetected', '2026-03-08T12:00:00+08:00', { ...BREACH, affectedIn }, KAADAS);
      const told = { breachId: 'b-1', audience: 'regulator', phase: 'initial', channel: 'portal' };
      log.ofCompany('BreachNoticeGiven', '2026-03-09T10:00:00+08:00', told, KAADAS);
      await current().project();
      expect((await page()).items.map(({ controllerId }) => controllerId)).toEqual([CLEX]);
    });

    it('that passed are told once for each due instant', async () => {
      const log = clocks();
      log.published('v1', 5);
      const { id } = log.about(ANNA, 'AccountCancelled', '2026-03-01T10:00:00+08:00', { requestedBy: 'subject' });
      await current().project();
      const { deadlines } = current().queries;
      const due = '2026-03-06T23:59:59.999+08:00';
      const [first] = await deadlines.passed(NOW, 10);
      expect(first).toMatchObject({ controllerId: CLEX, subjectId: ANNA, passedCount: 0, clock: { due } });
      expect(first?.deadlineId).toBe(deadlineIdOf(`${id}:CLEX-R3`));
      expect(await deadlines.passed(Date.parse(due), 10)).toEqual([]);

      const { id: said } = log.passed(ANNA, { deadlineId: first?.deadlineId ?? '', due });
      await current().project();
      expect(await deadlines.passed(NOW, 10)).toEqual([]);
      expect((await page({ states: ['overdue'] })).items.map(({ passedBy }) => passedBy)).toEqual([said]);

      const until = '2026-03-09T00:00:00+08:00';
      log.about(ANNA, 'DeletionDeferred', '2026-03-07T10:00:00+08:00', {
        ground: 'legalRetention',
        until,
        onlyStored: true,
      });
      await current().project();
      const passed = await deadlines.passed(NOW, 10);
      // By policy again, and by law, which names no number, for the first time.
      expect(passed.map(({ passedCount, clock }) => [clock.deadline.rule.id, passedCount, clock.due]).sort()).toEqual([
        ['CLEX-R3', 1, until],
        ['CN-DELETE', 0, until],
      ]);
    });

    it('are told by kind: how soon the next one is due, and how many are overdue', async () => {
      const log = clocks();
      log.published('v1', 5);
      for (const day of [1, 2, 8, 9]) {
        log.about(uuid(20 + day), 'AccountCancelled', `2026-03-0${day}T10:00:00+08:00`, { requestedBy: 'subject' });
      }
      await current().project();
      const { deadlines } = current().queries;
      const leftMs = Date.parse('2026-03-13T23:59:59.999+08:00') - NOW;
      expect(await deadlines.nearest(NOW)).toEqual([{ kind: 'deletion', leftMs }]);
      const overdue = await deadlines.overdue(NOW);
      expect(overdue.filter(({ count }) => count > 0)).toEqual([{ kind: 'deletion', count: 2 }]);
      expect(overdue.map(({ kind }) => kind)).toEqual(CLOCK_KINDS);
    });

    it('come out the same of a rebuild, and of a log that is delivered again in other batches', async () => {
      randomClocks(current().log, clocks(), 400);
      await current().project({ batchSizeMax: 7 });
      const dump = await current().dump();
      expect(dump['deadlines']?.length).toBeGreaterThan(100);
      expect(dump['parked_events']).toEqual([]);
      expect(await current().dumpOfRebuild()).toEqual(dump);

      const { events } = current().store;
      const batches = new BatchProjection({
        database: current().writer,
        projections: testProjections(),
        attemptsMax: 1,
      });
      expect(await batches.apply(events, events.at(-1)?.position ?? 0)).toEqual({ projected: 0, parked: [] });
      expect(await current().dump()).toEqual(dump);
    });
  });
}
