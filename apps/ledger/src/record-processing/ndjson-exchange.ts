import { Readable } from 'node:stream';
import { itemProblem } from '../problems/index.ts';
import type { IntakeItem } from './intake.ts';
import { ndjsonLines, type NdjsonLine } from './ndjson-lines.ts';
import type { ReportOutcome } from './record-receipt.ts';

/** Longest line, in bytes: a report about a thousand people fits. */
const LINE_BYTES_MAX = 1_048_576;
const LINES_AT_A_TIME = 500;
/** Groups of lines under way at once: the next are checked and sealed while the last are being written. */
const GROUPS_UNDER_WAY = 4;

type Take = (items: readonly IntakeItem[]) => Promise<readonly ReportOutcome[]>;

/**
 * Reads reports line by line and answers each with a line, in order. Reads no faster than it can record and no faster
 * than its answers are read, so the length of the stream costs no memory.
 */
export function answerNdjson(body: Readable, take: Take): Readable {
  return Readable.from(answers(body, take), { objectMode: false, highWaterMark: 65_536 });
}

type Turn = { readonly lines: IteratorResult<NdjsonLine[]> } | { readonly answer: Buffer };

async function* answers(body: Readable, take: Take): AsyncGenerator<Buffer> {
  const groups = ndjsonLines(body, { lineBytesMax: LINE_BYTES_MAX, countMax: LINES_AT_A_TIME });
  const underWay: Promise<Buffer>[] = [];
  let next: Promise<IteratorResult<NdjsonLine[]>> | undefined = groups.next();
  while (next !== undefined || underWay.length > 0) {
    const turn: Turn = await nextTurn(next, underWay);
    if ('answer' in turn) {
      void underWay.shift();
      yield turn.answer;
    } else if (turn.lines.done === true) next = undefined;
    else {
      underWay.push(answerLines(turn.lines.value, take));
      // Awaited in its turn; until then a failure must not count as unhandled.
      underWay.at(-1)?.catch(() => undefined);
      next = groups.next();
      next.catch(() => undefined);
    }
  }
}

/** The oldest answer, or the next lines if they come first and there is room for them. */
async function nextTurn(
  next: Promise<IteratorResult<NdjsonLine[]>> | undefined,
  [oldest, ...others]: readonly Promise<Buffer>[],
): Promise<Turn> {
  const turns: Promise<Turn>[] = [];
  if (oldest !== undefined) turns.push(oldest.then((answer) => ({ answer })));
  if (next !== undefined && others.length + 1 < GROUPS_UNDER_WAY) turns.push(next.then((lines) => ({ lines })));
  return Promise.race(turns);
}

async function answerLines(lines: readonly NdjsonLine[], take: Take): Promise<Buffer> {
  const outcomes = await take(lines.map(itemOfLine));
  const answer = outcomes.map((outcome, index) => {
    const { line } = lines[index] as NdjsonLine;
    const told =
      'problem' in outcome
        ? { line, status: outcome.status, problem: outcome.problem }
        : { line, status: 201, ...outcome.receipt };
    return `${JSON.stringify(told)}\n`;
  });
  return Buffer.from(answer.join(''));
}

function itemOfLine({ text, fault }: NdjsonLine): IntakeItem {
  if (fault === 'notUtf8') return { problem: itemProblem('invalidJson', { detail: 'The line is not UTF-8.' }) };
  if (text === undefined)
    return { problem: itemProblem('bodyTooLarge', { detail: `A line has at most ${LINE_BYTES_MAX} bytes.` }) };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { problem: itemProblem('invalidJson') };
  }
}
