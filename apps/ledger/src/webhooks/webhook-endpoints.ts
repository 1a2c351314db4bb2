import { Injectable } from '@nestjs/common';
import { Vault } from '#libs/crypto-shredding';
import { decode, STATEMENTS, withOpened } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import type { WebhookEndpoint } from '#libs/projections';

export const endpointStreamOf = (endpointId: string): string => `webhook-${endpointId}`;

/** Where messages go, and what they are signed with. */
export interface OpenedEndpoint {
  readonly url: string;
  readonly secret: string;
}

/** Opens what is sealed of endpoints: read models hold no ciphertext, so it is read from the log. */
@Injectable()
export class WebhookEndpoints {
  constructor(
    private readonly store: EventStore,
    private readonly vault: Vault,
  ) {}

  /** `undefined` when its key is destroyed. */
  async open({ endpointId, holderId }: WebhookEndpoint): Promise<OpenedEndpoint | undefined> {
    for await (const event of this.store.readStream(endpointStreamOf(endpointId), { maxCount: 1 })) {
      const decoded = decode(event.type, event.data);
      const sealed = decoded.sealed[STATEMENTS];
      if (sealed === undefined) return undefined;
      const [opened] = await this.vault.open([
        { subjectId: holderId, compartment: STATEMENTS, eventId: event.id, field: STATEMENTS, sealed },
      ]);
      if (opened?.state !== 'open') return undefined;
      const { fields } = withOpened(decoded, new Map([[STATEMENTS, opened]]));
      const { url, secret } = fields as { readonly url?: unknown; readonly secret?: unknown };
      return typeof url === 'string' && typeof secret === 'string' ? { url, secret } : undefined;
    }
    return undefined;
  }
}
