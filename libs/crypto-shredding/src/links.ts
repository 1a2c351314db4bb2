import type { Identifier, Resolution } from './vault.ts';

/** A link as the vault knows it in memory; `confirmed` only ever turns true. */
export interface Link {
  readonly entry: string;
  readonly subjectId: string;
  confirmed: boolean;
}

/** A request with its identifiers already turned into entries of the blind index. */
export interface IndexedRequest {
  readonly realm: string;
  /** At least one. */
  readonly identifiers: readonly { readonly identifier: Identifier; readonly entry: string }[];
}

export interface LinkPlan {
  readonly resolutions: readonly Resolution[];
  readonly minted: readonly { readonly subjectId: string; readonly realm: string }[];
  readonly links: readonly Link[];
}

/**
 * Decide whose record each request is, in order, each seeing what those before it did. The first identifier decides;
 * when nobody has it a subject is minted, even if a later identifier is known: to follow the later one would merge
 * two people who share a telephone.
 * @param known looks up what is committed. @param mint gives a new subject id.
 */
export function planLinks(
  requests: readonly IndexedRequest[],
  known: (entry: string) => Link | undefined,
  mint: () => string,
): LinkPlan {
  const fresh = new Map<string, Link>();
  const minted: { subjectId: string; realm: string }[] = [];
  const lookUp = (entry: string) => fresh.get(entry) ?? known(entry);
  const resolutions = requests.map((request) => {
    const owner = lookUp(request.identifiers[0]?.entry ?? '')?.subjectId;
    const subjectId = owner ?? mint();
    if (owner === undefined) minted.push({ subjectId, realm: request.realm });
    for (const { entry } of request.identifiers) {
      if (lookUp(entry) === undefined) fresh.set(entry, { entry, subjectId, confirmed: false });
    }
    return describe(request, subjectId, { minted: owner === undefined, lookUp });
  });
  return { resolutions, minted, links: [...fresh.values()] };
}

/** The answer to a request whose identifiers are all linked; `undefined` when one is not. */
export function resolveKnown(
  request: IndexedRequest,
  known: (entry: string) => Link | undefined,
): Resolution | undefined {
  const [only] = request.identifiers;
  if (request.identifiers.length === 1 && only !== undefined) {
    const link = known(only.entry);
    return link === undefined ? undefined : resolutionOfOne(only.identifier, link);
  }
  for (const { entry } of request.identifiers) {
    if (known(entry) === undefined) return undefined;
  }
  const subjectId = known(request.identifiers[0]?.entry ?? '')?.subjectId;
  return subjectId === undefined ? undefined : describe(request, subjectId, { minted: false, lookUp: known });
}

const NONE: readonly never[] = [];

/** What `describe` says of a single identifier, by far the most frequent case, with one look at the cache. */
function resolutionOfOne(identifier: Identifier, link: Link): Resolution {
  const unconfirmedLinks = link.confirmed ? NONE : [{ identifier, linkId: linkIdOf(link) }];
  return { subjectId: link.subjectId, minted: false, unconfirmedLinks, conflicts: NONE };
}

function describe(
  request: IndexedRequest,
  subjectId: string,
  { minted, lookUp }: { readonly minted: boolean; readonly lookUp: (entry: string) => Link | undefined },
): Resolution {
  const unconfirmedLinks: { identifier: Identifier; linkId: string }[] = [];
  const conflicts: { identifier: Identifier; subjectId: string }[] = [];
  const told = request.identifiers.length > 1 ? new Set<string>() : undefined;
  for (const { identifier, entry } of request.identifiers) {
    if (told?.has(entry)) continue;
    told?.add(entry);
    const link = lookUp(entry);
    if (link === undefined) continue;
    if (link.subjectId !== subjectId) conflicts.push({ identifier, subjectId: link.subjectId });
    else if (!link.confirmed) unconfirmedLinks.push({ identifier, linkId: linkIdOf(link) });
  }
  return { subjectId, minted, unconfirmedLinks, conflicts };
}

/** Names entry and subject, so that a late confirmation cannot hit a later link of the same identifier to somebody else. */
export function linkIdOf(link: Pick<Link, 'entry' | 'subjectId'>): string {
  return `${link.entry}.${link.subjectId}`;
}

export function parseLinkId(linkId: string): Pick<Link, 'entry' | 'subjectId'> {
  const dot = linkId.indexOf('.');
  return { entry: linkId.slice(0, dot), subjectId: linkId.slice(dot + 1) };
}
