import { expect, test } from 'vitest'
import { Run } from '#contract/evacuation/run.ts'
import { drawFaults } from './fault-script.ts'
import { drawPeople } from './people.ts'
import { settle } from './settle-fixture.ts'
import { createSimWorld, startProcess } from './sim-world.ts'
import { simulateMany } from './simulate.ts'

/** Stories that once went wrong, by the mistake of the controller they showed. */
const REGRESSIONS = {
  'lowered the victim before what was given could be read back': [9, 19, 50, 85, 86],
  'never took those along that had missed a step': [157, 158],
  'waited for ever for a hook that had failed once': [21, 60, 67, 89],
  'called a region evacuated after adopting weights that refill it': [1658],
  'did not watch for a lease time after the store had failed': [992, 1456],
  'kept an acceptance that was overtaken': [49, 411, 454, 783],
  'forgot what a straggler had taken': [3220, 4857],
}

test.for(Object.entries(REGRESSIONS))('no more: %s', { timeout: 60_000 }, async ([, seeds]) => {
  const stories = await simulateMany(seeds, settle)
  expect(stories.filter((story) => story.violations.length > 0)).toEqual([])
})

test('equal seeds tell equal stories', { timeout: 120_000 }, async () => {
  const seeds = Array.from({ length: 200 }, (_, index) => 50_000 + index)
  const once = await simulateMany(seeds, settle)
  const again = await simulateMany(seeds, settle)
  expect(again.map((story) => story.hash)).toEqual(once.map((story) => story.hash))
  expect(new Set(once.map((story) => story.hash)).size).toBe(seeds.length)
  const struck = once.reduce(
    (sum, story) => sum + Object.values(story.faults).reduce((all, times) => all + times, 0),
    0,
  )
  expect(struck / seeds.length).toBeGreaterThan(1.5)
})

test('what is stored is a run of the contract at every commit', { timeout: 60_000 }, async () => {
  for (const seed of [3, 5, 8, 13, 21]) {
    const world = createSimWorld(seed)
    startProcess(world)
    drawFaults(world)
    drawPeople(world)
    let version = -1
    while (world.time.step(60_000)) {
      await settle()
      const run = world.run()
      if (run === undefined || run.version === version) continue
      version = run.version
      expect(Run.safeParse(run).error).toBeUndefined()
    }
    expect(version).toBeGreaterThan(5)
  }
})
