import { describe, expect, it } from '@jest/globals';
import { inOrder } from './in-order.ts';

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

async function* numbers(count: number): AsyncGenerator<number> {
  for (let number = 0; number < count; number += 1) yield await Promise.resolve(number);
}

describe('work in order', () => {
  it('overlaps, and keeps the order whatever each takes', async () => {
    let underWay = 0;
    let underWayMax = 0;
    const work = async (number: number): Promise<number> => {
      underWay += 1;
      underWayMax = Math.max(underWayMax, underWay);
      await turns(6 - (number % 5));
      underWay -= 1;
      return number * 10;
    };
    const results: number[] = [];
    for await (const result of inOrder(numbers(20), work, 3)) results.push(result);
    expect(results).toEqual(Array.from({ length: 20 }, (_, number) => number * 10));
    expect(underWayMax).toBe(3);
  });

  it('after a failure begins nothing new and waits for what is under way', async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const work = async (number: number): Promise<number> => {
      begun.push(number);
      await turns(number === 2 ? 1 : 8);
      if (number === 2) throw new Error('third');
      ended.push(number);
      return number;
    };
    const results: number[] = [];
    const run = async (): Promise<void> => {
      for await (const result of inOrder(numbers(20), work, 4)) results.push(result);
    };
    await expect(run()).rejects.toThrow('third');
    expect(results).toEqual([0, 1]);
    expect(ended).toEqual(begun.filter((number) => number !== 2));
    expect(begun.length).toBeLessThan(8);
  });
});
