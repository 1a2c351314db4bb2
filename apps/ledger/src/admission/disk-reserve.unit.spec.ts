import { tmpdir } from 'node:os';
import { expect, it } from '@jest/globals';
import { DiskReserve } from './disk-reserve.ts';

const NOWHERE = '/there/is/nothing/here';

it('is used up when less than that is free on one of the disks', () => {
  const free = new DiskReserve([tmpdir()], 0).freeBytes ?? 0;
  expect(free).toBeGreaterThan(0);
  expect(new DiskReserve([NOWHERE, tmpdir()], free * 2).isUsedUp).toBe(true);
  expect(new DiskReserve([NOWHERE, tmpdir()], 1).isUsedUp).toBe(false);
});

it('is not used up where nothing is kept on a disk', () => {
  const nowhere = new DiskReserve([NOWHERE], 1);
  expect([nowhere.freeBytes, nowhere.isUsedUp]).toEqual([undefined, false]);
});
