import { expect, test } from 'vitest'
import type { Actor } from '#contract/access.ts'
import { createCrowd } from './create-crowd.ts'

const ben: Actor = { kind: 'person', name: 'Ben', personId: 'local:ben', sessionId: 's', roles: [], stepUpAt: null }
const ada: Actor = { ...ben, name: 'Ada', personId: 'local:ada' }

test('each person has so many streams, whatever the others have', () => {
  const crowd = createCrowd({ most: 2 })
  const goAway = crowd.enter(ben)
  crowd.enter(ben)
  expect([crowd.isFullFor(ben), crowd.isFullFor(ada)]).toEqual([true, false])
  goAway()
  expect(crowd.isFullFor(ben)).toBe(false)
})

test('whoever has not signed in is nobody to count by', () => {
  const crowd = createCrowd({ most: 1 })
  const walkIn: Actor = { kind: 'local-operator', name: 'root', roles: [] }
  crowd.enter(walkIn)
  expect(crowd.isFullFor(walkIn)).toBe(false)
})
