import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebhookReceiver } from '../../../../test/support/webhook-receiver.ts';
import { postWebhook } from './webhook-post.ts';

const receiver = new WebhookReceiver();
const send = (url: string, allowLoopback = true) =>
  postWebhook({ url, headers: { 'webhook-id': 'm-1' }, body: '{"n":"å"}' }, { allowLoopback });

describe('a message that is sent', () => {
  beforeAll(() => receiver.start());
  afterAll(() => receiver.stop());

  it('arrives as it was, and is taken with any status that says so', async () => {
    receiver.answer('/taken', 200, 202, 299);
    const url = receiver.urlOf('/taken');
    expect([await send(url), await send(url), await send(url)]).toEqual(['taken', 'taken', 'taken']);
    const [first] = receiver.at('/taken');
    expect(first).toMatchObject({
      headers: { 'content-type': 'application/json', 'webhook-id': 'm-1' },
      body: '{"n":"å"}',
    });
  });

  it.each([302, 307, 400, 410, 500])('is refused with %d, and goes nowhere else', async (status) => {
    receiver.answer('/refused', status);
    expect(await send(receiver.urlOf('/refused'))).toEqual({ failure: 'refused', status });
    expect(receiver.at('/elsewhere')).toEqual([]);
  });

  it('reaches nobody where nobody listens', async () => {
    expect(await send('http://127.0.0.1:1/')).toEqual({ failure: 'unreachable' });
  });

  it('goes to no address that is not public, whether it is written or a name leads there', async () => {
    const before = receiver.received.length;
    const port = new URL(receiver.urlOf('/')).port;
    for (const url of [receiver.urlOf('/'), `https://localhost:${port}/`, `https://127.0.0.1:${port}/`]) {
      expect(await send(url, false)).toEqual({ failure: 'addressNotAllowed' });
    }
    expect(await send('https://10.0.0.1/')).toEqual({ failure: 'addressNotAllowed' });
    expect(receiver.received).toHaveLength(before);
  });
});
