import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Frame } from '#contract/frame-codec/frame.ts'
import type { SignInLink } from '#contract/people.ts'
import type { RosterRegion } from '#contract/roster.ts'
import type { HostPath } from '#contract/services/host.ts'
import { listChanges } from '#bff/changes/list-changes.ts'
import { createChangeHooks } from '#bff/changes/create-change-hooks.ts'
import { recordChange, type RecordChangeInput } from '#bff/changes/record-change.ts'
import type { Configuration } from '#bff/config/configuration.ts'
import type { HostAndPort } from '#bff/config/listen-address.ts'
import { createHistory, type History } from '#bff/history/create-history.ts'
import { createServer } from '#bff/http/create-server.ts'
import type { Services } from '#bff/http/services.ts'
import { createHostBook, type HostBook } from '#bff/hosts/create-host-book.ts'
import { createLatencyBook, type LatencyBook } from '#bff/latency/create-latency.ts'
import { getPositions } from '#bff/positions/get-positions.ts'
import { putPositions } from '#bff/positions/put-positions.ts'
import { createPoller, type Poller } from '#bff/sources/poller.ts'
import type { TrafficSource } from '#bff/sources/source.ts'
import { openStore } from '#bff/store/open-store.ts'
import type { Store } from '#bff/store/store.ts'
import { createEffectIdempotency, withIdempotency } from '#bff/store/with-idempotency.ts'
import { createStream, type Stream } from '#bff/stream/create-stream.ts'
import { createTopology } from '#bff/topology/create-topology.ts'
import { describeTraffic } from '#bff/topology/traffic.ts'
import { describeAsVizceral } from '#bff/vizceral/describe-as-vizceral.ts'
import { buildEvacuation, type Evacuation } from './build-evacuation.ts'
import { buildFacts, type FactRooms } from './build-facts.ts'
import { buildHooks, buildSilences } from './build-silences.ts'
import { buildSources } from './build-sources.ts'
import { systemClock as clock } from './clock.ts'
import { fillHistory } from './fill-history.ts'
import { createFleet, type Fleet } from './fleet.ts'
import { openAccess } from './open-access.ts'
import { createPulse } from './pulse.ts'
import { systemTimers } from './system-timers.ts'
import { readinessOf } from './readiness.ts'
import { runFromTerminal } from './run-from-terminal.ts'
import type { Say } from './say.ts'
import { createUlids } from './ulid.ts'

const VERSION = versionOfPackage()
const FRAME_EVERY_MS = 1_000
const FILL_STEP_MS = 10_000
const FILL_SPAN_MS = 2 * 3_600_000
const FILL_LIMIT_MS = 60_000

export interface StartInput {
  configuration: Configuration
  listen: HostAndPort
  /** The store's directory. */
  directory: string
  simulated: { scenario: string | null; pastMs: number } | null
  say: Say
  log: Logger
}

export interface Spillway {
  /** `http://127.0.0.1:7700` */
  address: string
  /** A one-time link for whoever runs this server; null where people sign in elsewhere. */
  signInLink(): Promise<SignInLink | null>
  /** Ends streams, finishes what is being written, lets go of the store. */
  close(): Promise<void>
}

/** Builds every room and joins them; nothing else does. */
export async function startSpillway(input: StartInput): Promise<Spillway> {
  const { configuration, log } = input
  const newUlid = createUlids({ clock })
  const store = await openStore({ directory: input.directory, clock, log })
  const history = await createHistory({ store, clock, freshness: configuration.freshness, log })
  const fleet = createFleet(
    createTopology({ epoch: newUlid(), regions: rosterRegions(configuration), freshness: configuration.freshness }),
  )
  const sources = buildSources({ configuration, clock })
  const facts = buildFacts({ configuration, store, fleet, sources, worldNow: () => worldNow(fleet.newest()), log })
  const pollers = sources.map((source) => pollerOf({ source, fleet, facts, log }))
  const looks = openLooks({ sources, fleet, facts })
  // Whether we are blind is for the sources of the traffic to say.
  const eyes = pollers.filter((poller) => poller.status().tells.includes('traffic'))
  const evacuation = buildEvacuation({ configuration, store, history, fleet, pollers: eyes, newUlid, log })
  const door = await openAccess({
    settings: configuration.access,
    simulated: input.simulated !== null,
    store,
    log,
    clock,
    newUlid,
    onChanged: () => void stream.lookAgain(),
    isTakingPart: evacuation.isTakingPart,
  })
  const stream: Stream = createStream({
    clock,
    hello: () => greeting(input),
    roster: () => fleet.roster(),
    sources: statusesOf(pollers),
    ...door.forStream,
  })
  const server = await createServer({
    services: joinServices({ input, store, history, fleet, sources, facts, looks, pollers, evacuation, newUlid }),
    ...door.forServer,
    webDirectory: fileURLToPath(new URL('../dist/web', import.meta.url)),
    version: VERSION,
    log,
    newRequestId: newUlid,
    endStreams: () => stream.close(),
  })
  stream.attach(server.server)
  const address = await server.listen({ host: input.listen.host, port: input.listen.port })
  door.listening(address)
  const watch = startWatching({ input, sources, pollers, fleet, facts, history, stream, evacuation })
  return {
    address,
    signInLink: () => door.operatorLink(),
    async close() {
      looks.latency.close()
      looks.hosts.close()
      await watch.stop()
      await server.close()
      door.close()
      await history.close()
      await store.close()
    },
  }
}

