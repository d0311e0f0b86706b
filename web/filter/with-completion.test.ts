import { describe, expect, it } from 'vitest'
import { completeAt } from '#web/expression/complete-expression.ts'
import { createFleet } from '#web/fleet/fleet-fixture.ts'
import { withCompletion } from './with-completion.ts'

const { roster } = createFleet()

/** Takes the completion of this text, with the cursor at the bar. */
function take(typed: string, text: string): string {
  const cursor = typed.indexOf('|')
  const plain = typed.replace('|', '')
  const completion = completeAt(plain, cursor, roster).find((one) => one.text === text)
  if (completion === undefined) throw new Error(`${text} is not offered`)
  const next = withCompletion(plain, completion)
  return `${next.text.slice(0, next.cursor)}|${next.text.slice(next.cursor)}`
}

describe('taking a completion', () => {
  it.each([
    ['|', 'errors', 'errors |'],
    ['err|', 'errors', 'errors |'],
    ['errors >|', '1%', 'errors > 1% |'],
    ['errors > 1% or|', 'or', 'errors > 1% or |'],
    ['lic|', 'license', 'license |'],
    ['ow| = "a team"', 'owner', 'owner |= "a team"'],
    ['neighbours of lic|', 'license-db', 'neighbours of license-db |'],
  ])('%s with %s is %s', (typed, text, expected) => {
    expect(take(typed, text)).toBe(expected)
  })
})
