import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { createEverySource, SOURCE_KINDS, startUpstreams, type NetworkSourceKind } from './every-source-fixture.ts'
import {
  LATENCY_MS,
  NETWORK_FAULTS,
  startFaultyProxy,
  UPSTREAM_FAULTS,
  type FaultyProxy,
  type NetworkFault,
} from './faulty-proxy-fixture.ts'
import { createPoller, type Poller } from './poller.ts'

/**
 * Every source under every fault of its wire, while the others go on: told in words, within bounds, asked again, and over
 * when the fault is. The loops' own waiting runs ten times as fast as the wall; limits of time are short, for waiting is
 * all that they are.
 */

const HASTE = 10
const LIMITS = { bytes: 256 * 1_024, timeout: 2_000 }
/** Conditions are waited for; this only ends what never comes. */
const PATIENCE = { timeout: 30_000, interval: 50 }

interface Watched {
  kind: NetworkSourceKind
  proxy: FaultyProxy
  poller: Poller
  reports(): number
}

const startedAt = Date.now()
const hasty = {
  clock: { now: () => startedAt + (Date.now() - startedAt) * HASTE },
  timers: {
    setTimeout: (run: () => void, afterMs: number) => setTimeout(run, afterMs / HASTE),
    clearTimeout: (handle: unknown) => clearTimeout(Number(handle)),
  },
}

let watched: Watched[] = []
const stopAll: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const { proxy } of watched) await proxy.set(null)
})

beforeAll(async () => {
  const upstreams = await startUpstreams()
  const proxies = new Map<NetworkSourceKind, FaultyProxy>()
  for (const kind of SOURCE_KINDS) proxies.set(kind, await startFaultyProxy(upstreams.addresses[kind]))
  const urlOf = (kind: NetworkSourceKind) => proxies.get(kind)?.url ?? ''
  const sources = createEverySource({
    addresses: {
      prometheus: urlOf('prometheus'),
      vizceral: urlOf('vizceral'),
      eureka: urlOf('eureka'),
      hystrix: urlOf('hystrix'),
      turbine: urlOf('turbine'),
      alertmanager: urlOf('alertmanager'),
      pcp: urlOf('pcp'),
      atlas: urlOf('atlas'),
    },
    extra: () => ({ limits: LIMITS }),
    clock: { now: Date.now },
    timers: hasty.timers,
    steadyNow: () => performance.now() * HASTE,
  })
  watched = SOURCE_KINDS.flatMap((kind) => {
    const source = sources.find(({ id }) => id === kind)
    const proxy = proxies.get(kind)
    if (source === undefined || proxy === undefined) return []
    let reports = 0
    const onReport = () => void (reports += 1)
    const poller = createPoller({ source, ...hasty, random: () => 0.5, onReport, onStatus: () => {} })
    stopAll.push(async () => {
      await poller.stop()
      await source.close?.()
      await proxy.stop()
    })
    poller.start()
    return [{ kind, proxy, poller, reports: () => reports }]
  })
  stopAll.push(upstreams.stop)
}, 60_000)
afterAll(async () => {
  for (const stop of stopAll) await stop()
})

const isStream = ({ kind }: Watched) => kind === 'hystrix' || kind === 'turbine'
const isConnected = ({ poller }: Watched) => poller.status().state === 'connected'

/** Whether this has been told since, in words. */
const hasSaid = ({ poller }: Watched, words: RegExp, since: number) =>
  poller.status().problems.some(({ message, at }) => at >= since && words.test(message))

/** Waits until it holds of each, which is asked again as soon as it may be. */
async function eventually(which: readonly Watched[], holds: (one: Watched) => boolean): Promise<void> {
  await Promise.all(
    which.map(async (one) => {
      await vi
        .waitUntil(async () => holds(one) || (await one.poller.tryNow(), holds(one)), PATIENCE)
        .catch(() => {
          const { state, problems } = one.poller.status()
          throw new Error(`${one.kind}: ${state}, ${problems.map(({ message }) => message).join(' ')}`)
        })
    }),
  )
}

