/** What a call fails with when our own time for it is over: nothing is known of what it did. */
export class TimeIsUp extends Error {
  override readonly name = 'TimeIsUp';
}

/** The client's own deadlines do not hold for a server that is frozen, so every wait has a limit of ours. */
export async function within<Value>(waiting: Promise<Value>, milliseconds: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimeIsUp(`No answer within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([waiting, limit]);
  } finally {
    clearTimeout(timer);
  }
}
