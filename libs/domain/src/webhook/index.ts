import { defineEvent, describe, sealedText, uuid } from '../event-definition.ts';
import type { EventDefinition } from '../event-definition.ts';

const endpointId = describe('The endpoint.', uuid);
/** Longest address, in UTF-16 code units: what proxies in between commonly take. */
export const ENDPOINT_URL_LENGTH_MAX = 2_000;
/** `whsec_` and 32 bytes in base64 are 50 characters. */
const SECRET_LENGTH_MAX = 100;

export const WebhookEndpointRegistered = defineEvent({
  type: 'WebhookEndpointRegistered',
  schemaVersion: 1,
  family: 'registry',
  streams: ['webhook'],
  description:
    "A service of a company is to be told what is due. Address and secret are sealed under the service's own key.",
  source: 'PIPL Art. 47; GDPR Art. 5(1)(e), 17(1); A8 RET-LIMIT, DEL-DEADLINE',
  fields: {
    endpointId,
    url: describe('Where messages are sent.', sealedText(ENDPOINT_URL_LENGTH_MAX)),
    secret: describe('What messages are signed with.', sealedText(SECRET_LENGTH_MAX)),
  },
});

export const WebhookEndpointRemoved = defineEvent({
  type: 'WebhookEndpointRemoved',
  schemaVersion: 1,
  family: 'registry',
  streams: ['webhook'],
  description: 'A service is not told any more what is due.',
  source: 'PIPL Art. 51; GDPR Art. 32(1)',
  fields: { endpointId },
});

/** Where services want to be told. */
export const webhookDefinitions: readonly EventDefinition[] = [WebhookEndpointRegistered, WebhookEndpointRemoved];
