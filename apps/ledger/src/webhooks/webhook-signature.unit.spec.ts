import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { mintWebhookSecret, signedHeaders } from './webhook-signature.ts';

const message = { id: '00000000-0000-4000-8000-000000000001', body: '{"type":"task.due","data":{"n":"å"}}' };

describe('a signed message', () => {
  it('is taken by the reference implementation, and by none with another secret', () => {
    const secret = mintWebhookSecret();
    const headers = { ...signedHeaders(message, secret, Date.now()) };
    expect(new Webhook(secret).verify(message.body, headers)).toEqual(JSON.parse(message.body));
    expect(() => new Webhook(mintWebhookSecret()).verify(message.body, headers)).toThrow();
    expect(() => new Webhook(secret).verify(`${message.body} `, headers)).toThrow();
    expect(() => new Webhook(secret).verify(message.body, { ...headers, 'webhook-id': 'other' })).toThrow();
  });

  it('is refused when it is old', () => {
    const secret = mintWebhookSecret();
    const headers = { ...signedHeaders(message, secret, Date.now() - 3_600_000) };
    expect(() => new Webhook(secret).verify(message.body, headers)).toThrow();
  });
});
