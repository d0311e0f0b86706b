import { atMost, cpuMsOf, median, reportFigures } from '#scripts/figures.ts'
import { generateGraph, type GeneratedGraph } from './generate-graph-fixture.ts'
import { crossingsOf, movedShare } from './place-graph-fixture.ts'
import { plainSlots } from './plain-slots.ts'
import { layoutRegion } from './region-layout.ts'

/**
 * The layout of made-up fleets against plain tiered slots on the same graphs: crossings of straight edges, how much
 * moves when a service appears, and what it costs to place that one instead of all.
 */
const SEEDS = [1, 2, 3, 4, 5]
const ADDED = { id: 'service-added', entry: false, leaf: false }

interface Round {
  crossings: number
  plain: number
  moved: number
  fromScratchMs: number
  addedMs: number
}

function measure(nodes: number, seed: number): Round {
  const graph = generateGraph({ nodes, seed })
  const plain = crossingsOf(graph, plainSlots(graph))
  let places = new Map<string, { x: number; y: number }>()
  const fromScratchMs = cpuMsOf(() => (places = layoutRegion(graph)))
  const grown = withOneMore(graph)
  let after = places
  const addedMs = cpuMsOf(() => (after = layoutRegion({ ...grown, previous: places })))
  return { crossings: crossingsOf(graph, places), plain, moved: movedShare(places, after), fromScratchMs, addedMs }
}

function withOneMore({ nodes, edges }: GeneratedGraph): Pick<GeneratedGraph, 'nodes' | 'edges'> {
  const others = nodes.filter((_, index) => index % Math.ceil(nodes.length / 4) === 1)
  return { nodes: [...nodes, ADDED], edges: [...edges, ...others.map(({ id }) => ({ source: id, target: ADDED.id }))] }
}

measure(300, 0)
const small = SEEDS.map((seed) => measure(300, seed))
const large = SEEDS.map((seed) => measure(1_000, seed))

const sizes = [
  { name: '300 services', rounds: small },
  { name: '1,000 services', rounds: large },
]
reportFigures([
  ...sizes.map(({ name, rounds }) =>
    atMost({
      name: `layout: crossings ÷ plain tiered slots, ${name}, median of ${SEEDS.length}`,
      value: median(rounds.map(({ crossings, plain }) => crossings / plain)),
      unit: '×',
      bound: 0.6,
    }),
  ),
  ...sizes.map(({ name, rounds }) =>
    atMost({
      name: `layout: share of services moved when one is added, ${name}, worst`,
      value: Math.max(...rounds.map(({ moved }) => moved)),
      unit: '',
      bound: 0,
    }),
  ),
  atMost({
    name: 'layout: one service added ÷ laid out from scratch, CPU, 1,000 services',
    value: median(large.map(({ addedMs, fromScratchMs }) => addedMs / fromScratchMs)),
    unit: '×',
    bound: 0.1,
  }),
])
if (!process.argv.includes('--json')) {
  for (const { name, rounds } of sizes) {
    const middle = (of: (round: Round) => number) => Math.round(median(rounds.map(of))).toLocaleString('en')
    console.log(`  ${name}: ${middle((r) => r.crossings)} crossings, plain ${middle((r) => r.plain)};`)
    console.log(`  ms of CPU: from scratch ${middle((r) => r.fromScratchMs)}, one added ${middle((r) => r.addedMs)}`)
  }
}
