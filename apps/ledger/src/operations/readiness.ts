/** Why a part is not ready, or what needs attention although it is; in words of our own. */
export type Finding = { readonly reason: string } | { readonly note: string };

/** One part that must work for the ledger to be ready: the store, the read models, the vault, the projections' lag. */
export abstract class ReadinessProbe {
  /** Stands in the answer: camelCase. */
  abstract readonly part: string;
  /** Longest time it may take to answer, in milliseconds. */
  abstract readonly timeoutMs: number;

  /** Resolves to nothing when all is well. A rejection counts as not ready; its message is not shown. */
  abstract check(): Promise<Finding | undefined>;
}

/** The probes of the application; an injection token for their list. */
export class ReadinessProbes {
  readonly probes: readonly ReadinessProbe[];

  constructor(probes: readonly ReadinessProbe[]) {
    this.probes = probes;
  }
}

export interface PartReadiness {
  readonly part: string;
  readonly ready: boolean;
  readonly reason?: string;
  readonly note?: string;
  readonly ms: number;
}

/** Asks all at once, each within its own time. */
export function checkReadiness({ probes }: ReadinessProbes): Promise<readonly PartReadiness[]> {
  return Promise.all(probes.map(checkPart));
}

async function checkPart(probe: ReadinessProbe): Promise<PartReadiness> {
  const started = performance.now();
  const finding = await withinTime(probe);
  const ms = Math.round(performance.now() - started);
  return { part: probe.part, ready: finding === undefined || 'note' in finding, ...finding, ms };
}

async function withinTime(probe: ReadinessProbe): Promise<Finding | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((resolve) => {
    timer = setTimeout(() => resolve({ reason: `did not answer within ${probe.timeoutMs} ms` }), probe.timeoutMs);
  });
  try {
    return await Promise.race([probe.check(), late]);
  } catch {
    return { reason: 'does not work; the log says more' };
  } finally {
    clearTimeout(timer);
  }
}
