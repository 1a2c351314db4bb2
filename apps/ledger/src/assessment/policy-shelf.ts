import { compilePolicy, PolicyVersionPublished } from '#libs/domain';
import type { PolicyPack, PublishedPolicy, World } from '#libs/domain';
import type { EventStore, RecordedEvent } from '#libs/event-store';

interface Shelf {
  readonly versions: readonly PublishedPolicy[];
  /** Last event of the stream that was looked at; -1 for none. */
  readonly revision: number;
}

const EMPTY: Shelf = { versions: [], revision: -1 };

export const policyStreamOf = (controllerId: string): string => `policy-${controllerId}`;

/** The published policies of companies, compiled once. */
export class PolicyShelf {
  private readonly shelves = new Map<string, Shelf>();

  private readonly store: Pick<EventStore, 'readStream'>;
  private readonly world: World;

  constructor(store: Pick<EventStore, 'readStream'>, world: World) {
    this.store = store;
    this.world = world;
  }

  /** In the order in which they were published, as the log has them now. */
  async look(controllerId: string): Promise<readonly PublishedPolicy[]> {
    let shelf = this.shelves.get(controllerId) ?? EMPTY;
    const options = { fromRevision: shelf.revision + 1 };
    for await (const event of this.store.readStream(policyStreamOf(controllerId), options)) {
      shelf = this.withVersion(shelf, event);
    }
    this.shelves.set(controllerId, shelf);
    return shelf.versions;
  }

  /** As they were when somebody last looked; `undefined` if nobody did. */
  known(controllerId: string): readonly PublishedPolicy[] | undefined {
    return this.shelves.get(controllerId)?.versions;
  }

  private withVersion({ versions }: Shelf, { type, data, position, revision }: RecordedEvent): Shelf {
    if (type !== PolicyVersionPublished.type) return { versions, revision };
    // What was published was read and checked before; a newer ledger that cannot compile it any more must not go on.
    const { pack } = data['fields'] as unknown as { readonly pack: PolicyPack };
    return { versions: [...versions, { policy: compilePolicy(pack, this.world), position }], revision };
  }
}
