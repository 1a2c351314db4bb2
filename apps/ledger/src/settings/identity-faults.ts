import type { OidcSettings } from './oidc.settings.ts';
import type { SettingFault } from './settings-error.ts';

/** Faults between the settings of the identity provider. @param faulty names of those already found faulty alone. */
export function identityFaults(settings: OidcSettings, faulty: ReadonlySet<string>): SettingFault[] {
  const { oidcIssuer, oidcAudience, oidcJwksUri, oidcRoleMap } = settings;
  if (oidcIssuer !== undefined) {
    if (oidcAudience !== undefined || faulty.has('PDL_OIDC_AUDIENCE')) return [];
    return [
      {
        name: 'PDL_OIDC_AUDIENCE',
        wrong: 'is missing beside PDL_OIDC_ISSUER',
        action:
          'Name what the provider writes into `aud` for this ledger; without it tokens for others would be taken.',
      },
    ];
  }
  const alone = { PDL_OIDC_AUDIENCE: oidcAudience, PDL_OIDC_JWKS_URI: oidcJwksUri, PDL_OIDC_ROLE_MAP: oidcRoleMap };
  return Object.entries(alone)
    .filter(([name, value]) => value !== undefined && !faulty.has(name) && !faulty.has('PDL_OIDC_ISSUER'))
    .map(([name]) => ({ name, wrong: 'is set without PDL_OIDC_ISSUER', action: 'Set the issuer, or leave it out.' }));
}
