import { describe, expect, it } from '@jest/globals';
import { patiently, type Waiting } from './patience.ts';

class PartError extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/** Fails with these codes, one after the other, and then opens. */
function partThatFails(...codes: string[]): () => Promise<string> {
  return () => {
    const code = codes.shift();
    return code === undefined ? Promise.resolve('open') : Promise.reject(new PartError(code));
  };
}

describe('waiting for a part at start', () => {
  it('tries until the part is there, and tells each reason once', async () => {
    const told: Waiting[] = [];
    const part = partThatFails('unavailable', 'unavailable', 'rebuildNeeded');
    const patience = { for: 'readModels', also: 'rebuildNeeded', onWaiting: (waiting: Waiting) => told.push(waiting) };
    expect(await patiently(part, patience)).toBe('open');
    expect(told).toEqual([
      { part: 'readModels', code: 'unavailable' },
      { part: 'readModels', code: 'rebuildNeeded' },
    ]);
  });

  it('does not wait for what time does not cure', async () => {
    const part = partThatFails('damaged');
    await expect(patiently(part, { for: 'vault' })).rejects.toMatchObject({ code: 'damaged' });
    await expect(patiently(partThatFails('rebuildNeeded'), { for: 'vault' })).rejects.toMatchObject({
      code: 'rebuildNeeded',
    });
  });

  it('gives up in the end, with the last reason', async () => {
    const part = (): Promise<never> => Promise.reject(new PartError('unavailable'));
    await expect(patiently(part, { for: 'vault', patienceMs: 1 })).rejects.toMatchObject({ code: 'unavailable' });
  });
});
