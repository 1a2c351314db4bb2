/** Who somebody is to the ledger. Roles can be combined. */
export const ROLES = ['emitter', 'auditor', 'dpo', 'regulator', 'subject', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** What a route may ask for. `<what>:<what is done with it>`. */
export type Permission =
  | 'records:write'
  | 'records:read'
  | 'records:export'
  | 'subjects:lookup'
  | 'subjects:history'
  | 'subjects:export'
  | 'subjects:reveal'
  | 'subjects:merge'
  | 'controllers:read'
  | 'controllers:manage'
  | 'recipients:read'
  | 'recipients:manage'
  | 'vocabulary:read'
  | 'vocabulary:manage'
  | 'policies:read'
  | 'policies:publish'
  | 'checks:read'
  | 'findings:read'
  | 'findings:handle'
  | 'assessments:repeat'
  | 'deadlines:read'
  | 'webhooks:read'
  | 'webhooks:manage'
  | 'ropa:read'
  | 'keys:read'
  | 'keys:manage'
  | 'operations:read';

const READ_REGISTRIES = ['controllers:read', 'recipients:read', 'vocabulary:read', 'policies:read'] as const;

/**
 * What each role may do. An administrator runs the ledger and reads nobody's history; who reads histories cannot make keys
 * for himself (separation of duties, ISO/IEC 27002:2022 5.3). A subject's permissions reach only his own history.
 */
export const PERMISSIONS_OF_ROLE: { readonly [R in Role]: readonly Permission[] } = {
  emitter: ['records:write', 'checks:read', ...READ_REGISTRIES],
  auditor: [
    'records:read',
    'records:export',
    'subjects:lookup',
    'subjects:history',
    'subjects:export',
    'checks:read',
    'findings:read',
    'deadlines:read',
    'ropa:read',
    ...READ_REGISTRIES,
  ],
  dpo: [
    'records:read',
    'records:export',
    'subjects:lookup',
    'subjects:history',
    'subjects:export',
    'subjects:reveal',
    'subjects:merge',
    'recipients:manage',
    'policies:publish',
    'checks:read',
    'findings:read',
    'findings:handle',
    'assessments:repeat',
    'deadlines:read',
    'webhooks:read',
    'ropa:read',
    ...READ_REGISTRIES,
  ],
  regulator: [
    'records:read',
    'records:export',
    'subjects:lookup',
    'subjects:history',
    'findings:read',
    'deadlines:read',
    'ropa:read',
    ...READ_REGISTRIES,
  ],
  subject: ['subjects:history', 'subjects:export', 'subjects:reveal', ...READ_REGISTRIES],
  admin: [
    'controllers:manage',
    'recipients:manage',
    'vocabulary:manage',
    'policies:publish',
    'webhooks:read',
    'webhooks:manage',
    'keys:read',
    'keys:manage',
    'operations:read',
    ...READ_REGISTRIES,
  ],
};

export const isRole = (value: unknown): value is Role => ROLES.some((role) => role === value);

export function permits(roles: readonly Role[], permission: Permission): boolean {
  return roles.some((role) => PERMISSIONS_OF_ROLE[role].includes(permission));
}
