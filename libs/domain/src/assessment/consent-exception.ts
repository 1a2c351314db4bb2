import type { RuleData } from '../policy-pack/policy-pack.ts';
import type { Basis } from './verdict.ts';

/** What consent can be dispensed with for, as policies list it. */
export const EXCEPTED_ACTS = ['collect', 'use', 'share', 'transfer', 'publish'] as const;
export type ExceptedAct = (typeof EXCEPTED_ACTS)[number];

/** An item of a policy's list of exceptions to consent. A list covers only the acts it speaks of. */
export interface ConsentException {
  readonly basis: Basis;
  readonly acts: readonly ExceptedAct[];
  /** Only if the results of research are de-identified. */
  readonly deidentifiedResults: boolean;
}

export const COL_EXCEPTION = 'COL-EXCEPTION';

/** The exceptions a pack lists, by their slug. */
export function exceptionsIn(
  bound: readonly { readonly rule: RuleData; readonly basis: Basis }[],
): ReadonlyMap<string, ConsentException> {
  return new Map(
    bound
      .filter(({ rule }) => rule.kind === COL_EXCEPTION)
      .map(({ rule, basis }) => [
        String(rule['item']),
        {
          basis,
          acts: rule['acts'] as unknown as readonly ExceptedAct[],
          deidentifiedResults: rule['deidentifiedResults'] === true,
        },
      ]),
  );
}

/** The exception that lets this act be done without consent. */
export function exceptionFor(
  exceptions: ReadonlyMap<string, ConsentException>,
  exceptionRef: string | undefined,
  act: ExceptedAct,
): ConsentException | undefined {
  const found = exceptionRef === undefined ? undefined : exceptions.get(exceptionRef);
  return found?.acts.includes(act) === true ? found : undefined;
}
