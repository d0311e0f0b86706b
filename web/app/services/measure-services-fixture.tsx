import { createMemoryHistory } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import '@mantine/core/styles/baseline.css'
import '@mantine/core/styles/default-css-variables.css'
import '@mantine/core/styles/global.css'
import { createEdgeColumns, createNodeColumns, type EdgeColumns, type Frame } from '#contract/frame-codec/frame.ts'
import type { Roster } from '#contract/roster.ts'
import { ROUTES } from '#contract/routes.ts'
import { calmAnswers, calmSeries } from '#mocks/console-api/answers.ts'
import { servicesAt, sickService } from '#mocks/console-api/services-answers.ts'
import { createSeededRandom } from '#mocks/world/seeded-random.ts'
import { createQueryClient } from '#web/api/query-client.ts'
import { createLiveStore } from '#web/live/create-live-store.ts'
import { servicesWords } from '#web/messages/services-en.ts'
import '#web/app/theme/tokens.css'
import '#web/app/theme/base.css'
import { App } from '../app.tsx'
import { createConsoleRouter } from '../routes.tsx'

/** The console over so many services in each of three regions, with answers of its own: for measuring in a browser. */
const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1'] as const
const CALLS_EACH = 3
const FRAMES = 12
/** Panels take a frame each half second at most. */
const PACE_MS = 560
const store = createLiveStore({ now: Date.now() })
const random = createSeededRandom(7)
const history = createMemoryHistory({ initialEntries: ['/services'] })
let frames: Frame[] = []
let seq = 0

export async function openServices(services: number): Promise<{ services: number; rows: number }> {
  const roster = rosterOf(services)
  // Made before: what making them costs is not the console's.
  frames = Array.from({ length: FRAMES }, () => frameOf(roster))
  answerLocally(roster)
  store.setState({ stream: { kind: 'live', since: Date.now() }, roster, frame: nextFrame() })
  const root = document.createElement('div')
  root.style.height = '100vh'
  document.body.style.margin = '0'
  document.body.append(root)
  createRoot(root).render(
    <App
      router={createConsoleRouter({ history: history })}
      queries={createQueryClient()}
      live={store}
      reconnectNow={() => {}}
      styleNonce=""
    />,
  )
  await until(() => rowCount() > 0)
  await pause(2_000)
  const counted = document.body.textContent.match(/(\d+) services/)?.[1]
  return { services: Number(counted), rows: rowCount() }
}

/** A new frame, shown; panels take one each half second at most. */
export async function nextSecond(): Promise<void> {
  const frame = nextFrame()
  if (frame !== null) store.setState({ frame })
  await pause(PACE_MS)
}

function nextFrame(): Frame | null {
  const frame = frames[seq++ % frames.length]
  if (frame === undefined) return null
  const now = Date.now()
  return { ...frame, seq, at: now, worldAt: now, feedObservedAt: frame.feedObservedAt.map(() => now - 500) }
}

export async function scrollOn(): Promise<void> {
  const scroller = document.querySelector(`[role="region"][aria-label="${servicesWords.label}"]`)
  if (scroller !== null) scroller.scrollTop += 400
  await pause(150)
}

/** The press, and the page with its numbers. */
export async function openFirst(): Promise<void> {
  document.querySelector<HTMLElement>('[data-service][role="row"]')?.click()
  await until(() => document.querySelector('[data-region]') !== null)
}

export async function goBack(): Promise<void> {
  history.push('/services')
  await until(() => rowCount() > 0)
  await pause(500)
}

function rowCount(): number {
  return document.querySelectorAll('[data-service][role="row"]').length
}

function rosterOf(services: number): Roster {
  const nodes = REGIONS.flatMap((region, feed) =>
    Array.from({ length: services }, (_, index) => {
      const name = `service-${String(index).padStart(4, '0')}`
      return { region, service: name, name, kind: 'service' as const, owner: `team ${index % 40}`, feed }
    }),
  )
  const edges = nodes.flatMap((_, source) =>
    Array.from({ length: CALLS_EACH }, () => {
      const first = Math.floor(source / services) * services
      return { source, target: first + Math.floor(random.uniform() * services), protocol: 'grpc' as const, feed: 0 }
    }),
  )
  return {
    epoch: 'measured',
    version: 1,
    regions: REGIONS.map((id) => ({ id, name: id })),
    zones: [],
    feeds: REGIONS.map((region) => ({ source: 'prometheus', region, periodMs: 1_000 })),
    businessMetrics: [],
    nodes,
    edges,
  }
}

function frameOf({ epoch, version, nodes, edges, regions }: Roster): Frame {
  const now = Date.now()
  const nodeColumns = createNodeColumns(nodes.length)
  const edgeColumns = createEdgeColumns(edges.length)
  tremble(nodeColumns, nodes.length)
  tremble(edgeColumns, edges.length)
  nodeColumns.saturation.forEach((_, row, column) => (column[row] = 0.4 + 0.2 * random.uniform()))
  nodeColumns.breakersOpen.fill(0)
  return {
    seq: 0,
    rosterEpoch: epoch,
    rosterVersion: version,
    at: now,
    worldAt: now,
    feedObservedAt: Float64Array.from(regions, () => now - 500),
    nodes: nodeColumns,
    edges: edgeColumns,
    regionTotals: [],
    zoneTotals: [],
    businessTotals: [],
  }
}

/** Every number of every row is another one each second. */
function tremble(columns: EdgeColumns, rows: number): void {
  for (let row = 0; row < rows; row += 1) {
    columns.requestsPerSecond[row] = (1 + (row % 900)) * (5 + random.uniform())
    columns.errorShare[row] = row % 97 === 0 ? 0.04 + 0.04 * random.uniform() : 0.002 * random.uniform()
    columns.degradedShare[row] = 0.004 * random.uniform()
    columns.p99LatencyMs[row] = 20 + (row % 300) + 20 * random.uniform()
    columns.lagMs[row] = 0
  }
}

/** The answers of a server without one: this page has none. */
function answerLocally({ nodes }: Roster): void {
  const services = [...new Set(nodes.map(({ service }) => service))]
  const calm = calmAnswers()
  const byPath: Readonly<Record<string, () => unknown>> = {
    [ROUTES.session]: () => calm.session,
    [ROUTES.services]: () => servicesAt(Date.now(), services),
    [ROUTES.presets]: () => calm.presets,
    [ROUTES.changes]: () => ({ changes: [] }),
    [ROUTES.sources]: () => calm.sources,
    [ROUTES.series]: () => calmSeries(Date.now()),
    [ROUTES.totals]: () => calm.totals,
  }
  globalThis.fetch = (asked) => {
    const { pathname } = new URL(String(asked), 'http://console.test')
    const service = pathname.startsWith(`${ROUTES.services}/`) ? pathname.split('/').at(-1) : undefined
    const answer =
      service === undefined ? (byPath[pathname]?.() ?? {}) : { ...sickService(Date.now()), service, facts: [] }
    return Promise.resolve(new Response(JSON.stringify(answer), { headers: { 'content-type': 'application/json' } }))
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(4)
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
