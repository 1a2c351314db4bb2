/** The assessor's own: what the rules know of each person and company it has judged. */
export interface AssessmentStatesTable {
  stream_name: string;
  controller_id: string;
  /** Shape of `state`; another one is made anew from the stream. */
  state_version: number;
  /** Last event of the stream that went into it. */
  revision: number;
  /** Last event known of the stream of its findings; -1 for none. */
  findings_revision: number;
  last_act_at: number | null;
  state: string;
}

/** The assessor's own: what the judged acts of a stream lack, so that an agreement can be looked for where it was missing. */
export interface AssessmentOpenCodesTable {
  controller_id: string;
  code: string;
  stream_name: string;
}

/** One row: up to there nobody has published a policy. */
export interface AssessmentUnpublishedTable {
  id: number;
  position: number | null;
}
