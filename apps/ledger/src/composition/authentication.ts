import { ProjectedApiKeys } from '../api-keys/projected-api-keys.ts';
import {
  ApiKeyAuthenticator,
  AuthenticatorChain,
  BootstrapAdminAuthenticator,
  DevIdentityAuthenticator,
  type Authenticator,
} from '../identity/index.ts';
import type { ReadModels } from '../reading/read-models.ts';
import type { Settings } from '../settings/index.ts';

/** Who can be recognised with these settings. */
export function authenticatorFor(settings: Settings, readModels: ReadModels): Authenticator {
  const chain: Authenticator[] = [new ApiKeyAuthenticator(new ProjectedApiKeys(readModels))];
  if (settings.adminKey !== undefined) chain.push(new BootstrapAdminAuthenticator(settings.adminKey));
  if (settings.devIdentity) chain.push(new DevIdentityAuthenticator(settings));
  return new AuthenticatorChain(chain);
}
