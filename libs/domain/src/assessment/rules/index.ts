import type { RuleKind } from '../rule-kind.ts';
import { actRegister } from './act-register.ts';
import { anonExit } from './anon-exit.ts';
import { assessmentContent } from './assessment-content.ts';
import { authDocs } from './auth-docs.ts';
import { brcChannel, brcFallback, brcReg } from './brc-channel.ts';
import { brcContent } from './brc-content.ts';
import { brcDue } from './brc-due.ts';
import { colBrowse } from './col-browse.ts';
import { colEmployer } from './col-employer.ts';
import { colException } from './col-exception.ts';
import { colFunction } from './col-function.ts';
import { colMinor } from './col-minor.ts';
import { colNotice } from './col-notice.ts';
import { colNoticeAfter } from './col-notice-after.ts';
import { colOptIn } from './col-opt-in.ts';
import { colPermission } from './col-permission.ts';
import { colRefusal } from './col-refusal.ts';
import { colSensitive } from './col-sensitive.ts';
import { colThirdParty } from './col-third-party.ts';
import { delBackup } from './del-backup.ts';
import { delDeadline } from './del-deadline.ts';
import { delGround } from './del-ground.ts';
import { delLaw } from './del-law.ts';
import { delPropagate } from './del-propagate.ts';
import { actAssessed } from './impact-assessment.ts';
import { lawBasis } from './law-basis.ts';
import { polAcceptance } from './pol-acceptance.ts';
import { polMajor } from './pol-major.ts';
import { polLang, polVersion } from './pol-version.ts';
import { pubConsent } from './pub-consent.ts';
import { retCookie } from './ret-cookie.ts';
import { retLimit } from './ret-limit.ts';
import { rgtContent } from './rgt-content.ts';
import { rgtDue } from './rgt-due.ts';
import { rgtFee } from './rgt-fee.ts';
import { rgtRefuse } from './rgt-refuse.ts';
import { rgtVerify } from './rgt-verify.ts';
import { scopeOut } from './scope-out.ts';
import { secMeasures } from './sec-measures.ts';
import { shrAffiliate } from './shr-affiliate.ts';
import { shrContract } from './shr-contract.ts';
import { shrDeid } from './shr-deid.ts';
import { shrEnd } from './shr-end.ts';
import { shrGround } from './shr-ground.ts';
import { shrJoint } from './shr-joint.ts';
import { shrMin } from './shr-min.ts';
import { shrNamed } from './shr-named.ts';
import { shrNoSale } from './shr-no-sale.ts';
import { shrPi } from './shr-pi.ts';
import { shrPurposeLock } from './shr-purpose-lock.ts';
import { shrTerms } from './shr-terms.ts';
import { trfGround } from './trf-ground.ts';
import { trfNotice } from './trf-notice.ts';
import { trfSuccessor } from './trf-successor.ts';
import { useAdm } from './use-adm.ts';
import { useCombined } from './use-combined.ts';
import { useMarketing, usePersonalised } from './use-marketing.ts';
import { usePurpose } from './use-purpose.ts';
import { useRepurposed } from './use-repurposed.ts';
import { useStopped } from './use-stopped.ts';
import { wdrEffect } from './wdr-effect.ts';
import { xbMech } from './xb-mech.ts';

/** Every rule kind, in the order their findings are told. */
export const ruleKinds: readonly RuleKind[] = [
  scopeOut,
  lawBasis,
  colNotice,
  colNoticeAfter,
  colFunction,
  colBrowse,
  colRefusal,
  colPermission,
  colEmployer,
  colThirdParty,
  colSensitive,
  colMinor,
  colException,
  colOptIn,
  usePurpose,
  useRepurposed,
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
  shrTerms,
  shrJoint,
  shrMin,
  shrNoSale,
  shrPurposeLock,
  shrPi,
  shrEnd,
  trfGround,
  trfSuccessor,
  trfNotice,
  pubConsent,
  authDocs,
  xbMech,
  retLimit,
  retCookie,
  delGround,
  delDeadline,
  delPropagate,
  delBackup,
  delLaw,
  anonExit,
  wdrEffect,
  rgtVerify,
  rgtDue,
  rgtRefuse,
  rgtFee,
  rgtContent,
  brcContent,
  brcDue,
  brcChannel,
  brcFallback,
  brcReg,
  polVersion,
  polMajor,
  polLang,
  polAcceptance,
  secMeasures,
  actRegister,
  actAssessed,
  assessmentContent,
];
