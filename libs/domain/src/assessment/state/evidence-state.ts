import { GuardianVerified, SubjectAgeAsserted } from '../../consent/minors.ts';
import { PermissionDisabled, PermissionEnabled } from '../../consent/permission.ts';
import type { ClearFieldValues } from '../../event-definition.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { withDated } from './dated.ts';
import type { Dated } from './dated.ts';

export interface PermissionSwitch extends Dated {
  readonly permission: ClearFieldValues<(typeof PermissionEnabled)['fields']>['permission'];
  readonly function?: string;
  readonly enabled: boolean;
}

type AgeFields = ClearFieldValues<(typeof SubjectAgeAsserted)['fields']>;
export type AgeBand = AgeFields['band'];

export interface KnownAge extends Dated {
  readonly band: AgeBand;
  readonly basis: AgeFields['basis'];
}

export interface EvidenceState {
  readonly permissions: readonly PermissionSwitch[];
  readonly ages: readonly KnownAge[];
  /** Checks that somebody may speak for the minor. */
  readonly guardians: readonly Dated[];
}

export const noEvidence: EvidenceState = { permissions: [], ages: [], guardians: [] };

/** Switches remembered of one person: a year of somebody who turns one on and off every day. */
const SWITCH_COUNT_MAX = 800;
/** A person grows through four bands; a correction or two for each. */
const AGE_COUNT_MAX = 20;

export function evolveEvidence<S extends EvidenceState>(state: S, fact: Fact): S {
  const { id, at } = fact;
  if (isFact(fact, PermissionEnabled) || isFact(fact, PermissionDisabled)) {
    const { permission, function: of } = fact.fields;
    const enabled = isFact(fact, PermissionEnabled);
    const item = { id, at, permission, enabled, ...(of === undefined ? {} : { function: of }) };
    return { ...state, permissions: withDated(state.permissions, item, SWITCH_COUNT_MAX) };
  }
  if (isFact(fact, SubjectAgeAsserted)) {
    const { band, basis } = fact.fields;
    return { ...state, ages: withDated(state.ages, { id, at, band, basis }, AGE_COUNT_MAX) };
  }
  if (isFact(fact, GuardianVerified)) {
    return { ...state, guardians: withDated(state.guardians, { id, at }, AGE_COUNT_MAX) };
  }
  return state;
}
