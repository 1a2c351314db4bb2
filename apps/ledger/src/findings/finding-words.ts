import { Injectable } from '@nestjs/common';
import { Vault } from '#libs/crypto-shredding';
import { decode, sealOwnerOf, STATEMENTS } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import type { FindingVersion } from '#libs/projections';

/** What people said about findings: sealed, and read from the log, for read models hold no ciphertext. */
@Injectable()
export class FindingWords {
  constructor(
    private readonly store: EventStore,
    private readonly vault: Vault,
  ) {}

  /** By number of the version; what is erased is left out. Whoever calls has recorded the access. */
  async of(versions: readonly FindingVersion[]): Promise<ReadonlyMap<number, string>> {
    const words = new Map<number, string>();
    for (const { streamName, revision, number, sealed } of versions) {
      if (!sealed) continue;
      const text = await this.textOf(streamName, revision);
      if (text !== undefined) words.set(number, text);
    }
    return words;
  }

  private async textOf(streamName: string, fromRevision: number): Promise<string | undefined> {
    for await (const event of this.store.readStream(streamName, { fromRevision, maxCount: 1 })) {
      const { definition, envelope, sealed } = decode(event.type, event.data);
      const subjectId = sealOwnerOf(definition, envelope);
      const ciphertext = sealed[STATEMENTS];
      if (subjectId === undefined || ciphertext === undefined) return undefined;
      const [opened] = await this.vault.open([
        { subjectId, compartment: STATEMENTS, eventId: event.id, field: STATEMENTS, sealed: ciphertext },
      ]);
      return opened?.state === 'open' ? firstText(opened.plaintext) : undefined;
    }
    return undefined;
  }
}

/** A step has one text. */
function firstText(plaintext: string): string | undefined {
  const [text] = Object.values(JSON.parse(plaintext) as { readonly [pointer: string]: string });
  return text;
}
