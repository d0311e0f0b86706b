import { PACES } from '../engine-graph.ts'

/**
 * The law of the streams, which the legend states in words:
 * volume is density: an edge shows requests/s ÷ requestsPerDot dots, the last one faded by its fraction;
 * latency is speed: dots travel 120 layout units a second at 100 ms, slower as the 0.3th power of the latency;
 * the colour of a dot is drawn by error and degraded share, anew for every trip.
 * requestsPerDot is the smallest round number with which all dots of the picture fit the budget.
 */

/** Round enough to read, near enough to each other not to waste the budget. */
const ROUND_STEPS = [1, 1.5, 2, 3, 4, 5, 6, 8] as const
/** The legend's number is kept until the picture holds fewer dots than this share of the budget. */
const KEEP_ABOVE = 0.45

/** Sum of what dots stand for; edges whose volume is unknown have none. */
export function totalRequestsPerSecond(requestsPerSecond: Float32Array, pace: Uint8Array): number {
  let total = 0
  for (let edge = 0; edge < requestsPerSecond.length; edge++) {
    const rate = requestsPerSecond[edge]
    if (pace[edge] !== PACES.unknown && rate > 0) total += rate
  }
  return total
}

/** Keeps `current` while it fits, so that the legend does not flicker with every tick. */
export function requestsPerDotFor(total: number, budget: number, current: number): number {
  if (total <= 0) return current > 0 ? current : 1
  const dots = total / current
  if (current > 0 && dots <= budget && dots >= budget * KEEP_ABOVE) return current
  return roundUp(total / budget)
}

/** The next number of the form {1, 1.5, 2, 3, 4, 5, 6, 8} · 10ⁿ that is not below `value`. */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const step = ROUND_STEPS.find((candidate) => candidate * power >= value * (1 - 1e-9))
  return Number(((step ?? 10) * power).toPrecision(3))
}

/** Dots of one edge, with a fraction; an edge with any traffic shows at least a third of a dot. */
export function dotsOf(requestsPerSecond: number, pace: number, requestsPerDot: number): number {
  if (pace === PACES.unknown || !(requestsPerSecond > 0)) return 0
  return Math.max(requestsPerSecond / requestsPerDot, 0.34)
}

const UNITS_PER_SECOND_AT_100_MS = 120
const LATENCY_POWER = 0.3
const SLOW_FACTOR = 0.3
/** No dot crosses an edge faster than this: the eye loses it. */
const FASTEST_TRIP_SECONDS = 0.9
const SLOWEST_TRIP_SECONDS = 40

/** Trips a second on an edge of this length (layout units). Unknown latency moves as 100 ms does. */
export function tripsPerSecond(latencyMs: number, length: number, pace: number): number {
  if (pace === PACES.unknown || pace === PACES.still) return 0
  const latency = latencyMs > 0 ? latencyMs : 100
  const unitsPerSecond = UNITS_PER_SECOND_AT_100_MS * (100 / latency) ** LATENCY_POWER
  const trips = Math.min(Math.max(unitsPerSecond / length, 1 / SLOWEST_TRIP_SECONDS), 1 / FASTEST_TRIP_SECONDS)
  return pace === PACES.slow ? trips * SLOW_FACTOR : trips
}

/** Played however fast, no dot makes more trips a second: beyond it the eye sees noise, not a stream. */
const MOST_PLAYED_TRIPS = 6

/** Trips a second where so many seconds of the past are shown a second. */
export function pacedTrips(trips: number, pace: number): number {
  return Math.min(trips * pace, Math.max(trips, MOST_PLAYED_TRIPS))
}

/** More dots than this blur into a solid band; the sum grows with the graph. */
export function legibleDots(edges: number): number {
  return Math.min(4_200 + 18 * edges, 200_000)
}

/** Half width of a stream in layout units. */
export function spreadOf(dots: number, streams: 'wide' | 'narrow'): number {
  return streams === 'wide' ? Math.min(1.6 + Math.sqrt(dots) * 0.3, 12) : Math.min(0.8 + Math.sqrt(dots) * 0.24, 5)
}
