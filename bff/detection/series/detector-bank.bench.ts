import { atMost, reportFigures } from '#scripts/figures.ts'
import { createDetectorBank } from './detector-bank.ts'

/** What 10,000 series cost, one sample each every two seconds, on one core: CPU time of the process. */
const SERIES = 10_000
const TICKS = 400
const WARM_TICKS = 300
const SAMPLE_MS = 2_000

const heapBefore = heldBytes()
const bank = createDetectorBank()
for (let index = 0; index < SERIES; index += 1) bank.add(`series ${index}`)
const values = new Float64Array(SERIES)
let seed = 1
const times: number[] = []
for (let tick = 0; tick < TICKS; tick += 1) {
  for (let index = 0; index < SERIES; index += 1) values[index] = (index % 97) * (10 + Math.sin(tick / 50)) + noise()
  const before = process.cpuUsage()
  bank.tick(tick * SAMPLE_MS, values)
  const { user, system } = process.cpuUsage(before)
  if (tick >= WARM_TICKS) times.push((user + system) / 1_000)
}
const heapAfter = heldBytes()
times.sort((one, other) => one - other)

reportFigures([
  atMost({
    name: 'detection: a tick of 10,000 series, 99th percentile, CPU',
    value: times[Math.ceil(times.length * 0.99) - 1] ?? NaN,
    unit: 'ms',
    bound: 250,
  }),
  atMost({
    name: 'detection: memory a series, typed arrays',
    value: bank.byteLength() / SERIES,
    unit: 'bytes',
    bound: 16_384,
  }),
  atMost({
    name: 'detection: memory a series, all that is held',
    value: (heapAfter - heapBefore) / SERIES,
    unit: 'bytes',
    bound: 32_768,
  }),
])

function heldBytes(): number {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** −0.5 to 0.5, the same every run. */
function noise(): number {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff
  return seed / 0x7fffffff - 0.5
}
