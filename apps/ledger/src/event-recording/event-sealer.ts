import { Injectable } from '@nestjs/common';
import { Vault, type SealRequest } from '#libs/crypto-shredding';
import type { EncodedEvent, StoredMetadata } from '#libs/domain';
import type { JsonObject, NewEvent } from '#libs/event-store';

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
  async seal(drafts: readonly EventDraft[]): Promise<NewEvent[]> {
    const requests = drafts.flatMap(sealRequestsOf);
    const ciphertexts = requests.length === 0 ? [] : await this.vault.seal(requests);
    let next = 0;
    return drafts.map(({ id, type, encoded, metadata }) => {
      const compartments = Object.keys(encoded.toSeal);
      const sealed = Object.fromEntries(compartments.map((name) => [name, ciphertexts[next++] ?? '']));
      const data = compartments.length === 0 ? encoded.data : { ...encoded.data, sealed };
      // `StoredData` and `StoredMetadata` hold JSON only; their optional members are left out, never undefined.
      return { id, type, data: data, metadata: metadata as unknown as JsonObject };
    });
  }
}

function sealRequestsOf({ id, encoded, sealOwner }: EventDraft): SealRequest[] {
  const compartments = Object.entries(encoded.toSeal);
  if (compartments.length === 0) return [];
  if (sealOwner === undefined) throw new Error('An event with something to seal must name whose keys seal it.');
  return compartments.map(([compartment, plaintext]) => ({
    subjectId: sealOwner,
    compartment,
    eventId: id,
    field: compartment,
    plaintext,
  }));
}
