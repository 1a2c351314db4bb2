import type { RuleKind } from '../rule-kind.ts';
import { authDocs } from './auth-docs.ts';
import { colBrowse } from './col-browse.ts';
import { colEmployer } from './col-employer.ts';
import { colException } from './col-exception.ts';
import { colFunction } from './col-function.ts';
import { colMinor } from './col-minor.ts';
import { colNotice } from './col-notice.ts';
import { colOptIn } from './col-opt-in.ts';
import { colPermission } from './col-permission.ts';
import { colSensitive } from './col-sensitive.ts';
import { colThirdParty } from './col-third-party.ts';
import { lawBasis } from './law-basis.ts';
import { polAcceptance } from './pol-acceptance.ts';
import { pubConsent } from './pub-consent.ts';
import { scopeOut } from './scope-out.ts';
import { secMeasures } from './sec-measures.ts';
import { shrAffiliate } from './shr-affiliate.ts';
import { shrContract } from './shr-contract.ts';
import { shrDeid } from './shr-deid.ts';
import { shrEnd } from './shr-end.ts';
import { shrGround } from './shr-ground.ts';
import { shrMin } from './shr-min.ts';
import { shrNamed } from './shr-named.ts';
import { shrNoSale } from './shr-no-sale.ts';
import { shrPi } from './shr-pi.ts';
import { shrPurposeLock } from './shr-purpose-lock.ts';
import { trfGround } from './trf-ground.ts';
import { trfSuccessor } from './trf-successor.ts';
import { useAdm } from './use-adm.ts';
import { useCombined } from './use-combined.ts';
import { useMarketing, usePersonalised } from './use-marketing.ts';
import { usePurpose } from './use-purpose.ts';
import { useStopped } from './use-stopped.ts';
import { xbMech } from './xb-mech.ts';

/** Every rule kind, in the order their findings are told. */
export const ruleKinds: readonly RuleKind[] = [
  scopeOut,
  lawBasis,
  colNotice,
  colFunction,
  colBrowse,
  colPermission,
  colEmployer,
  colThirdParty,
  colSensitive,
  colMinor,
  colException,
  colOptIn,
  usePurpose,
  useMarketing,
  usePersonalised,
  useStopped,
  useCombined,
  useAdm,
  shrGround,
  shrDeid,
  shrAffiliate,
  shrNamed,
  shrContract,
  shrMin,
  shrNoSale,
  shrPurposeLock,
  shrPi,
  shrEnd,
  trfGround,
  trfSuccessor,
  pubConsent,
  authDocs,
  xbMech,
  polAcceptance,
  secMeasures,
];
