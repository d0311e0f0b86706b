import type { CauseEdge, CauseNode, Incident, Samples, SymptomMeasure } from './incident.ts'

/**
 * A random service graph with a fault in it, as physics would have it: a caller waits for whom it calls and fails with
 * whom it calls; every measurement is noisy. Node 0 is the front door, where the symptom shows.
 */
export interface Planted {
  incident: Incident
  fault: string
}

export interface Plan {
  seed: number
  nodes: number
  measure: SymptomMeasure
  /** Whether the requests over the edges are told. */
  areEdgesMeasured?: boolean
  latencyIs?: 'mean' | 'tail'
}

const HISTORY = 60
const WINDOW = 16
const FAULT_ROW = 6
const PERIOD_MS = 10_000

interface Service {
  own: number
  callees: { to: number; calls: number }[]
  requests: number
}

export function plantFault({ seed, nodes, measure, areEdgesMeasured = false, latencyIs = 'mean' }: Plan): Planted {
  const random = randomOf(seed)
  const services = servicesOf(nodes, random)
  const fault = Math.floor(random() * nodes)
  const measured = services.map((): Record<'requests' | 'latency' | 'failureShare', number[]> => ({
    requests: [],
    latency: [],
    failureShare: [],
  }))
  for (let row = 0; row < HISTORY + WINDOW; row += 1) {
    const isBroken = row >= HISTORY + FAULT_ROW
    const front = 1 + 0.03 * normal(random)
    const rates =
      measure === 'requests' && isBroken ? dropped(services, fault) : services.map(({ requests }) => requests)
    const latency: number[] = []
    const failures: number[] = []
    for (let at = nodes - 1; at >= 0; at -= 1) {
      const { own, callees, requests } = services[at] ?? NOBODY
      const share = requests / (services[0]?.requests ?? 1)
      const slower = measure === 'latency' && isBroken && at === fault ? (0.6 * depthLatency(services)) / share : 0
      const failing = measure === 'failures' && isBroken && at === fault ? Math.min(0.8, 0.1 / share) : 0.001
      latency[at] = own * (1 + 0.05 * normal(random)) + slower
      let good = 1 - failing
      for (const { to, calls } of callees) {
        latency[at] = (latency[at] ?? 0) + calls * (latency[to] ?? 0)
        good *= 1 - Math.min(1, calls) * (failures[to] ?? 0)
      }
      failures[at] = 1 - good
    }
    for (const [at, series] of measured.entries()) {
      series.requests.push((rates[at] ?? 0) * front * (1 + 0.01 * normal(random)))
      series.latency.push((latency[at] ?? 0) * (1 + 0.02 * normal(random)))
      series.failureShare.push(Math.max(0, (failures[at] ?? 0) * (1 + 0.1 * normal(random))))
    }
  }
  const edges = services.flatMap(({ callees, requests }, at) =>
    callees.map(({ to, calls }): CauseEdge => ({
      caller: nameOf(at),
      callee: nameOf(to),
      ...(areEdgesMeasured && { requests: calls * requests }),
    })),
  )
  const incident: Incident = {
    nodes: measured.map((series, at): CauseNode => ({
      id: nameOf(at),
      region: at % 2 === 0 ? 'east' : 'west',
      requests: samplesOf(series.requests),
      latency: samplesOf(series.latency),
      failureShare: samplesOf(series.failureShare),
      latencyIs,
    })),
    edges,
    symptom: { node: nameOf(measure === 'requests' ? deepestOf(services, fault) : 0), measure },
    times: Float64Array.from({ length: WINDOW }, (_, row) => row * PERIOD_MS),
  }
  return { incident, fault: nameOf(fault) }
}

const NOBODY: Service = { own: 0, callees: [], requests: 0 }

export function nameOf(at: number): string {
  return `service-${at}`
}

function samplesOf(values: readonly number[]): Samples {
  return { history: values.slice(0, HISTORY), window: values.slice(HISTORY) }
}

/** Everyone is called by someone before it, so that all are within reach of the front door. */
function servicesOf(count: number, random: () => number): Service[] {
  const services: Service[] = Array.from({ length: count }, () => ({
    own: 5 + 45 * random(),
    callees: [],
    requests: 0,
  }))
  const [front] = services
  if (front !== undefined) front.requests = 400
  for (let to = 1; to < count; to += 1) {
    const callers = new Set([Math.floor(random() * to), Math.floor(random() * to)])
    for (const at of callers) {
      const caller = services[at] ?? NOBODY
      const calls = 0.3 + random()
      caller.callees.push({ to, calls })
      const callee = services[to] ?? NOBODY
      callee.requests += calls * caller.requests
    }
  }
  return services
}

function depthLatency(services: readonly Service[]): number {
  const front = services[0]?.requests ?? 1
  return services.reduce((sum, { own, requests }) => sum + (own * requests) / front, 0)
}

/** Rates when the broken service stops asking whom it calls half of the time. */
function dropped(services: readonly Service[], fault: number): number[] {
  const rates = services.map(() => 0)
  rates[0] = services[0]?.requests ?? 0
  for (const [at, { callees }] of services.entries()) {
    if (at === fault) rates[at] = (rates[at] ?? 0) * 0.5
    for (const { to, calls } of callees) rates[to] = (rates[to] ?? 0) + calls * (rates[at] ?? 0)
  }
  return rates
}

/** One who is called by the broken service, by the first of whom it calls; itself where it calls no one. */
function deepestOf(services: readonly Service[], fault: number): number {
  let at = fault
  for (let next = services[at]?.callees[0]; next !== undefined; next = services[at]?.callees[0]) at = next.to
  return at
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random())
}

/** A small generator of its own: the same graph for the same seed on every machine. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
