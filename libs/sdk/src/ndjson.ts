import { LedgerError } from './ledger-error.ts';

/** Longest line kept, in UTF-16 code units: an event is at most 1 MiB, so a longer line is not one of ours. */
const LINE_LENGTH_MAX = 16_777_216;

/**
 * The values of an NDJSON body, one at a time; memory holds one line and one chunk.
 * @throws LedgerError `invalidAnswer`
 */
export async function* ndjsonValues(body: AsyncIterable<Uint8Array>): AsyncGenerator {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LINE_LENGTH_MAX) throw new LedgerError('invalidAnswer', 'A line of the answer is too long.');
    for (const line of lines) if (line.trim() !== '') yield parse(line);
  }
  rest += decoder.decode();
  if (rest.trim() !== '') yield parse(rest);
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new LedgerError('invalidAnswer', 'A line of the answer is not JSON.', { cause });
  }
}
