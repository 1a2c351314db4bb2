import type { ActorIdentification } from '../actor-identification/actor-identification.ts';
import { MetAccountHolders } from '../actor-identification/met-account-holders.ts';
import { ProjectedApiKeys } from '../api-keys/projected-api-keys.ts';
import {
  ApiKeyAuthenticator,
  AuthenticatorChain,
  BootstrapAdminAuthenticator,
  DevIdentityAuthenticator,
  OidcAuthenticator,
  ProviderDocuments,
  ProviderKeys,
  type Authenticator,
  type OidcTrust,
} from '../identity/index.ts';
import type { Metrics } from '../operations/index.ts';
import type { ReadModels } from '../reading/read-models.ts';
import { algorithmsOf, parseRoleMap, type Settings } from '../settings/index.ts';

export interface AuthenticationParts {
  readonly readModels: ReadModels;
  readonly actors: ActorIdentification;
  readonly metrics: Metrics;
}

/** Who can be recognised with these settings. The provider's tokens come last: recognising them may take a question. */
export function authenticatorFor(settings: Settings, parts: AuthenticationParts): Authenticator {
  const chain: Authenticator[] = [new ApiKeyAuthenticator(new ProjectedApiKeys(parts.readModels))];
  if (settings.adminKey !== undefined) chain.push(new BootstrapAdminAuthenticator(settings.adminKey));
  if (settings.devIdentity) chain.push(new DevIdentityAuthenticator(settings));
  const trust = trustOf(settings);
  if (trust !== undefined) chain.push(oidcAuthenticator(trust, settings, parts));
  return new AuthenticatorChain(chain);
}

function oidcAuthenticator(trust: OidcTrust, settings: Settings, parts: AuthenticationParts): Authenticator {
  const documents = new ProviderDocuments({ issuer: trust.issuer, jwksUri: settings.oidcJwksUri });
  const keys = new ProviderKeys({ documents, onFailure: () => parts.metrics.countIdentityProviderFailure() });
  return new OidcAuthenticator(trust, { keys, holders: new MetAccountHolders(parts.actors) });
}

function trustOf(settings: Settings): OidcTrust | undefined {
  const { oidcIssuer, oidcAudience, oidcRoleMap } = settings;
  if (oidcIssuer === undefined || oidcAudience === undefined) return undefined;
  return {
    issuer: oidcIssuer,
    audience: oidcAudience,
    algorithms: algorithmsOf(settings.oidcAlgorithms),
    tokenType: settings.oidcTokenType,
    clockSkewSeconds: settings.oidcClockSkewS,
    mapping: {
      rolesClaim: settings.oidcRolesClaim,
      roleMap: oidcRoleMap === undefined ? undefined : parseRoleMap(oidcRoleMap),
      controllersClaim: settings.oidcControllersClaim,
      subjectClaim: settings.oidcSubjectClaim,
    },
  };
}
