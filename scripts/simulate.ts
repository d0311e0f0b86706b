import { parseArgs } from 'node:util'
import { FAULT_KINDS, noFaults } from '#bff/evacuation/simulate/fault-kinds.ts'
import { type Story, simulateMany } from '#bff/evacuation/simulate/simulate.ts'
import { traceKeeper } from '#bff/evacuation/simulate/trace.ts'

/**
 * `npm run simulate -- --seeds 1000000 --from 1`: stories on the real controller, and what came of them. `--show` tells one
 * seed line by line. Ends badly where an invariant was broken.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20000' },
    from: { type: 'string', default: '1' },
    show: { type: 'boolean', default: false },
    first: { type: 'boolean', default: false },
  },
})
const from = Number(values.from)
const seeds = values.show ? 1 : Number(values.seeds)
const SIDE_BY_SIDE = 100
const MOST_PRINTED = 20

let quiet: Promise<void> | null = null
/** One turn of the loop serves every story that waits for it. */
function settle(): Promise<void> {
  quiet ??= new Promise((done) => {
    setImmediate(() => {
      quiet = null
      done()
    })
  })
  return quiet
}

traceKeeper.keeps = values.show
const faults = noFaults()
const ends: Record<string, number> = {}
const violated: Story[] = []
const begun = process.hrtime.bigint()
let told = 0
for (let next = from; next < from + seeds; next += SIDE_BY_SIDE) {
  const number = Math.min(SIDE_BY_SIDE, from + seeds - next)
  for (const story of await simulateMany(
    Array.from({ length: number }, (_, index) => next + index),
    settle,
  )) {
    told += 1
    for (const kind of FAULT_KINDS) faults[kind] += story.faults[kind]
    ends[story.phase] = (ends[story.phase] ?? 0) + 1
    if (story.violations.length > 0) violated.push(story)
    if (values.show) console.log(story.lines.join('\n'))
  }
  if (values.first && violated.length > 0) break
}
const seconds = Number(process.hrtime.bigint() - begun) / 1e9
for (const story of violated.slice(0, MOST_PRINTED)) {
  console.log(`seed ${story.seed}: ${story.violations[0] ?? ''}`)
  if (!values.show) console.log(`  npm run simulate -- --from ${story.seed} --show`)
}
const struck = FAULT_KINDS.reduce((sum, kind) => sum + faults[kind], 0)
console.log(`${told} seeds from ${from}, ${violated.length} violations, ${Math.round(told / seconds)} seeds/s`)
console.log(`${struck} faults: ${FAULT_KINDS.map((kind) => `${kind} ${faults[kind]}`).join(', ')}`)
console.log(
  `ended: ${Object.entries(ends)
    .map(([phase, number]) => `${phase} ${number}`)
    .join(', ')}`,
)
process.exitCode = violated.length > 0 ? 1 : 0
