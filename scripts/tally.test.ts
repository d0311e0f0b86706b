import { describe, expect, test } from 'vitest'
import { isGood, lineOf, secondTriesOf, sumOf, tallyOfCheck, tallyOfVitest } from './tally.mjs'

const result = (status: string, failureMessages: string[] = []) => ({ status, fullName: 'a test', failureMessages })
const file = (status: string, tests: number) => ({
  status,
  name: 'thing.test.ts',
  assertionResults: Array.from({ length: tests }, () => result(status)),
})
const report = (passed: number, failed: number, skipped: number, files = [file('passed', 1)]) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: skipped,
  numTodoTests: 0,
  testResults: files,
})

describe('what a run of tests comes to', () => {
  test.for([
    ['all passed', report(3, 0, 1), 0, '3 passed, 0 failed, 1 skipped'],
    ['some failed', report(3, 2, 0), 1, '3 passed, 2 failed, 0 skipped'],
    [
      'a file could not be read',
      report(3, 0, 0, [file('failed', 0), file('passed', 3)]),
      1,
      '3 passed, 1 failed, 0 skipped',
    ],
    [
      'a failed file with tests is counted by its tests',
      report(2, 1, 0, [file('failed', 3)]),
      1,
      '2 passed, 1 failed, 0 skipped',
    ],
    ['ended badly although all passed', report(3, 0, 0), 1, '3 passed, 1 failed, 0 skipped'],
    ['ran nothing', report(0, 0, 0, []), 0, '0 passed, 1 failed, 0 skipped'],
    ['left no report', null, 0, '0 passed, 1 failed, 0 skipped'],
  ] as const)('%s', ([, given, exitCode, line]) => {
    expect(lineOf(tallyOfVitest(given, exitCode))).toBe(line)
  })
})

test('the sum over all runners', () => {
  const sum = sumOf([tallyOfCheck(true), tallyOfCheck(false), tallyOfVitest(report(5, 0, 2), 0)])
  expect(lineOf(sum)).toBe('6 passed, 1 failed, 2 skipped')
  expect(isGood(sum)).toBe(false)
  expect(isGood(sumOf([]))).toBe(false)
  expect(isGood(sumOf([tallyOfCheck(true)]))).toBe(true)
})

test('what passed only at the second try is named', () => {
  const assertionResults = [result('passed', ['too late\n at x']), result('failed', ['no']), result('passed')]
  const tried = { ...file('passed', 0), assertionResults }
  expect(secondTriesOf(report(2, 1, 0, [tried]))).toEqual(['thing.test.ts > a test: too late'])
  expect(secondTriesOf(null)).toEqual([])
})
