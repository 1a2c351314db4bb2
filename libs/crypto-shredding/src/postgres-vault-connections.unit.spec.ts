import { expect, it } from '@jest/globals';
import { isDurable } from './postgres-vault-connections.ts';

const DURABLE = { commit: 'on', fsync: 'on', fullPageWrites: 'on' };

it.each([
  [DURABLE, true],
  [{ ...DURABLE, commit: 'remote_apply' }, true],
  [{ ...DURABLE, commit: 'remote_write' }, false],
  [{ ...DURABLE, commit: 'local' }, false],
  [{ ...DURABLE, commit: 'off' }, false],
  [{ ...DURABLE, fsync: 'off' }, false],
  [{ ...DURABLE, fullPageWrites: 'off' }, false],
])('of a server set up as %j, says that what it acknowledges is on disk: %s', (durability, durable) => {
  expect(isDurable(durability)).toBe(durable);
});
