import { atMost, cpuMsOf, median, reportFigures } from '#scripts/figures.ts'
import { largeSituation } from './large-situation-fixture.ts'
import { planEvacuation } from './plan-evacuation.ts'
import { predict } from './predict.ts'

/** What a pointer over the map costs, and a whole plan: 10 regions, 200 segments, 500 services, two planes. */
const RUNS = 21
const situation = largeSituation()
const scope = { kind: 'region', region: 'region-3' } as const
const whatIf = () => void predict({ situation, scope, placement: 'headroom' })
const plan = () =>
  void planEvacuation({ situation, scope, placement: 'headroom', wish: { profile: 'drill', failure: 'edge-alive' } })

reportFigures([
  atMost({
    name: 'what-if: 10 regions, 200 segments, 500 services, CPU',
    value: medianCpuMs(whatIf),
    unit: 'ms',
    bound: 50,
  }),
  atMost({ name: 'the whole plan of the same, CPU', value: medianCpuMs(plan), unit: 'ms', bound: 150 }),
])

/** After the compiler has seen it. */
function medianCpuMs(run: () => void): number {
  for (let index = 0; index < 5; index += 1) run()
  return median(Array.from({ length: RUNS }, () => cpuMsOf(run)))
}
