import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { LocalKeyWrapper } from './local-key-wrapper.ts';

const kek = Buffer.alloc(32, 1).fill(2, 16);
const wrapper = LocalKeyWrapper.fromKey(kek);
const dataKey = Buffer.alloc(32, 9);

async function wrapOne(context: string) {
  const [wrapped] = await wrapper.wrap([{ key: dataKey, context }]);
  if (wrapped === undefined) throw new Error('no answer');
  return wrapped;
}

describe('LocalKeyWrapper', () => {
  it('unwraps what it wrapped, in order, and shows nothing of the keys', async () => {
    const keys = [dataKey, Buffer.alloc(32, 5)].map((key, i) => ({ key, context: `context ${i}` }));
    const wrapped = await wrapper.wrap(keys);
    const unwrapped = await wrapper.unwrap(wrapped.map((one, i) => ({ wrapped: one, context: `context ${i}` })));

    expect(unwrapped.map((key) => Buffer.from(key).toString('hex'))).toEqual(
      keys.map(({ key }) => key.toString('hex')),
    );
    for (const one of wrapped) {
      expect(one.kekId).toBe(wrapper.kekId);
      expect(Buffer.from(one.wrapped).includes(dataKey.subarray(0, 8))).toBe(false);
    }
  });

  it('names its key by a hash from which neither the key nor its plain hash can be told', () => {
    expect(wrapper.kekId).toMatch(/^[0-9a-f]{16}$/);
    expect(wrapper.kekId).not.toBe(createHash('sha256').update(kek).digest('hex').slice(0, 16));
    expect(LocalKeyWrapper.fromKey(kek).kekId).toBe(wrapper.kekId);
    expect(LocalKeyWrapper.fromKey(dataKey).kekId).not.toBe(wrapper.kekId);
  });

  it('does not unwrap for another context, with another key, or when a bit is changed', async () => {
    const wrapped = await wrapOne('subject a');
    const wrong = { code: 'wrongKeyEncryptionKey' };
    await expect(wrapper.unwrap([{ wrapped, context: 'subject b' }])).rejects.toMatchObject(wrong);
    const other = LocalKeyWrapper.fromKey(dataKey);
    await expect(other.unwrap([{ wrapped, context: 'subject a' }])).rejects.toMatchObject(wrong);
    const relabelled = { ...wrapped, kekId: other.kekId };
    await expect(other.unwrap([{ wrapped: relabelled, context: 'subject a' }])).rejects.toMatchObject(wrong);
    for (let i = 0; i < wrapped.wrapped.length; i += 1) {
      const bytes = Buffer.from(wrapped.wrapped);
      bytes[i] = (bytes[i] ?? 0) ^ 0x80;
      const changed = { kekId: wrapped.kekId, wrapped: bytes };
      await expect(wrapper.unwrap([{ wrapped: changed, context: 'subject a' }])).rejects.toMatchObject(wrong);
    }
  });

  it('takes 32 bytes and nothing else', () => {
    for (const length of [0, 16, 31, 33]) {
      expect(() => LocalKeyWrapper.fromKey(Buffer.alloc(length))).toThrow('32 bytes');
    }
  });
});
