import { expect, test } from 'vitest'
import { z } from 'zod'
import { Failure, isFailure, parseInput } from './failure.ts'

const Thing = z.strictObject({ names: z.array(z.string().min(2)), size: z.number() })

test('what fits comes back parsed', () => {
  expect(parseInput(Thing, { names: ['ab'], size: 1 })).toEqual({ names: ['ab'], size: 1 })
})

test.each([
  [{ names: ['ab', 'a'], size: 1 }, 'names[1]'],
  [{ names: [], size: 'x' }, 'size'],
  [null, undefined],
  [{ names: [], size: 1, other: 2 }, undefined],
])('%j fails as a bad request that names the place', (input, path) => {
  try {
    parseInput(Thing, input)
    expect.fail('was accepted')
  } catch (error) {
    expect(isFailure(error)).toBe(true)
    expect(error).toMatchObject({ code: 'bad_request', path })
  }
})

test('a Failure carries its words and its cause', () => {
  const cause = new Error('why')
  const failure = new Failure({ code: 'not_found', message: 'There is none.', expected: 'one', cause })
  expect(failure).toMatchObject({
    code: 'not_found',
    message: 'There is none.',
    path: undefined,
    expected: 'one',
    cause,
  })
  expect(isFailure(cause)).toBe(false)
})
