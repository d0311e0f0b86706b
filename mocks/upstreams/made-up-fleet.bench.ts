import { atMost, cpuMsOf, median, reportFigures } from '#scripts/figures.ts'
import { withWindow } from '#bff/sources/prometheus/wire-queries.ts'
import { createGeneratedWorld } from '#mocks/world/generated/create-generated-world.ts'
import { createFaultBoard } from './faults.ts'
import { paceOf } from './fleet-pace.ts'
import { metricFamilies } from './metric-families.ts'
import { createPrometheusApi } from './prometheus-api.ts'
import { createQueryEngine } from './query-engine.ts'
import { createRecorder } from './recorder.ts'
import { WORLD_QUERIES } from './world-queries.ts'

/** What a second of a made-up fleet costs whoever looks at it on a laptop: living through it, and telling it. */
const SIZE = { services: 1_000, connections: 4_000 }
const START = Date.UTC(2026, 10, 22, 16)
const WARM_SECONDS = 40
const SECONDS = 31
/** What a console asks each second. */
const ASKED = [
  'requests',
  'errors',
  'degraded',
  'p99',
  'saturation',
  'breakersOpen',
  'serviceZones',
  'sampleTime',
] as const

const world = createGeneratedWorld({ ...SIZE, seed: 1, startAt: START })
const recorder = createRecorder(world, paceOf(SIZE))
const faults = createFaultBoard(() => world.now)
const engine = createQueryEngine({ world, recorder, faults, aheadMs: () => 0 })
const api = createPrometheusApi(engine, metricFamilies(world).values())

function live(): void {
  world.advanceTo(world.now + 1_000)
  recorder.sample(world.now)
}

function tell(): void {
  for (const question of ASKED) {
    const params = new URLSearchParams({ query: withWindow(WORLD_QUERIES[question], 10_000) })
    const content = api.answer({ path: '/api/v1/query', params, now: world.now })
    if (content?.status !== 200) throw new Error(`${question} is not answered`)
  }
}

for (let second = 0; second < WARM_SECONDS; second += 1) live()
tell()
const seconds = Array.from({ length: SECONDS }, () => ({ lived: cpuMsOf(live), told: cpuMsOf(tell) }))
const of = `${SIZE.services} services, ${SIZE.connections} connections a region`
reportFigures([
  atMost({
    name: `made-up fleet: a second lived, ${of}, CPU`,
    value: median(seconds.map(({ lived }) => lived)),
    unit: 'ms',
    bound: 30,
  }),
  atMost({
    name: `made-up fleet: a second lived and told, ${of}, CPU`,
    value: median(seconds.map(({ lived, told }) => lived + told)),
    unit: 'ms',
    bound: 300,
  }),
])
