import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Clock as RunningClock } from '#libs/domain';
import { EmbeddedEventStore, type RecordedEvent } from '#libs/event-store';
import { loadVocabulary } from '#libs/policy-packs';
import type { PassedDeadline } from '#libs/projections';
import type { ReadModels } from '../reading/read-models.ts';
import type { Clock } from '../event-recording/index.ts';
import type { KnownParties } from '../registries/known-parties.ts';
import { DeadlineWatch } from './deadline-watch.ts';

const DEADLINE_ID = '00000000-0000-4000-8000-000000000050';
const SUBJECT_ID = '00000000-0000-4000-8000-000000000001';
const NOW = '2026-11-20T10:00:00.000Z';

const clock: RunningClock = {
  id: 'e1:CLEX-R3',
  kind: 'deletion',
  controllerId: 'clex',
  origin: 'policy',
  startedBy: '00000000-0000-4000-8000-000000000041',
  concern: { subjectId: SUBJECT_ID, categories: ['https://w3id.org/dpv/pd#EmailAddress'] },
  deadline: {
    rule: { id: 'CLEX-R3', clause: 'Store [L81]' },
    start: '2026-09-24T10:00:00+08:00',
    zone: 'Asia/Shanghai',
  },
  due: '2026-10-22T23:59:59.999+08:00',
};
const passed = (passedCount: number, due: string): PassedDeadline => ({
  ...{ deadlineId: DEADLINE_ID, controllerId: 'clex', subjectId: SUBJECT_ID, passedCount },
  clock: { ...clock, due },
});

describe('a watch over deadlines', () => {
  let directory: string;
  let store: EmbeddedEventStore;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'pdl-watch-'));
    store = await EmbeddedEventStore.open({ directory });
    await store.append({
      ...{ streamName: 'vocabulary-x', expectedRevision: 'any' },
      events: [{ id: SUBJECT_ID, type: 'Something', data: {}, metadata: {} }],
    });
  });
  afterEach(async () => {
    await store.close();
    rmSync(directory, { recursive: true });
  });

  /** One whose read models never learn what was appended, as those of a replica may not in time. */
  function watchThatSees(found: readonly PassedDeadline[], options: { readonly behind?: boolean } = {}): DeadlineWatch {
    const queries = {
      position: { waitForPosition: () => Promise.resolve(options.behind !== true) },
      deadlines: { passed: () => Promise.resolve(found) },
    };
    const vocabulary = loadVocabulary();
    return new DeadlineWatch(
      store,
      { queries } as unknown as ReadModels,
      { vocabulary: () => vocabulary } as unknown as KnownParties,
      { now: () => NOW } as unknown as Clock,
    );
  }

  async function said(): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const event of store.readStream(`deadline-${DEADLINE_ID}`)) events.push(event);
    return events;
  }

  it('says with others, at once and again, of one due instant that it passed once', async () => {
    const found = [passed(0, clock.due ?? '')];
    const watches = [watchThatSees(found), watchThatSees(found), watchThatSees(found)];
    await Promise.all(watches.map((watch) => watch.look()));
    for (const watch of watches) expect(await watch.look()).toBe(1);
    expect((await said()).map(({ type, data }) => [type, data])).toEqual([
      [
        'DeadlinePassed',
        {
          ...{ schemaVersion: 1, controllerId: 'clex', subjectId: SUBJECT_ID, occurredAt: clock.due },
          fields: {
            ...{ deadlineId: DEADLINE_ID, number: 0, kind: 'deletion', rule: 'CLEX-R3', due: clock.due },
            ...{ startedBy: clock.startedBy, categories: clock.concern.categories },
          },
        },
      ],
    ]);
  });

  it('says it of a later due instant again', async () => {
    const later = '2026-11-01T00:00:00+08:00';
    await watchThatSees([passed(0, clock.due ?? '')]).look();
    const again = watchThatSees([passed(1, later)]);
    await again.look();
    await again.look();
    expect((await said()).map(({ data }) => data['occurredAt'])).toEqual([clock.due, later]);
  });

  it('says nothing while the read models may not know what was done', async () => {
    expect(await watchThatSees([passed(0, clock.due ?? '')], { behind: true }).look()).toBe(0);
    expect(await said()).toEqual([]);
  });
});
