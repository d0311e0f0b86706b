import { atMost, cpuMsOf, median, reportFigures } from '#scripts/figures.ts'
import { generateGraph, type GeneratedGraph } from './generate-graph-fixture.ts'
import type { Places } from './layout-graph.ts'
import { crossingsOf, movedShare } from './place-graph-fixture.ts'
import { plainSlots } from './plain-slots.ts'
import { layoutRegion } from './region-layout.ts'

/**
 * The layout of made-up fleets against plain tiered slots on the same graphs: crossings of straight edges, how much
 * moves when services or connections come or go, and what it costs to place one instead of all.
 */
const SEEDS = [1, 2, 3, 4, 5]
const ADDED = { id: 'service-added', entry: false, leaf: false }

interface Round {
  crossings: number
  plain: number
  /** Shares of the services that have gone elsewhere. */
  moved: Record<keyof typeof CHANGES, number>
  fromScratchMs: number
  addedMs: number
}

function measure(nodes: number, seed: number): Round {
  const graph = generateGraph({ nodes, seed })
  const plain = crossingsOf(graph, plainSlots(graph))
  let places = new Map<string, { x: number; y: number }>()
  const fromScratchMs = cpuMsOf(() => (places = layoutRegion(graph)))
  const movedBy = (change: keyof typeof CHANGES): number => {
    const changed = CHANGES[change](graph)
    return movedShare(placesOf(changed, places), layoutRegion({ ...changed, previous: places }))
  }
  const grown = CHANGES['a service added'](graph)
  const addedMs = cpuMsOf(() => void layoutRegion({ ...grown, previous: places }))
  const moved = {
    'a service added': movedBy('a service added'),
    'a service removed': movedBy('a service removed'),
    'a connection added': movedBy('a connection added'),
    'a connection removed': movedBy('a connection removed'),
  }
  return { crossings: crossingsOf(graph, places), plain, moved, fromScratchMs, addedMs }
}

type Changed = Pick<GeneratedGraph, 'nodes' | 'edges'>

const CHANGES = {
  'a service added': withOneMore,
  'a service removed': withOneLess,
  'a connection added': ({ nodes, edges }: GeneratedGraph): Changed => {
    const [source, target] = [nodes.at(-1)?.id ?? '', nodes.at(nodes.length >> 1)?.id ?? '']
    return { nodes, edges: [...edges, { source, target }] }
  },
  'a connection removed': ({ nodes, edges }: GeneratedGraph): Changed => ({ nodes, edges: edges.toSpliced(9, 1) }),
} as const

/** Of those who are still there. */
function placesOf({ nodes }: Changed, places: Places): Places {
  const left = new Set(nodes.map(({ id }) => id))
  return new Map([...places].filter(([id]) => left.has(id)))
}

/** One in the middle of the graph, with all its connections. */
function withOneLess({ nodes, edges }: GeneratedGraph): Changed {
  const gone = nodes.at(nodes.length >> 1)?.id
  return {
    nodes: nodes.filter(({ id }) => id !== gone),
    edges: edges.filter(({ source, target }) => source !== gone && target !== gone),
  }
}

function withOneMore({ nodes, edges }: GeneratedGraph): Changed {
  const others = nodes.filter((_, index) => index % Math.ceil(nodes.length / 4) === 1)
  return { nodes: [...nodes, ADDED], edges: [...edges, ...others.map(({ id }) => ({ source: id, target: ADDED.id }))] }
}

const CHANGE_NAMES = ['a service added', 'a service removed', 'a connection added', 'a connection removed'] as const

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
  ...sizes.flatMap(({ name, rounds }) =>
    CHANGE_NAMES.map((change) =>
      atMost({
        name: `layout: ${change}, share of services moved, ${name}, worst`,
        value: Math.max(...rounds.map(({ moved }) => moved[change])),
        unit: '',
        bound: 0,
      }),
    ),
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
