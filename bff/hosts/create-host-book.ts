import type { RegionId } from '#contract/ids.ts'
import type { HostMetrics, HostPath, HostQuery, HostState } from '#contract/services/host.ts'
import type { Clock } from '#bff/clock.ts'
import { Failure } from '#bff/failure.ts'
import type { HostInstance, HostSource } from '#bff/sources/host-source.ts'
import type { Timers } from '#bff/sources/poller.ts'
import { watchHost, type HostTold, type HostWatch } from './watch-host.ts'

/** The hosts that somebody is looking at. */
export interface HostBook {
  /** What is known of an instance's host now; the first question begins to watch it. */
  host(input: HostPath & HostQuery): HostMetrics
  /** Ends what is being asked. */
  close(): void
}

/** Where an instance is, as a registry told; null where none knows it. */
export type FindInstance = (instance: {
  region: RegionId
  instance: string
}) => { host: string | null; address: string | null } | null

export interface HostBookInput {
  sources: readonly { id: string; hosts?: HostSource }[]
  findInstance: FindInstance
  clock: Clock
  timers: Timers
  /** 0–1 */
  random: () => number
  /** Hosts watched at once; 50 unless told. */
  most?: number
}

const MOST_HOSTS = 50
const USUAL_PERIOD_MS = 1_000

interface Watched {
  source: string
  periodMs: number
  watch: HostWatch
}

interface AskedSource {
  id: string
  hosts: HostSource
}

export function createHostBook(input: HostBookInput): HostBook {
  const { clock, timers, random, most = MOST_HOSTS } = input
  const sources = input.sources.flatMap(({ id, hosts }): AskedSource[] => (hosts === undefined ? [] : [{ id, hosts }]))
  const watched = new Map<string, Watched>()

  function begin(key: string, instance: HostInstance): Watched | Refusal {
    let refusal: Refusal = { state: 'untold', problem: UNTOLD, source: null }
    for (const { id, hosts } of sources) {
      const opened = hosts.open(instance)
      if (opened.kind === 'elsewhere') continue
      if (opened.kind === 'refused') {
        refusal = { state: opened.state, problem: opened.message, source: id }
        continue
      }
      if (watched.size >= most) return { state: 'full', problem: fullWords(most), source: id }
      const { periodMs } = hosts
      const onOver = () => watched.delete(key)
      const one = {
        source: id,
        periodMs,
        watch: watchHost({ host: opened.host, periodMs, clock, timers, random, onOver }),
      }
      watched.set(key, one)
      return one
    }
    return refusal
  }

  return {
    host({ region, instance, since }) {
      const key = JSON.stringify([region, instance])
      const running = watched.get(key)
      const one = running ?? begin(key, instanceOf(input.findInstance, sources, { region, instance }))
      if ('watch' in one) {
        return { region, instance, source: one.source, periodMs: one.periodMs, ...one.watch.ask(since) }
      }
      const { state, problem, source } = one
      return { region, instance, source, periodMs: USUAL_PERIOD_MS, ...NOTHING, state, problem }
    },
    close() {
      for (const { watch } of watched.values()) watch.close()
      watched.clear()
    },
  }
}

interface Refusal {
  state: HostState
  problem: string
  source: string | null
}

const UNTOLD = 'No source tells of hosts in this region; add one of kind pcp to spillway.yaml.'

function fullWords(most: number): string {
  return `${most} hosts are being looked at, as many as may be at once; one becomes free fifteen seconds after nobody looks at it any more.`
}

const NOTHING: HostTold = {
  state: 'untold',
  problem: null,
  nextAttemptAt: null,
  hostName: null,
  observedAt: null,
  receivedAt: null,
  skewMs: null,
  at: [],
  series: [],
  untold: [],
  notes: [],
}

/** Only what a registry told or a configuration names: nobody can have an address of their own asked. */
function instanceOf(
  findInstance: FindInstance,
  sources: readonly AskedSource[],
  asked: { region: RegionId; instance: string },
): HostInstance {
  const found = findInstance(asked)
  if (found !== null) return { ...asked, host: found.host, address: found.address }
  if (sources.some(({ hosts }) => hosts.names(asked))) return { ...asked, host: null, address: null }
  throw new Failure({
    code: 'not_found',
    message: `No registry tells of an instance ${asked.instance} in ${asked.region}, and no source names it.`,
  })
}
