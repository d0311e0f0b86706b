import { createServer } from 'node:http'
import { CDN, INTERNET } from '#contract/ids.ts'
import type { WireFeedInput } from '#bff/sources/vizceral/wire.ts'
import { OUTCOMES, type Outcome, type World, type WorldEdge, type WorldNode } from '#mocks/world/world.ts'
import { answer, answerBroken, type Content } from './answer.ts'
import { createFaultBoard, type FaultBoard } from './faults.ts'
import { createRecorder, type Recorder } from './recorder.ts'
import { nodeAt, regionIdOf } from './world-labels.ts'
import { closeAtOnce, listenOnLoopback } from './loopback.ts'

/** The world as promviz would draw it: rates over a window, by class, at `/graph`. Latency has no place in it. */
export interface VizceralFeed {
  readonly recorder: Recorder
  /** Of the surface `api`; `frozen` stops a region's graph and its `updated`, while the answers go on. */
  readonly faults: FaultBoard
  /** As served now. */
  graph(): WireFeedInput
  /** Port 0 takes a free one; returns the port. */
  listen(port: number): Promise<number>
  close(): Promise<void>
}

export const GRAPH_PATH = '/graph'

const WINDOW_MS = 10_000
const INTERNET_NAME = 'INTERNET'
const CLASS_OF: Readonly<Record<Outcome, 'normal' | 'warning' | 'danger'>> = {
  good: 'normal',
  degraded: 'warning',
  error: 'danger',
  timeout: 'danger',
}

export function createVizceralFeed(input: { world: World; now: () => number }): VizceralFeed {
  const { world, now } = input
  const recorder = createRecorder(world)
  const faults = createFaultBoard(now)
  const graph = () => graphOf({ world, recorder, faults, at: now() })
  const server = createServer((request, response) => {
    response.on('error', () => response.destroy())
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const content = (): Content =>
      pathname === GRAPH_PATH
        ? { status: 200, type: 'application/json', text: JSON.stringify(graph()) }
        : { status: 404, type: 'text/plain', text: '404 page not found\n' }
    const fault = faults.faultOf('api', null)
    if (fault === null) answer(response, content())
    else answerBroken(response, fault, content)
  })
  return { recorder, faults, graph, listen: (port) => listenOnLoopback(server, port), close: () => closeAtOnce(server) }
}

interface Moment {
  world: World
  recorder: Recorder
  faults: FaultBoard
  at: number
}

function graphOf(moment: Moment): WireFeedInput {
  const { world, at } = moment
  const { regions } = world.catalog
  return {
    renderer: 'global',
    name: 'world',
    entryNode: INTERNET_NAME,
    maxVolume: 100_000,
    serverUpdateTime: at,
    classes: [
      { name: 'normal', color: '#9cc4e4' },
      { name: 'warning', color: '#e0a030' },
      { name: 'danger', color: '#c03030' },
    ],
    nodes: [
      { name: INTERNET_NAME, renderer: 'region', class: 'normal' },
      { name: CDN, class: 'normal' },
      ...regions.map(({ id }, region) => {
        const until = moment.faults.visibleUntil(id, at)
        return {
          renderer: 'region',
          layout: 'ltrTree',
          name: id,
          entryNode: INTERNET_NAME,
          maxVolume: 50_000,
          class: 'normal',
          updated: moment.recorder.newestAt(at, until),
          nodes: [{ name: INTERNET_NAME }, { name: CDN }, ...servicesOf(world, region)],
          connections: connectionsOf(moment, until, (edge) => namesWithin(world, edge, region)),
        }
      }),
    ],
    connections: connectionsOf(moment, at, (edge) => namesAtRoot(world, edge)),
  }
}

function servicesOf(world: World, region: number) {
  return world.catalog.nodes.flatMap((node) =>
    node.region === region
      ? [{ name: node.service, renderer: 'focusedChild', class: 'normal', metadata: { owner: node.owner } }]
      : [],
  )
}

type Names = readonly [source: string, target: string] | null

/** Calls within the region, and what comes in from outside of all regions. */
function namesWithin(world: World, edge: WorldEdge, region: number): Names {
  const source = nodeAt(world, edge.source)
  const target = nodeAt(world, edge.target)
  if (target.region !== region || (source.region !== region && source.region >= 0)) return null
  return [nameOf(source), nameOf(target)]
}

function namesAtRoot(world: World, edge: WorldEdge): Names {
  const nameAtRoot = (node: WorldNode) => (node.region < 0 ? nameOf(node) : regionIdOf(world.catalog, node.region))
  const source = nameAtRoot(nodeAt(world, edge.source))
  const target = nameAtRoot(nodeAt(world, edge.target))
  return source === target ? null : [source, target]
}

function nameOf({ service }: WorldNode): string {
  return service === INTERNET ? INTERNET_NAME : service
}

function connectionsOf({ world, recorder, at }: Moment, until: number, namesOf: (edge: WorldEdge) => Names) {
  const rates = recorder.rates('requests', { at: until, windowMs: WINDOW_MS, until })
  const pairs = new Map<string, { source: string; target: string; metrics?: Record<string, number> }>()
  world.catalog.edges.forEach((edge, row) => {
    const names = namesOf(edge)
    if (names === null) return
    const [source, target] = names
    const pair = JSON.stringify(names)
    const connection = pairs.get(pair) ?? { source, target }
    pairs.set(pair, connection)
    if (rates === null || at - until > 5 * 60_000) return
    const metrics = (connection.metrics ??= { normal: 0 })
    OUTCOMES.forEach((outcome, index) => {
      const rate = rates[row * OUTCOMES.length + index] ?? 0
      const name = CLASS_OF[outcome]
      // A Prometheus has no series of what has never happened, and so promviz no class.
      if (rate > 0) metrics[name] = (metrics[name] ?? 0) + rate
    })
  })
  return [...pairs.values()]
}
