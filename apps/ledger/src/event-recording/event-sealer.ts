import { Injectable } from '@nestjs/common';
import { Vault, type SealRequest } from '#libs/crypto-shredding';
import type { EncodedEvent, StoredMetadata } from '#libs/domain';
import type { SerialisedEvent } from '#libs/event-store';

/** An event that is encoded and not sealed yet. */
export interface EventDraft {
  readonly id: string;
  readonly type: string;
  readonly encoded: EncodedEvent;
  /** Subject or actor under whose keys `encoded.toSeal` is sealed; absent where nothing is. */
  readonly sealOwner?: string | undefined;
  readonly metadata: StoredMetadata;
}

/** Turns drafts into events as the store keeps them: what is to be sealed becomes ciphertext, the rest stays in clear. */
@Injectable()
export class EventSealer {
  constructor(private readonly vault: Vault) {}

  /** One event each, in order. Keys that were made for it are durable when it resolves. */
  async seal(drafts: readonly EventDraft[]): Promise<SerialisedEvent[]> {
    const requests: SealRequest[] = [];
    for (const draft of drafts) addRequests(draft, requests);
    const ciphertexts = requests.length === 0 ? [] : await this.vault.seal(requests);
    let next = 0;
    return drafts.map(({ id, type, encoded, metadata }) => {
      const sealed = Object.keys(encoded.toSeal).map(
        (name) => `${JSON.stringify(name)}:"${ciphertexts[next++] ?? ''}"`,
      );
      return { id, type, data: dataText(encoded, sealed), metadata: JSON.stringify(metadata) };
    });
  }
}

/** The JSON of `{ ...data, sealed }`, where sealed texts are base64url and so need no escaping. */
function dataText({ data }: EncodedEvent, sealed: readonly string[]): string {
  const clear = JSON.stringify(data);
  return sealed.length === 0 ? clear : `${clear.slice(0, -1)},"sealed":{${sealed.join(',')}}}`;
}

function addRequests({ id, encoded, sealOwner }: EventDraft, requests: SealRequest[]): void {
  for (const [compartment, plaintext] of Object.entries(encoded.toSeal)) {
    if (sealOwner === undefined) throw new Error('An event with something to seal must name whose keys seal it.');
    requests.push({ subjectId: sealOwner, compartment, eventId: id, field: compartment, plaintext });
  }
}
