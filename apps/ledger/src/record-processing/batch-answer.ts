import type { ReportOutcome } from './record-receipt.ts';

export interface BatchAnswer {
  readonly refused: number;
  /** The answer's body. */
  readonly json: string;
}

/** What is told of a batch, made as text at once: as objects it took three times as long, and as long again to collect them. */
export function batchAnswer(outcomes: readonly ReportOutcome[]): BatchAnswer {
  let refused = 0;
  let replayed = 0;
  let results = '';
  for (let index = 0; index < outcomes.length; index++) {
    const outcome = outcomes[index] as ReportOutcome;
    if ('problem' in outcome) refused++;
    else if (outcome.replayed) replayed++;
    results += index === 0 ? resultText(outcome, index) : `,${resultText(outcome, index)}`;
  }
  const recorded = outcomes.length - refused - replayed;
  return {
    refused,
    json: `{"recorded":${recorded},"replayed":${replayed},"refused":${refused},"results":[${results}]}`,
  };
}

function resultText(outcome: ReportOutcome, index: number): string {
  if ('problem' in outcome) return JSON.stringify({ index, status: outcome.status, problem: outcome.problem });
  const { receipt, replayed } = outcome;
  const { id, subjectId, revision, position } = receipt;
  const place = `{"index":${index},"status":201${replayed ? ',"replayed":true' : ''}`;
  // Ids are UUIDs of our own making or checked to be some: nothing in them needs escaping.
  if (receipt.subjects === undefined && subjectId !== undefined)
    return `${place},"id":"${id}","subjectId":"${subjectId}","revision":${revision},"position":${position}}`;
  return `${place},${JSON.stringify(receipt).slice(1)}`;
}
