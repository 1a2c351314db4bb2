/** Who makes a request and what they may do. A route that declares nothing is refused. */
export * from './api-key.ts';
export * from './api-key.authenticator.ts';
export * from './authenticator.ts';
export * from './bootstrap-admin.authenticator.ts';
export * from './declared-routes.ts';
export * from './dev-identity.authenticator.ts';
export * from './oidc.authenticator.ts';
export * from './permission.guard.ts';
export * from './permissions.ts';
export * from './principal.ts';
export * from './provider-documents.ts';
export * from './provider-keys.ts';
export * from './route-permission.ts';
export * from './token-claims.ts';
