import { CHECKS } from './checks.mjs'
import { ensureInstalled } from './ensure-installed.mjs'
import { isGood, lineOf, sumOf, tallyOfCheck } from './tally.mjs'

/** `npm run check`: everything that can be said without running the program. */
await ensureInstalled()
const tallies = []
for (const { name, run } of CHECKS) {
  console.log(`\n── ${name}`)
  tallies.push(tallyOfCheck((await run()) === 0))
}
const sum = sumOf(tallies)
console.log(`\n${lineOf(sum)}`)
process.exitCode = isGood(sum) ? 0 : 1
