/**
 * Ends a run with what was not proved, and one line for machines: `N passed, N failed, N skipped`.
 * A suite that could not even start counts as one failure, and so does a run without tests, so that nothing broken adds up to zero.
 * A suite says why it is skipped in the title of its `describe.skip`.
 */
export default class TotalReporter {
  onRunComplete(_contexts, results) {
    const skipped = results.testResults.flatMap((file) =>
      file.testResults
        .filter((test) => test.status !== 'passed' && test.status !== 'failed')
        // A suite is skipped as a whole: its own title says why, those of its tests only repeat it.
        .map((test) => test.ancestorTitles[0] ?? test.title),
    );
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites + (results.numTotalTests === 0 ? 1 : 0);
    const lines = [
      ...[...Map.groupBy(skipped, (title) => title)].map(
        ([title, tests]) => `NOT PROVED (${tests.length} skipped): ${title}`,
      ),
      `${results.numPassedTests} passed, ${failed} failed, ${skipped.length} skipped`,
    ];
    // At the very end: jest always lets its own summary come after every other reporter.
    process.once('exit', () => process.stdout.write(`${lines.join('\n')}\n`));
  }
}
