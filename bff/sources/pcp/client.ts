import { createAsk, type Answer } from '../create-ask.ts'
import { failureOf, type SourceFailure } from '../failure.ts'
import { quote, type JudgedAnswer } from '../judge-answer.ts'
import type { HttpAuth } from '../http-auth.ts'
import type { PcpLimits } from './settings.ts'
import {
  instantOfWire,
  parseFetch,
  PATHS,
  UNKNOWN_CONTEXT,
  WireContext,
  WireFailure,
  WireFetch,
  WireIndom,
  WireMetrics,
} from './wire.ts'

/** What one fetch brought: by metric, by instance; null is the instance of what has none. NaN is no number. */
export interface PcpFetched {
  /** The host's own clock, UTC ms. */
  at: number
  values: ReadonlyMap<string, ReadonlyMap<number | null, number>>
}

/** What a metric is on that host. */
export interface PcpMetricFacts {
  name: string
  sem: string
  units: string
}

/** The few addresses of pmproxy that are ever asked. Nothing here throws. */
export interface PcpClient {
  /** A connection of pmproxy to a host's pmcd, which lasts while it is used. */
  open(input: { hostspec: string; signal: AbortSignal }): Promise<Answer<{ context: number; hostName: string | null }>>
  /** Of those that the host knows. */
  metrics(input: {
    context: number
    names: readonly string[]
    signal: AbortSignal
  }): Promise<Answer<readonly PcpMetricFacts[]>>
  /** Names of a metric's instances: `cpu0`, `sda`. */
  instanceNames(input: {
    context: number
    metric: string
    signal: AbortSignal
  }): Promise<Answer<ReadonlyMap<number, string>>>
  fetch(input: { context: number; names: readonly string[]; signal: AbortSignal }): Promise<Answer<PcpFetched>>
  /** Whether a pmproxy answers there; no host is asked anything. */
  knock(input: { signal: AbortSignal }): Promise<SourceFailure | null>
}

/** A context outlives a few missed polls. */
const POLL_TIMEOUT_SECONDS = 30
/** One that nobody has: asking for it proves who answers, and costs nothing. */
const NO_CONTEXT = 1

export function createPcpClient(input: { url: string; auth: HttpAuth; limits: PcpLimits }): PcpClient {
  const ask = createAsk({ ...input, system: 'pmproxy', failureOfJson: failureOfPmproxy, parse: parseFetch })
  return {
    open: ({ hostspec, signal }) =>
      ask({
        path: withQuery(PATHS.context, { hostspec, polltimeout: String(POLL_TIMEOUT_SECONDS) }),
        schema: WireContext,
        pick: ({ context, hostspec: hostName }) => ({ context, hostName: hostName ?? null }),
        signal,
      }),
    metrics: ({ context, names, signal }) =>
      ask({
        path: withQuery(PATHS.metric(context), { names: names.join(',') }),
        schema: WireMetrics,
        pick: ({ metrics }) => metrics.flatMap((metric) => ('sem' in metric ? [metric] : [])),
        signal,
      }),
    instanceNames: ({ context, metric, signal }) =>
      ask({
        path: withQuery(PATHS.indom(context), { name: metric }),
        schema: WireIndom,
        pick: ({ instances }) => new Map(instances.map(({ instance, name }) => [instance, name])),
        signal,
      }),
    fetch: ({ context, names, signal }) =>
      ask({
        path: withQuery(PATHS.fetch(context), { names: names.join(',') }),
        schema: WireFetch,
        pick: fetchedOf,
        signal,
      }),
    async knock({ signal }) {
      const path = withQuery(PATHS.fetch(NO_CONTEXT), { names: 'hinv.ncpu' })
      const answer = await ask({ path, schema: WireFetch, pick: () => null, signal })
      return answer.kind === 'answered' || isContextGone(answer.failure) ? null : answer.failure
    },
  }
}

/** pmproxy has forgotten the context: it is opened anew. */
export function isContextGone(failure: SourceFailure): boolean {
  return failure.kind === 'not-found' && failure.message.includes(UNKNOWN_CONTEXT)
}

function fetchedOf({ timestamp, values }: WireFetch): PcpFetched {
  return {
    at: instantOfWire(timestamp),
    values: new Map(
      values.map(({ name, instances }) => [
        name,
        new Map(instances.map(({ instance, value }) => [instance, typeof value === 'number' ? value : NaN])),
      ]),
    ),
  }
}

/** What pmproxy says in JSON of its own; pages of HTML are told apart before. */
function failureOfPmproxy({ json, where }: JudgedAnswer): SourceFailure | null {
  const told = WireFailure.safeParse(json)
  if (!told.success) return null
  const said = quote(told.data.message)
  if (said.startsWith(UNKNOWN_CONTEXT)) return failureOf('not-found', `${where}: ${said}.`)
  const noHost = /^cannot connect to PMCD: (.*)$/.exec(said)?.[1]
  if (noHost !== undefined) {
    return failureOf(
      'unreachable',
      `pmproxy answers, but cannot reach the host's pmcd ("${noHost}"); does pmcd run there, and does its firewall let pmproxy in?`,
    )
  }
  return failureOf('query-refused', `pmproxy refuses (${where}): "${said}".`)
}

function withQuery(path: string, query: Record<string, string>): string {
  return `${path}?${new URLSearchParams(query)}`
}
