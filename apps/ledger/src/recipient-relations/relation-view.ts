import { agreementsAt, agreementStanding, countsAt, revocationsOf } from '#libs/domain';
import type { Agreement, AgreementState, Revocation, RevocationContext } from '#libs/domain';
import type { GivenCategory, RecipientRelation } from '#libs/projections';
import { instantText } from '../reading/paged-query.dto.ts';
import type {
  AgreementDto,
  GivenCategoryDto,
  RecipientRelationDto,
  RevocationDto,
  SdkDto,
} from './recipient-relations.dto.ts';

/** Whether there was anything between the two then: an agreement that only came to hold later is none. */
export const isThere = ({ facts, given }: RecipientRelation, moment: RevocationContext): boolean =>
  given.length > 0 || facts.some((fact) => countsAt(fact, moment));

export function relationView(relation: RecipientRelation, context: RevocationContext): RecipientRelationDto {
  const { recipientId, registration, facts, given } = relation;
  const state = agreementsAt(facts, context);
  const sdk = sdkOf(registration);
  return {
    recipientId,
    ...(registration === undefined ? {} : { name: registration.name, kind: registration.recipientKind }),
    ...(registration?.country === undefined ? {} : { country: registration.country }),
    ...(sdk === undefined ? {} : { sdk }),
    agreements: state.agreements.map((one) => agreementView(one, state, context)),
    given: given.map(givenView),
    revocations: revocationsOf(facts, context).map(revocationView),
  };
}

function sdkOf(registration: RecipientRelation['registration']): SdkDto | undefined {
  if (registration?.sdkName === undefined) return undefined;
  const { sdkName: name, provider, policyUrl, contact } = registration;
  return {
    name,
    ...(provider === undefined ? {} : { provider }),
    ...(policyUrl === undefined ? {} : { policyUrl }),
    ...(contact === undefined ? {} : { contact }),
  };
}

function agreementView(agreement: Agreement, state: AgreementState, { at, counting }: RevocationContext): AgreementDto {
  const { id, agreement: slug, kind, validFrom, validUntil } = agreement;
  const { standing, until, endedBy } = agreementStanding(agreement, state, { at, counting });
  return {
    ...{ id, agreement: slug, kind, validFrom },
    ...(validUntil === undefined ? {} : { validUntil }),
    standing,
    ...(until === undefined ? {} : { until: instantText(until) }),
    ...(endedBy === undefined ? {} : { endedBy }),
  };
}

function givenView({ category, recipientKind, country, since, last }: GivenCategory): GivenCategoryDto {
  return {
    category,
    ...(recipientKind === undefined ? {} : { recipientKind }),
    ...(country === undefined ? {} : { country }),
    since: instantText(since),
    ...(last === undefined ? {} : { last: instantText(last) }),
  };
}

function revocationView({ recipient: _here, endedAt, deadlines, ...rest }: Revocation): RevocationDto {
  return {
    ...rest,
    endedAt: instantText(endedAt),
    deadlines: deadlines.map(({ rule, origin, includesPastData, due }) => ({
      rule: rule.id,
      clause: rule.clause,
      origin,
      includesPastData,
      ...(due === undefined ? {} : { due }),
    })),
  };
}
