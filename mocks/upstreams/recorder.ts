import type { World } from '#mocks/world/world.ts'

/**
 * What a Prometheus would remember of the world: its counters, sampled. The fake API computes rates from these samples
 * the way Prometheus does (increases over the window, extrapolated to its ends, restarts seen by a falling counter), so
 * that it cannot know more than a real one would.
 *
 * Two rings bound the memory: every sample of the newest minutes, and one every full 10 s for a little over two hours. Slots
 * hold increases, which fit 32 bits where totals would not.
 */
export interface Recorder {
  /** Call after each step of the world, with the wall's time of it (UTC ms): that of a scrape. */
  sample(at: number): void
  /** Increases per second over the window before `at`, from samples no newer than `until`; null with less than two. */
  rates(part: RatePart, span: { at: number; windowMs: number; until: number }): Float64Array | null
  /** The newest sample's time, UTC ms; NaN where none is current (Prometheus looks back five minutes). */
  newestAt(at: number, until: number): number
  /** Per node, of that sample. */
  gauge(name: NodeGauge, at: number, until: number): Float32Array | null
  readonly oldestAt: number
}

/** `requests` per edge and outcome, `latency` per edge and bucket, then zones and regions. */
export type RatePart = 'requests' | 'latency' | 'zones' | 'streamStarts'

/** What each service shows as it is at the moment. */
export type NodeGauge = 'saturation' | 'breakersOpen' | 'instancesReady'

const COARSE_EVERY_MS = 10_000
const COARSE_SLOTS = 13 * 60 + 20
const FINE_SLOTS = 150
const LOOK_BACK_MS = 5 * 60_000

/** How many samples are kept of the newest time, and of the time before; large fleets keep fewer. */
export interface RecorderSlots {
  fineSlots?: number
  coarseSlots?: number
}

interface Ring {
  times: Float64Array
  increases: Float32Array[]
  gauges: Record<NodeGauge, Float32Array[]>
  /** Totals at the newest slot. */
  totals: Float64Array
  /** Slots written since the start. */
  written: number
}

export function createRecorder(world: World, slots: RecorderSlots = {}): Recorder {
  const { fineSlots = FINE_SLOTS, coarseSlots = COARSE_SLOTS } = slots
  const { counters, gauges } = world
  const sources = {
    requests: counters.requests,
    latency: counters.latency,
    zones: counters.zoneRequests,
    streamStarts: counters.streamStarts,
  }
  const offsets = offsetsOf(sources)
  const width = offsets.end
  const fine = createRing(fineSlots, width, gauges.saturation.length)
  const coarse = createRing(coarseSlots, width, gauges.saturation.length)
  const totals = new Float64Array(width)

  function sample(at: number): void {
    for (const part of PARTS) totals.set(sources[part], offsets[part])
    write(fine, at, totals, gauges)
    if (at % COARSE_EVERY_MS === 0) write(coarse, at, totals, gauges)
  }

  /** The ring whose memory reaches back far enough, the finer first. */
  function ringFor(from: number): Ring {
    return oldest(fine) <= from ? fine : coarse
  }

  return {
    sample,
    get oldestAt() {
      return oldest(coarse)
    },
    rates(part, { at, windowMs, until }) {
      const from = offsets[part]
      return ratesOf(ringFor(at - windowMs), { at, windowMs, until, from, to: from + sources[part].length })
    },
    newestAt(at, until) {
      const ring = ringFor(at - COARSE_EVERY_MS)
      const slot = newestSlot(ring, Math.min(at, until))
      const time = slot < 0 ? NaN : timeOf(ring, slot)
      return at - time <= LOOK_BACK_MS ? time : NaN
    },
    gauge(name, at, until) {
      const ring = ringFor(at - COARSE_EVERY_MS)
      const slot = newestSlot(ring, Math.min(at, until))
      return slot < 0 ? null : (ring.gauges[name][slot % ring.times.length] ?? null)
    },
  }
}

const PARTS = ['requests', 'latency', 'zones', 'streamStarts'] as const satisfies readonly RatePart[]

