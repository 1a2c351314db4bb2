import { describe, expect, it } from '@jest/globals';
import { definitions, encode, PolicyVersionPublished, ReassessmentRequested } from '#libs/domain';
import type { Verdict } from '#libs/domain';
import type { RecordedEvent } from '#libs/event-store';
import { loadPolicyPacks } from '#libs/policy-packs';
import { AssessedStreams } from './assessed-streams.ts';
import { loadAssessmentWorld } from './assessment-world.ts';
import { policyStreamOf, PolicyShelf } from './policy-shelf.ts';
import { Rejudging } from './rejudging.ts';

const { world } = loadAssessmentWorld();
const pack = loadPolicyPacks(world.vocabulary)[0]!;
const { controllerId } = pack;
const PERSON = '00000000-0000-4000-8000-0000000000aa';

const idAt = (position: number) => `00000000-0000-4000-8000-${String(position).padStart(12, '0')}`;
const dayAt = (day: number) => new Date(Date.parse('2026-08-01T00:00:00Z') + day * 86_400_000).toISOString();

type Placed = Pick<RecordedEvent, 'type' | 'data' | 'streamName'>;

function about(type: string, day: number, fields: Readonly<Record<string, unknown>>): Placed {
  const envelope = { controllerId, occurredAt: dayAt(day), subjectId: PERSON };
  const { data } = encode(definitions.get(type)!, { envelope, fields }, world.vocabulary);
  return { type, data, streamName: `dataSubject-${PERSON}` };
}

const used = (day: number) =>
  about('PersonalDataUsed', day, {
    ...{ operation: 'dpv:Use', purposes: ['dpv:ServiceProvision'], categories: ['pd:EmailAddress'] },
  });

const collected = (day: number) =>
  about('PersonalDataCollected', day, {
    ...{ source: { kind: 'subject' }, function: 'account', purposes: ['dpv:ServiceProvision'] },
    categories: [{ category: 'pd:EmailAddress' }],
  });

const published = {
  type: PolicyVersionPublished.type,
  streamName: policyStreamOf(controllerId),
  data: { controllerId, fields: { pack } },
} as unknown as Placed;

const requested = {
  type: ReassessmentRequested.type,
  streamName: 'reassessments',
  data: { controllerId, fields: {} },
} as unknown as Placed;

const CONFORMS: Verdict = { outcome: 'conforms', findings: [], conflicts: [], silentOn: [] };

/** @returns days of the uses that were judged */
async function reassessed(placed: readonly Placed[]): Promise<readonly string[]> {
  const revisions = new Map<string, number>();
  const log = [...placed, requested].map((event, position): RecordedEvent => {
    const revision = (revisions.get(event.streamName) ?? -1) + 1;
    revisions.set(event.streamName, revision);
    return { ...event, id: idAt(position), metadata: {}, revision, position, recordedAt: dayAt(position) };
  });
  const store = {
    async *readAll() {
      yield* await Promise.resolve(log);
    },
    async *readStream(streamName: string) {
      yield* await Promise.resolve(log.filter((event) => event.streamName === streamName));
    },
  };
  const states = {
    find: () => Promise.resolve(undefined),
    findAll: () => Promise.resolve([]),
    streamsLacking: () => Promise.resolve([]),
    streamsActingSince: () => Promise.resolve([]),
  };
  const judged: string[] = [];
  const rejudging = new Rejudging(
    { store, states, shelf: new PolicyShelf(store, world) },
    new AssessedStreams(store, states),
    {
      verdictOn: ({ fact }) => {
        if (fact.type === 'PersonalDataUsed') judged.push(new Date(fact.at).toISOString());
        return CONFORMS;
      },
      note: () => Promise.resolve(),
    },
  );
  const streams = rejudging.asked(log.at(-1)!);
  for (let next = await streams.next(); next.done !== true; next = await streams.next());
  return judged;
}

describe('a reassessment', () => {
  const often = Array.from({ length: 40 }, (_, index) => collected(10 + index));

  it('leaves what was found when more was known: the oldest collections are forgotten', async () => {
    expect(await reassessed([published, used(2), ...often, used(60)])).toEqual([dayAt(60)]);
    expect(await reassessed([published, used(2), ...often.slice(0, 32), used(60)])).toEqual([dayAt(2), dayAt(60)]);
  });

  it('judges by what is known where nobody had judged before', async () => {
    expect(await reassessed([used(2), published, ...often])).toEqual([dayAt(2)]);
  });
});
