import { atLeast, reportFigures } from '#scripts/figures.ts'
import { settle } from './settle-fixture.ts'
import { simulateMany } from './simulate.ts'

/** Stories of the real controller in a second of one core. */
const STORIES = 1000
const SIDE_BY_SIDE = 100

/** CPU ms for a range of seeds. */
async function cpuMsFor(from: number, number: number): Promise<number> {
  const before = process.cpuUsage()
  for (let next = from; next < from + number; next += SIDE_BY_SIDE) {
    await simulateMany(
      Array.from({ length: SIDE_BY_SIDE }, (_, index) => next + index),
      settle,
    )
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

await cpuMsFor(1, 300)
const cpuMs = await cpuMsFor(1001, STORIES)
reportFigures([
  atLeast({
    name: 'simulated evacuations a second of CPU time',
    value: (STORIES / cpuMs) * 1000,
    unit: 'seeds/s',
    bound: 500,
  }),
])
