/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Tally
 * @typedef {{ status: string, fullName: string, failureMessages: readonly string[] }} TestResult
 * @typedef {{ status: string, name: string, assertionResults: readonly TestResult[] }} FileResult
 * @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: readonly FileResult[] }} VitestReport
 */

/** @type {Tally} */
export const NOTHING = { passed: 0, failed: 0, skipped: 0 }

/** @param {boolean} holds @returns {Tally} */
export function tallyOfCheck(holds) {
  return holds ? { ...NOTHING, passed: 1 } : { ...NOTHING, failed: 1 }
}

/**
 * What one run of vitest comes to. A file that could not be read counts as one failure; so does a run that left no
 * report, that ran nothing, or that ended badly although each test passed.
 * @param {VitestReport | null} report
 * @param {number} exitCode
 * @returns {Tally}
 */
export function tallyOfVitest(report, exitCode) {
  if (report === null) return { ...NOTHING, failed: 1 }
  const unread = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  const passed = report.numPassedTests
  const failed = report.numFailedTests + unread.length
  const skipped = report.numPendingTests + report.numTodoTests
  const endedBadly = failed === 0 && (exitCode !== 0 || passed + skipped === 0)
  return { passed, failed: endedBadly ? 1 : failed, skipped }
}

/** @param {readonly Tally[]} tallies @returns {Tally} */
export function sumOf(tallies) {
  return tallies.reduce(
    (sum, tally) => ({
      passed: sum.passed + tally.passed,
      failed: sum.failed + tally.failed,
      skipped: sum.skipped + tally.skipped,
    }),
    NOTHING,
  )
}

/** @param {Tally} tally */
export function lineOf({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

/** Nothing failed, and something passed. @param {Tally} tally */
export function isGood({ passed, failed }) {
  return failed === 0 && passed > 0
}

/** So many tests may have passed only at a second try before the run counts as failed: more is not chance. */
export const MOST_SECOND_TRIES = 5

/**
 * The tests that failed first and passed then, with what they said.
 * @param {VitestReport | null} report
 * @returns {string[]}
 */
export function secondTriesOf(report) {
  return (report?.testResults ?? []).flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status, failureMessages }) => status === 'passed' && failureMessages.length > 0)
      .map(({ fullName, failureMessages }) => `${name} > ${fullName}: ${failureMessages[0]?.split('\n')[0] ?? ''}`),
  )
}
