import { describe, expect, it } from '@jest/globals';
import { permits, PERMISSIONS_OF_ROLE, ROLES, type Permission } from './permissions.ts';
import { assertController, assertSubject, mayActForAll, maySee, type Principal } from './principal.ts';

const principal = (extra: Partial<Principal>): Principal => ({
  actorId: '6f1c1e1a-0b1c-4d5e-8f90-112233445566',
  roles: [],
  controllers: ['kaadas'],
  credentialKind: 'apiKey',
  credentialId: '6f1c1e1a-0b1c-4d5e-8f90-112233445577',
  ...extra,
});

const rolesWith = (permission: Permission) => ROLES.filter((role) => permits([role], permission));

describe('the table of roles', () => {
  it('keeps apart who writes, who reads, who reveals and who administers', () => {
    expect({
      'records:write': rolesWith('records:write'),
      'records:read': rolesWith('records:read'),
      'subjects:reveal': rolesWith('subjects:reveal'),
      'subjects:merge': rolesWith('subjects:merge'),
      'keys:manage': rolesWith('keys:manage'),
      'operations:read': rolesWith('operations:read'),
    }).toEqual({
      'records:write': ['emitter'],
      'records:read': ['auditor', 'dpo', 'regulator'],
      'subjects:reveal': ['dpo', 'subject'],
      'subjects:merge': ['dpo'],
      'keys:manage': ['admin'],
      'operations:read': ['admin'],
    });
  });

  it('gives no permission twice', () => {
    for (const role of ROLES) expect(new Set(PERMISSIONS_OF_ROLE[role]).size).toBe(PERMISSIONS_OF_ROLE[role].length);
  });
});

describe('a principal', () => {
  it('acts for its own controllers only', () => {
    expect(() => assertController(principal({}), 'kaadas')).not.toThrow();
    expect(() => assertController(principal({ controllers: 'all' }), 'clex')).not.toThrow();
    expect(() => assertController(principal({}), 'clex')).toThrow(
      expect.objectContaining({ code: 'controllerNotAllowed' }),
    );
  });

  it('reaches what others reach only if that is no more than its own', () => {
    const both = principal({ controllers: ['kaadas', 'clex'] });
    expect([
      mayActForAll(both, ['clex']),
      mayActForAll(both, ['clex', 'autonavi']),
      mayActForAll(both, 'all'),
      mayActForAll(principal({ controllers: 'all' }), 'all'),
    ]).toEqual([true, false, false, true]);
  });

  it('who is a person sees their own history only', () => {
    const person = principal({ roles: ['subject'], subjectId: 's1' });
    expect([maySee(person, 's1', 'subjects:history'), maySee(person, 's2', 'subjects:history')]).toEqual([true, false]);
    expect(() => assertSubject(person, 's2', 'subjects:history')).toThrow(
      expect.objectContaining({ code: 'subjectNotAllowed' }),
    );
    expect(() => assertSubject(person, 's1', 'subjects:merge')).toThrow(expect.objectContaining({ code: 'forbidden' }));
  });

  it('who is a person bound to nobody sees nobody', () => {
    expect(maySee(principal({ roles: ['subject'] }), 's1', 'subjects:history')).toBe(false);
  });

  it('who is an auditor and a person reveals only what is their own', () => {
    const both = principal({ roles: ['subject', 'auditor'], subjectId: 's1' });
    expect([
      maySee(both, 's2', 'subjects:history'),
      maySee(both, 's2', 'subjects:reveal'),
      maySee(both, 's1', 'subjects:reveal'),
    ]).toEqual([true, false, true]);
  });
});
