import { atLeast, reportFigures } from '#scripts/figures.ts'
import { settle } from './settle-fixture.ts'
import { simulateMany } from './simulate.ts'

/**
 * Stories of the real controller in a second of one core. The same stories are told again and again and the best round
 * counts: what disturbs a round from outside only makes it slower.
 */
const STORIES = 200
const ROUNDS = 12
const SEEDS = Array.from({ length: STORIES }, (_, index) => 1000 + index)

async function cpuMsOfRound(): Promise<number> {
  const before = process.cpuUsage()
  for (let next = 0; next < STORIES; next += 100) await simulateMany(SEEDS.slice(next, next + 100), settle)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

let best = Infinity
for (let round = 0; round < ROUNDS; round += 1) best = Math.min(best, await cpuMsOfRound())
reportFigures([
  atLeast({
    name: 'simulated evacuations a second of CPU time',
    value: (STORIES / best) * 1000,
    unit: 'seeds/s',
    bound: 500,
  }),
])