/** What is asked of sources only while somebody looks. */
interface Looks {
  latency: LatencyBook
  hosts: HostBook
}

function openLooks(rooms: { sources: readonly TrafficSource[]; fleet: Fleet; facts: FactRooms }): Looks {
  const { sources, fleet, facts } = rooms
  const latency = createLatencyBook({
    sources,
    clock,
    roster: () => (fleet.newest() === null ? null : fleet.roster()),
    worldNow: () => worldNow(fleet.newest()),
  })
  const findInstance = (asked: HostPath) => facts.book.findHost(asked)
  const hosts = createHostBook({ sources, findInstance, clock, timers: systemTimers, random: Math.random })
  return { latency, hosts }
}

interface WatchedRooms {
  input: StartInput
  sources: readonly TrafficSource[]
  pollers: readonly Poller[]
  fleet: Fleet
  facts: FactRooms
  history: History
  stream: Stream
  evacuation: Evacuation
}

/** First the past, then a frame a second; a past that cannot be read costs nothing but itself. */
function startWatching(rooms: WatchedRooms): { stop(): Promise<void> } {
  const { input, sources, pollers, fleet, facts, history, stream, evacuation } = rooms
  const pulse = createPulse({
    clock,
    timers: systemTimers,
    everyMs: FRAME_EVERY_MS,
    beat(at) {
      fleet.mark(facts.book.marks())
      publish(fleet, history, stream, at)
    },
    onFault: (error) => input.log.error({ err: error }, 'a frame could not be made'),
  })
  const stopping = new AbortController()
  const begun = fill(rooms, AbortSignal.any([stopping.signal, AbortSignal.timeout(FILL_LIMIT_MS)]))
    .catch((error: unknown) => input.log.error({ err: error }, 'the past could not be read'))
    .then(() => {
      if (stopping.signal.aborted) return
      for (const poller of pollers) poller.start()
      pulse.start()
    })
  // Runs under way are read anew at once: they must not wait for the past.
  evacuation.start().catch((error: unknown) => input.log.error({ err: error }, 'runs under way could not be read'))
  return {
    async stop() {
      stopping.abort()
      await evacuation.stop()
      await begun
      pulse.stop()
      await Promise.all(pollers.map((poller) => poller.stop()))
      await Promise.all(sources.map((source) => source.close?.()))
    },
  }
}

function rosterRegions(configuration: Configuration): RosterRegion[] {
  return configuration.regions.map(({ id, name, position }) => ({
    id,
    name: name ?? id,
    ...(position === undefined ? {} : { position }),
  }))
}

function greeting({ simulated, configuration: { freshness, health } }: StartInput) {
  return {
    simulated: simulated !== null,
    ...(simulated === null || simulated.scenario === null ? {} : { scenario: simulated.scenario }),
    freshness,
    health,
  }
}

function pollerOf(rooms: { source: TrafficSource; fleet: Fleet; facts: FactRooms; log: Logger }): Poller {
  const { source, fleet, facts, log } = rooms
  let state = 'connecting'
  return createPoller({
    source,
    clock,
    timers: systemTimers,
    random: Math.random,
    onReport(report) {
      if (source.tells.includes('traffic')) fleet.accept(report, clock.now())
      facts.accept(source, report)
    },
    onStatus(status) {
      if (status.state === state) return
      state = status.state
      log.info({ source: status.id, state, problem: status.problems[0]?.message }, 'a source’s connection changed')
    },
  })
}

