import { describe, expect, it } from '@jest/globals';
import type { SerialisedAppend } from '../serialised-append.ts';
import { appendsOf, flushOf } from './writer-messages.ts';

const event = (id: string, data: string) => ({ id, type: `Type-${id}`, data, metadata: `{"of":"${id}"}` });

describe('a flush', () => {
  it('carries every append as it is, whatever is in its texts', () => {
    const appends: SerialisedAppend[] = [
      {
        streamName: 'a',
        expectedRevision: 'noStream',
        events: [event('1', '{}'), event('2', '{"text":"王小明 👩‍👩‍👧"}')],
        bytes: 0,
      },
      { streamName: 'Zoë', expectedRevision: 7, events: [event('3', '')], bytes: 0 },
      { streamName: 'a', expectedRevision: 'any', events: [event('4', `"${'x'.repeat(100_000)}"`)], bytes: 0 },
    ];
    const sent = structuredClone(flushOf(appends, { flushId: 5, now: 9 }));
    expect([sent.flushId, sent.now]).toEqual([5, 9]);
    expect([...appendsOf(sent)]).toEqual(appends.map(({ bytes: _bytes, ...rest }) => rest));
  });
});