/** Half of the sources are broken at a time, so that the other half can be watched going on. */
const HALVES = [0, 1].map((half) => SOURCE_KINDS.filter((_, place) => place % 2 === half))

const WORDS: Readonly<Record<Exclude<NetworkFault, 'latency'>, RegExp>> = {
  reset: /broke off/,
  truncation: /broke off|cut off|damaged|ended its stream/,
  slow: /did not answer within 2 s|was not done within 2 s/,
  hang: /did not answer within 2 s|was not done within 2 s|sent nothing for 3 s/,
  partition: /refuses connections|broke off/,
  lie: /JSON that is not|holds no nodes|in place of a stream/,
  flood: /more than 0\.25 MB|an event of more than 256 KB/,
}

async function breakAndMend(kinds: readonly NetworkSourceKind[], fault: Exclude<NetworkFault, 'latency'>) {
  const broken = watched.filter(({ kind }) => kinds.includes(kind))
  const others = watched.filter(({ kind }) => !kinds.includes(kind))
  await eventually(watched, isConnected)
  const before = new Map(others.map((one) => [one.kind, one.reports()]))
  const brokenAt = Date.now()
  await Promise.all(broken.map(({ proxy }) => proxy.set(fault)))
  // A stream that trickles gives signs of life, and is one.
  const failing = fault === 'slow' ? broken.filter((one) => !isStream(one)) : broken
  // A stream that is broken off and opened again, over and over, may be seen between the two; and what is short gets
  // through a slow wire, so that only a part of the report is missing.
  const mayBeConnected = (one: Watched) => isStream(one) || fault === 'slow'
  await eventually(failing, (one) => hasSaid(one, WORDS[fault], brokenAt) && (mayBeConnected(one) || !isConnected(one)))
  await eventually(others, (one) => isConnected(one) && one.reports() > (before.get(one.kind) ?? 0) + 1)
  await Promise.all(broken.map(({ proxy }) => proxy.set(null)))
  await eventually(broken, isConnected)
  return failing
}

describe.each(HALVES)('%s, %s, %s and %s', (...kinds) => {
  test.each([...NETWORK_FAULTS, ...UPSTREAM_FAULTS].filter((fault) => fault !== 'latency'))(
    '%s: told in words, asked again, over when it is over; nobody else is harmed',
    async (fault) => {
      const failed = await breakAndMend(kinds, fault)
      if (fault !== 'flood') return
      for (const { kind, proxy } of failed) expect([kind, proxy.floodedBytes() < 64 * 1_024 ** 2]).toEqual([kind, true])
    },
    90_000,
  )
})

test('latency: answered all the same, later', async () => {
  await eventually(watched, isConnected)
  await Promise.all(watched.map(({ proxy }) => proxy.set('latency')))
  const asked = watched.filter((one) => !isStream(one))
  const before = new Map(watched.map((one) => [one.kind, one.reports()]))
  await eventually(asked, ({ poller }) => (poller.status().pollMs ?? 0) >= LATENCY_MS)
  await eventually(watched, (one) => isConnected(one) && one.reports() > (before.get(one.kind) ?? 0))
  expect(watched.map(({ poller }) => poller.status().lastAnswerAt)).not.toContain(null)
})

test('flapping: wakes nobody else, and is over when it is over', async () => {
  const [first, ...others] = watched
  if (first === undefined) throw new Error('no sources')
  await eventually(watched, isConnected)
  const before = new Map(others.map((one) => [one.kind, one.reports()]))
  for (let round = 0; round < 3; round += 1) {
    await first.proxy.set('reset')
    await eventually([first], (one) => !isConnected(one))
    await first.proxy.set(null)
    await eventually([first], isConnected)
  }
  // However often it happens it is one problem with a newer time.
  const told = first.poller.status().problems.map(({ asked, message }) => `${asked}: ${message}`)
  expect(told.filter((one, place) => told.indexOf(one) !== place)).toEqual([])
  await eventually(others, (one) => isConnected(one) && one.reports() > (before.get(one.kind) ?? 0))
})
