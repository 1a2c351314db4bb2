import { describe, expect, it } from '@jest/globals';
import { nothingJudged } from '#libs/domain';
import { noteRecorded } from './open-facts.ts';

describe('noteRecorded', () => {
  it('notes what no rule had anything to say about as well: a later record may bear on it', () => {
    const answered = { id: 'answer', type: 'RightsRequestAnswered', at: 20, fields: {} };
    expect(noteRecorded(nothingJudged, answered, [])).toEqual({ open: [], lastActAt: 20 });
  });
});
