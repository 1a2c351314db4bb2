/** What the double does wrong. Numbers count down: so many of the next appends are treated so. */
export interface Faults {
  /** Each answer comes so many milliseconds late. */
  slowMs: number;
  /** Carried out, but never answered. */
  loseReplies: number;
  /** Carried out, and answered as a repetition is that comes while the first is under way. */
  timeouts: number;
  /** Carried out, then every connection is cut instead of an answer. */
  cutAfterCommit: number;
  /** Every connection is cut, and nothing is carried out. */
  cutBeforeCommit: number;
  /** Not carried out, and answered with this revision as the stream's current one. */
  wrongVersion: { left: number; current: number };
  /** Refused as by a node that is still starting. */
  notReady: number;
  /** Calls that require the leader are sent to the node at this port instead. */
  leaderPort: number | undefined;
  /** False: as servers before 21.10, which know single appends only. */
  isBatchAppendKnown: boolean;
  /** Server features are never answered. */
  isSilent: boolean;
  /** This stream is deleted for good. */
  tombstone: string | undefined;
  /** Into this stream somebody else writes an event that is no JSON. */
  foreignStream: string | undefined;
}

export const noFaults = (): Faults => ({
  slowMs: 0,
  loseReplies: 0,
  timeouts: 0,
  cutAfterCommit: 0,
  cutBeforeCommit: 0,
  wrongVersion: { left: 0, current: 0 },
  notReady: 0,
  leaderPort: undefined,
  isBatchAppendKnown: true,
  isSilent: false,
  tombstone: undefined,
  foreignStream: undefined,
});
