import { createHmac, randomBytes } from 'node:crypto';

/** Of the Standard Webhooks specification: tells a secret apart from other texts. */
const PREFIX = 'whsec_';
/** The specification asks for 24 to 64 bytes. */
const SECRET_BYTES = 32;

export const mintWebhookSecret = (): string => PREFIX + randomBytes(SECRET_BYTES).toString('base64');

export interface WebhookMessage {
  /** Stays the same however often the message is sent. */
  readonly id: string;
  readonly body: string;
}

/** What Standard Webhooks asks for beside the body: the receiver knows by it who sent it, when, and what it has had before. */
export function signedHeaders(
  { id, body }: WebhookMessage,
  secret: string,
  sentAt: number,
): { readonly [header: string]: string } {
  const timestamp = String(Math.floor(sentAt / 1_000));
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
