/**
 * Work on several items at once, results in the order of the items. Takes the next item only when fewer than
 * `concurrency` are under way; after a failure it begins nothing new and waits for what is under way.
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  work: (item: Item) => Promise<Result>,
  concurrency: number,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  try {
    for await (const item of items) {
      const result = work(item);
      // Its failure is met when its turn comes.
      result.catch(() => undefined);
      underWay.push(result);
      if (underWay.length >= concurrency) yield await first(underWay);
    }
    while (underWay.length > 0) yield await first(underWay);
  } finally {
    await Promise.allSettled(underWay);
  }
}

async function first<Result>(underWay: Promise<Result>[]): Promise<Result> {
  const [result] = underWay;
  if (result === undefined) throw new RangeError('Nothing is under way.');
  const settled = await result;
  void underWay.shift();
  return settled;
}
