import { IsInt, IsString, Length, Matches, Max, Min } from 'class-validator';
import { Absentable, Setting } from './setting.ts';
import { StorageSettings } from './storage.settings.ts';
import { IsAlgorithmList, IsProviderUrl, IsRoleMap } from './oidc-validation.ts';

/** A member's name, or where it begins with `/`, a JSON pointer (RFC 6901). */
const CLAIM = /^[\x21-\x7e]{1,200}$/;

/** Whose bearer tokens are taken beside API keys, and how their claims become roles. */
export abstract class OidcSettings extends StorageSettings {
  @Setting({
    env: 'PDL_OIDC_ISSUER',
    kind: 'text',
    defaultText: 'none: only API keys',
    description: 'Issuer of access tokens (OpenID Connect), exactly as in their `iss`. Needs `PDL_OIDC_AUDIENCE`.',
  })
  @Absentable()
  @IsProviderUrl()
  readonly oidcIssuer?: string;

  @Setting({
    env: 'PDL_OIDC_AUDIENCE',
    kind: 'text',
    defaultText: 'none',
    description: 'What must stand in `aud`: the name of this ledger at the provider.',
  })
  @Absentable()
  @IsString()
  @Length(1, 300)
  readonly oidcAudience?: string;

  @Setting({
    env: 'PDL_OIDC_JWKS_URI',
    kind: 'text',
    defaultText: "from the issuer's `/.well-known/openid-configuration`",
    description: 'Where the provider publishes its keys.',
  })
  @Absentable()
  @IsProviderUrl()
  readonly oidcJwksUri?: string;

  @Setting({
    env: 'PDL_OIDC_ALGORITHMS',
    kind: 'text',
    default: 'RS256,PS256,ES256,EdDSA',
    description: 'Signature algorithms taken, separated by commas. Asymmetric ones only.',
  })
  @IsAlgorithmList()
  readonly oidcAlgorithms!: string;

  @Setting({
    env: 'PDL_OIDC_TOKEN_TYPE',
    kind: 'text',
    default: 'at+jwt',
    description:
      'What `typ` must say. `at+jwt` is an access token (RFC 9068); some providers write `JWT`, which their ID tokens may carry too.',
  })
  @Matches(/^(?:at\+jwt|JWT)$/)
  readonly oidcTokenType!: string;

  @Setting({
    env: 'PDL_OIDC_CLOCK_SKEW_S',
    kind: 'number',
    default: '30',
    description: "How far the provider's clock may be off, in seconds.",
  })
  @IsInt()
  @Min(0)
  @Max(300)
  readonly oidcClockSkewS!: number;

  @Setting({
    env: 'PDL_OIDC_ROLES_CLAIM',
    kind: 'text',
    default: 'roles',
    description:
      'Claim that gives the roles: a list, or a text divided by spaces. A name, or a JSON pointer such as `/realm_access/roles`.',
  })
  @Matches(CLAIM)
  readonly oidcRolesClaim!: string;

  @Setting({
    env: 'PDL_OIDC_ROLE_MAP',
    kind: 'text',
    defaultText: 'a value is the name of a role',
    description:
      'JSON object of values of that claim and the role each gives, e.g. `{"privacy-office":"dpo"}`. Other values give none.',
  })
  @Absentable()
  @IsRoleMap()
  readonly oidcRoleMap?: string;

  @Setting({
    env: 'PDL_OIDC_CONTROLLERS_CLAIM',
    kind: 'text',
    default: 'controllers',
    description:
      'Claim with the ids of the data controllers the token is good for; `*` is all of them, absent is none.',
  })
  @Matches(CLAIM)
  readonly oidcControllersClaim!: string;

  @Setting({
    env: 'PDL_OIDC_SUBJECT_CLAIM',
    kind: 'text',
    default: 'subject_id',
    description: 'Claim with the id of the one data subject whose history the role `subject` may read.',
  })
  @Matches(CLAIM)
  readonly oidcSubjectClaim!: string;
}
