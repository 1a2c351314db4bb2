import {
  EventStore,
  EventStoreError,
  newEventOf,
  type Appended,
  type AppendOutcome,
  type ReadStreamOptions,
  type RecordedEvent,
  type StreamAppend,
  type Subscription,
} from '#libs/event-store';

/** What happens to the next append: it is carried out and the answer lost, or the answer comes without the deed. */
export type Mishap = 'committedButUnknown' | 'lostAndUnknown' | 'unavailable';

/** The store's promises in memory, with mishaps on order. */
export class FakeEventStore extends EventStore {
  readonly log: RecordedEvent[] = [];
  readonly mishaps: Mishap[] = [];
  appendCalls = 0;
  /** How many reads of a stream fail from now on. */
  failingReads = 0;

  /** What another process writes, behind the back of whoever is tried. */
  writeBehind(streamName: string, events: StreamAppend['events']): void {
    this.commit(streamName, events);
  }

  override async append(append: StreamAppend): Promise<Appended> {
    const [outcome] = await this.appendMany([append]);
    if (outcome?.ok !== true) throw outcome?.error ?? new Error('No outcome.');
    return outcome;
  }

  override async appendMany(appends: readonly StreamAppend[]): Promise<readonly AppendOutcome[]> {
    this.appendCalls++;
    await Promise.resolve();
    return appends.map((append) => this.carryOut(append, this.mishaps.shift()));
  }

  private carryOut(append: StreamAppend, mishap: Mishap | undefined): AppendOutcome {
    if (mishap === 'unavailable') return failed('unavailable');
    if (mishap === 'lostAndUnknown') return failed('outcomeUnknown');
    const stream = this.log.filter(({ streamName }) => streamName === append.streamName);
    const expected = append.expectedRevision === 'noStream' ? -1 : Number(append.expectedRevision);
    const repeated = stream.slice(expected + 1, expected + 1 + append.events.length);
    const isRepeat = repeated.length > 0 && append.events.every(({ id }, index) => repeated[index]?.id === id);
    if (!isRepeat && stream.length - 1 !== expected) return failed('wrongExpectedRevision');
    const last = isRepeat ? repeated.at(-1) : this.commit(append.streamName, append.events);
    if (last === undefined) throw new Error('An append without events.');
    return mishap === 'committedButUnknown'
      ? failed('outcomeUnknown')
      : { ok: true, revision: last.revision, position: last.position };
  }

  private commit(streamName: string, events: StreamAppend['events']): RecordedEvent | undefined {
    for (const event of events.map(newEventOf)) {
      const revision = this.log.filter((one) => one.streamName === streamName).length;
      const position = this.log.length;
      this.log.push({ ...event, streamName, revision, position, recordedAt: '2026-11-22T00:00:00.000Z' });
    }
    return this.log.at(-1);
  }

  override async *readStream(streamName: string, options: ReadStreamOptions = {}): AsyncIterable<RecordedEvent> {
    if (this.failingReads-- > 0) throw new EventStoreError('unavailable', 'unavailable');
    const stream = this.log.filter((event) => event.streamName === streamName);
    const { direction = 'forwards', fromRevision, maxCount = Infinity } = options;
    const inOrder = direction === 'forwards' ? stream : stream.toReversed();
    const from = fromRevision ?? (direction === 'forwards' ? 0 : Infinity);
    const wanted = inOrder.filter(({ revision }) => (direction === 'forwards' ? revision >= from : revision <= from));
    for (const event of wanted.slice(0, maxCount)) yield event;
  }

  override async *readAll(): AsyncIterable<RecordedEvent> {
    yield* this.log;
  }

  override subscribeToAll(): Subscription {
    throw new Error('Nobody subscribes here.');
  }

  override async lastPosition(): Promise<number | undefined> {
    return this.log.at(-1)?.position;
  }

  override async close(): Promise<void> {}
}

function failed(code: 'wrongExpectedRevision' | 'outcomeUnknown' | 'unavailable'): AppendOutcome {
  return { ok: false, error: new EventStoreError(code, code) };
}