const NODE_GAUGES = ['saturation', 'breakersOpen', 'instancesReady'] as const satisfies readonly NodeGauge[]

function offsetsOf(sources: Record<RatePart, Float64Array>): Record<RatePart | 'end', number> {
  const offsets = { requests: 0, latency: 0, zones: 0, streamStarts: 0, end: 0 }
  for (const part of PARTS) {
    offsets[part] = offsets.end
    offsets.end += sources[part].length
  }
  return offsets
}

function createRing(slots: number, width: number, nodes: number): Ring {
  const perNode = () => Array.from({ length: slots }, () => new Float32Array(nodes))
  return {
    times: new Float64Array(slots).fill(NaN),
    increases: Array.from({ length: slots }, () => new Float32Array(0)),
    gauges: { saturation: perNode(), breakersOpen: perNode(), instancesReady: perNode() },
    totals: new Float64Array(width),
    written: 0,
  }
}

function write(ring: Ring, at: number, totals: Float64Array, gauges: Record<NodeGauge, Float64Array>): void {
  const slot = ring.written % ring.times.length
  let increases = ring.increases[slot]
  if (increases === undefined || increases.length !== totals.length) increases = new Float32Array(totals.length)
  for (let i = 0; i < totals.length; i += 1) {
    const total = totals[i] ?? 0
    const before = ring.totals[i] ?? 0
    // A counter that fell was restarted: everything it holds is new.
    increases[i] = total >= before ? total - before : total
  }
  ring.increases[slot] = increases
  for (const name of NODE_GAUGES) ring.gauges[name][slot]?.set(gauges[name])
  ring.totals.set(totals)
  ring.times[slot] = at
  ring.written += 1
}

function oldest(ring: Ring): number {
  return ring.written === 0 ? Infinity : timeOf(ring, Math.max(0, ring.written - ring.times.length))
}

/** Slots are numbered from the start of the recording; only the newest are kept. */
function timeOf(ring: Ring, slot: number): number {
  return ring.times[slot % ring.times.length] ?? NaN
}

/** The newest slot no newer than this; −1 for none. */
function newestSlot(ring: Ring, at: number): number {
  let low = Math.max(0, ring.written - ring.times.length)
  let high = ring.written - 1
  if (high < low || timeOf(ring, low) > at) return -1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (timeOf(ring, middle) <= at) low = middle
    else high = middle - 1
  }
  return low
}

/** Prometheus extrapolates to an end of the window unless the samples begin or end more than this many gaps from it. */
const EXTRAPOLATED_GAPS = 1.1

function ratesOf(
  ring: Ring,
  span: { at: number; windowMs: number; until: number; from: number; to: number },
): Float64Array | null {
  const begin = span.at - span.windowMs
  const last = newestSlot(ring, Math.min(span.at, span.until))
  const before = newestSlot(ring, begin - 1)
  const first = before < 0 ? Math.max(0, ring.written - ring.times.length) : before + 1
  if (last <= first || timeOf(ring, first) < begin) return null
  const sums = new Float64Array(span.to - span.from)
  for (let slot = first + 1; slot <= last; slot += 1) {
    const increases = ring.increases[slot % ring.times.length] ?? new Float32Array(0)
    for (let i = 0; i < sums.length; i += 1) sums[i] = (sums[i] ?? 0) + (increases[span.from + i] ?? 0)
  }
  const sampledMs = timeOf(ring, last) - timeOf(ring, first)
  const gapMs = sampledMs / (last - first)
  const reach = (toEndMs: number) => (toEndMs < gapMs * EXTRAPOLATED_GAPS ? toEndMs : gapMs / 2)
  const coveredMs = sampledMs + reach(timeOf(ring, first) - begin) + reach(span.at - timeOf(ring, last))
  const perSecond = (coveredMs / sampledMs / span.windowMs) * 1_000
  for (let i = 0; i < sums.length; i += 1) sums[i] = (sums[i] ?? 0) * perSecond
  return sums
}
