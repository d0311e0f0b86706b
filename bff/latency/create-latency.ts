import { LATENCY_SPAN_MS, LATENCY_STEP_MS, type Latency, type LatencyQuery } from '#contract/latency.ts'
import type { Roster } from '#contract/roster.ts'
import type { Clock } from '#bff/clock.ts'
import { Failure } from '#bff/failure.ts'
import type { TrafficSource } from '#bff/sources/source.ts'
import { askSources, type AskedSources } from './ask-sources.ts'
import { connectionsOf, type Connection } from './connections-of.ts'
import { createTurns } from './create-turns.ts'
import { createKeptPoints, type KeptPoints } from './kept-points.ts'

/** p50 and p90 of what somebody is looking at, asked of the sources while they look. */
export interface LatencyBook {
  latency(query: LatencyQuery): Promise<Latency>
  /** Ends what is being asked. */
  close(): void
}

export interface LatencyBookInput {
  sources: readonly TrafficSource[]
  /** Null before the first frame. */
  roster: () => Roster | null
  clock: Clock
  /** The clock of what is observed. */
  worldNow: () => number
}

const POINTS = LATENCY_SPAN_MS / LATENCY_STEP_MS
/** Two hours, of at most so many things: a few megabytes. */
const MOST_POINTS = (2 * 3_600_000) / LATENCY_STEP_MS
const MOST_THINGS = 200
/** Questions to one source at once, beside its polls. */
const AT_ONCE = 2
const MOST_WAITING = 32
/** However many look at one thing, it is asked about no more often. */
const ASKED_LASTS_MS = LATENCY_STEP_MS * 0.8
/** The newest points may still have been growing when they were asked for. */
const ASKED_AGAIN_STEPS = 2

interface Thing {
  points: KeptPoints
  toldBy: Latency['toldBy']
  /** On the server's clock. */
  askedAt: number
  underWay: Promise<void> | null
}

export function createLatencyBook(input: LatencyBookInput): LatencyBook {
  const { clock, worldNow } = input
  const sources = new Map(
    input.sources.map((source) => [
      source.id,
      { source, turns: createTurns({ atOnce: AT_ONCE, waiting: MOST_WAITING }) },
    ]),
  )
  const things = new Map<string, Thing>()
  const closing = new AbortController()

  async function ask(thing: Thing, connections: readonly Connection[], to: number): Promise<void> {
    thing.askedAt = clock.now()
    const { askedTo } = thing.points
    const oldest = to - (POINTS - 1) * LATENCY_STEP_MS
    const again = askedTo - ASKED_AGAIN_STEPS * LATENCY_STEP_MS
    // A clock set back makes everything new.
    const from = again > oldest && again < to ? again : oldest
    const span = { from, to, stepMs: LATENCY_STEP_MS }
    const asked = await askSources({ connections, sources, span, signal: closing.signal })
    thing.toldBy = asked.toldBy
    // Where nobody answered nothing is known of that time yet: it is asked for again.
    if (isTold(asked)) thing.points.put(asked.points)
  }

  return {
    async latency(query) {
      const roster = input.roster()
      if (roster === null) {
        throw new Failure({ code: 'unavailable', message: 'No frame exists yet: the sources are being connected.' })
      }
      const connections = connectionsOf(query, roster)
      const thing = thingOf(things, query)
      const now = stepBefore(worldNow())
      const isLive = query.to === undefined
      if (isLive && connections.length > 0 && clock.now() - thing.askedAt >= ASKED_LASTS_MS) {
        thing.underWay ??= ask(thing, connections, now).finally(() => (thing.underWay = null))
      }
      if (isLive) await thing.underWay
      const to = query.to === undefined ? now : stepBefore(query.to)
      const from = to - (POINTS - 1) * LATENCY_STEP_MS
      return {
        from,
        to,
        stepMs: LATENCY_STEP_MS,
        at: Array.from({ length: POINTS }, (_, point) => from + point * LATENCY_STEP_MS),
        ...thing.points.read({ from, to }),
        connections: connections.length,
        toldBy: thing.toldBy,
        isLive,
      }
    },
    close: () => closing.abort(),
  }
}

function isTold({ toldBy }: AskedSources): boolean {
  return toldBy.some(({ problem }) => problem === null)
}

/** Kept are the things that were asked about last. */
function thingOf(things: Map<string, Thing>, { region, service, source, target }: LatencyQuery): Thing {
  const key = JSON.stringify([region, service, source, target])
  const thing = things.get(key) ?? {
    points: createKeptPoints({ stepMs: LATENCY_STEP_MS, mostPoints: MOST_POINTS }),
    toldBy: [],
    askedAt: -Infinity,
    underWay: null,
  }
  things.delete(key)
  things.set(key, thing)
  const [oldest] = things.keys()
  if (things.size > MOST_THINGS && oldest !== undefined) things.delete(oldest)
  return thing
}

function stepBefore(instant: number): number {
  return Math.max(POINTS, Math.floor(instant / LATENCY_STEP_MS)) * LATENCY_STEP_MS
}
