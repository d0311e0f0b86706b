import { expect, test } from 'vitest'
import { predict } from './predict.ts'
import { bothPlanes, capacity, demand, NOON, situation } from './situation-fixture.ts'
import type { Situation } from './situation.ts'
import { USE1 } from './plan-fixture.ts'
import { whereToEnter } from './where-to-enter.ts'

/** The planner's own words, not copies of them: whoever changes one changes the other. */
function placesOf(parts: Partial<Situation>): (string | null)[] {
  const seen = situation({ planes: bothPlanes(), ...parts })
  return predict({ situation: seen, scope: USE1, placement: 'proximity' }).guesses.map(whereToEnter)
}

const guessed = capacity('usw2', 480_000, { from: 'guess' })

test.each<[string, Partial<Situation>, string]>([
  ['the uplift', { uplift: { factor: 1.15, from: 'guess' } }, 'planning.uplift'],
  ['safe rates', { capacity: [capacity('euw1', 460_000), guessed] }, 'planning.capacity'],
  ['a savior nobody knows', { capacity: [guessed] }, 'planning.capacity'],
  [
    'distances',
    { regions: ['use1', 'usw2', 'euw1'].map((region) => ({ region, position: null, unfit: null })), at: NOON },
    'planning.roundTrips',
  ],
])('%s', (_, parts, place) => {
  expect(placesOf(parts)).toContain(place)
})

test('what only the past teaches has no place', () => {
  const guess = { ...demand('use1', 400_000), from: 'guess' } as const
  const { guesses } = predict({
    situation: situation({ planes: bothPlanes(), demand: [guess, demand('usw2', 1), demand('euw1', 1)] }),
    scope: USE1,
    placement: 'headroom',
  })
  expect(guesses.filter((each) => each.startsWith('demand')).map(whereToEnter)).toEqual([null])
})