function statusesOf(pollers: readonly Poller[]) {
  return () => pollers.map((poller) => poller.status())
}

function publish(fleet: Fleet, history: History, stream: Stream, at: number): void {
  const { frame, rosterDelta } = fleet.beat(at)
  stream.publish({ frame, rosterDelta })
  history.record({ frame, roster: fleet.roster() })
}

/** Reads in the past from where an earlier run ended, or two hours of it. */
async function fill(job: WatchedRooms, signal: AbortSignal): Promise<void> {
  const { say, log } = job.input
  const to = Math.floor(clock.now() / FILL_STEP_MS) * FILL_STEP_MS
  const span = job.input.simulated?.pastMs ?? FILL_SPAN_MS
  const from = Math.max(to - span, (job.history.newestAt ?? 0) + FILL_STEP_MS)
  if (from > to) return
  const outcome = await fillHistory({
    sources: job.sources.filter(({ tells }) => tells.includes('traffic')),
    fleet: job.fleet,
    signal,
    record: (entry) => job.history.record(entry),
    from,
    to,
    stepMs: FILL_STEP_MS,
    onProgress: (share) => say.progress('Reading the last hours into the history', share),
    onProblem: (message) => log.warn(message),
  })
  if (outcome.cutShort) say.line(`The past is cut short: ${outcome.frames} steps were read in the time there is.`)
}

interface JoinedRooms {
  input: StartInput
  store: Store
  history: History
  fleet: Fleet
  facts: FactRooms
  sources: readonly TrafficSource[]
  looks: Looks
  pollers: readonly Poller[]
  evacuation: Evacuation
  newUlid: () => string
}

function joinServices(rooms: JoinedRooms): Services {
  const { input, store, history, fleet, sources, facts, looks, pollers, evacuation, newUlid } = rooms
  const { freshness, health } = input.configuration
  const simulated = input.simulated !== null
  async function recordAndTell(command: RecordChangeInput) {
    const change = await recordChange(command)
    facts.acceptChange(change)
    return change
  }
  return {
    about: () => ({ version: VERSION, simulated, scenario: input.simulated?.scenario ?? null, freshness, health }),
    readiness: () => readinessOf({ store, fleet, clock }),
    traffic(query) {
      const frame = fleet.newest()
      if (frame === null) return null
      return describeTraffic({
        roster: fleet.roster(),
        frame,
        query,
        now: clock.now(),
        simulated,
        thresholds: health,
        freshness,
      })
    },
    vizceral() {
      const frame = fleet.newest()
      if (frame === null) return null
      return describeAsVizceral({ roster: fleet.roster(), frame, now: clock.now(), thresholds: health })
    },
    vizceralOrigins: () => input.configuration.vizceral.allowOrigins,
    sources: statusesOf(pollers),
    trySource(id) {
      const poller = pollers.find((candidate) => candidate.status().id === id)
      void poller?.tryNow()
      return poller !== undefined
    },
    totals: async (query) => history.totals(query),
    minutes: (query) => history.minutes(query),
    series: (query) => history.series(query),
    moment: (query) => history.moment(query),
    latency: (query) => looks.latency.latency(query),
    host: (asked) => looks.hosts.host(asked),
    presets: () => ({ presets: input.configuration.presets }),
    frames: (query) => history.replay(query),
    recordChange: recordAndTell,
    listChanges,
    getPositions,
    putPositions,
    facts: facts.services,
    evacuation: evacuation.services,
    once: withIdempotency,
    onceOutside: createEffectIdempotency(),
    silences: buildSilences(sources),
    hooks: buildHooks({ sources, accept: facts.accept }),
    changeHooks: createChangeHooks({ settings: input.configuration.changes, clock, record: recordAndTell }),
    ctx: ({ actor, requestId }) => ({ actor, requestId, clock, store, newUlid }),
  }
}

/** A frame made while the past is read in is old, but tells how far the two clocks are apart. */
function worldNow(newest: Frame | null): number {
  return clock.now() + (newest === null ? 0 : newest.worldAt - newest.at)
}

function versionOfPackage(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version
}

if (import.meta.main) await runFromTerminal(startSpillway)
