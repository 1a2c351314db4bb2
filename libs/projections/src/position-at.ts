import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/**
 * How far the log had come at an instant: a position up to which every record had been recorded by then, and behind which
 * none had. Found by halving, for instants of recording never run backwards along the log.
 *
 * @param head Position to look up to.
 */
export async function positionAt(query: Kysely<Tables>, instant: number, head: number): Promise<number> {
  let low = -1;
  let high = head;
  while (low < high) {
    const middle = low + Math.ceil((high - low) / 2);
    const row = await query
      .selectFrom('records')
      .select(['position', 'recorded_at'])
      .where('position', '<=', middle)
      .orderBy('position', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (row === undefined || row.position <= low || row.recorded_at <= instant) low = middle;
    else high = row.position - 1;
  }
  return low;
}
