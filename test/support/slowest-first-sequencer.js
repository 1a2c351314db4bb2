import TestSequencer from '@jest/test-sequencer';

/** Slow tiers first. What a test file takes is known only to a machine that has run it before. */
const TIERS = ['faults', 'e2e', 'int', 'unit'];

/** Begins with what takes longest, so that no core is idle while the other is at the last long file. */
export default class SlowestFirstSequencer extends TestSequencer {
  sort(tests) {
    const tierOf = ({ context }) => TIERS.indexOf(context.config.displayName?.name);
    return super.sort(tests).sort((one, other) => tierOf(one) - tierOf(other));
  }
}
