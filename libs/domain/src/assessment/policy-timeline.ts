import type { CompiledPolicy } from './compile.ts';

/** A published version, and where in the log it was. */
export interface PublishedPolicy {
  readonly policy: CompiledPolicy;
  readonly position: number;
}

/** The versions that were published before this place in the log: others were not known to whoever judged there. */
export function publishedBefore<V extends Pick<PublishedPolicy, 'position'>>(
  versions: readonly V[],
  position: number,
): readonly V[] {
  const last = versions.at(-1);
  if (last === undefined || last.position < position) return versions;
  return versions.filter((version) => version.position < position);
}

/** The version in force at an instant: the one that took effect last; of two at the same instant, what was published later. */
export function inForceAt<P extends Pick<CompiledPolicy, 'effectiveFrom'>>(
  versions: readonly { readonly policy: P }[],
  at: number,
): P | undefined {
  let found: P | undefined;
  for (const { policy } of versions) {
    if (policy.effectiveFrom > at) continue;
    if (found === undefined || policy.effectiveFrom >= found.effectiveFrom) found = policy;
  }
  return found;
}

/**
 * Whether a version may take effect then: never before it is recorded, for what happens now is judged now. The first
 * version of a company may name an instant that has passed, because until then nothing was judged.
 */
export function mayTakeEffect(effectiveFrom: string, now: string, isFirst: boolean): boolean {
  return isFirst || Date.parse(effectiveFrom) >= Date.parse(now);
}
