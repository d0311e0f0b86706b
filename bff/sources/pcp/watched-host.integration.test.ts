import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOST_MEASURES, type HostMeasure } from '#contract/services/host.ts'
import { createUpstreamServer, type UpstreamServer } from '#mocks/upstreams/upstream-server.ts'
import { createSmallWorld } from '#mocks/upstreams/small-world-fixture.ts'
import type { HostSample, WatchedHost } from '../host-source.ts'
import { createPcpClient, type PcpClient } from './client.ts'
import { findPcp, startPcp, type RealPcp } from './real-pcp-fixture.ts'
import { PcpSettings } from './settings.ts'
import { createPcpSource } from './source.ts'

/** The same of the simulated pmproxy and of a real one, so that neither the fake nor the client can be wrong alone. */

interface Door {
  url: string
  hostspec: string
  /** Lets time pass on the host, and work be done. */
  pass(): Promise<void>
}

const root = findPcp()
const real: { pcp: RealPcp | null } = { pcp: null }
const simulated: { server: UpstreamServer | null; url: string; now: number } = {
  server: null,
  url: '',
  now: 1_795_000_000_000,
}

beforeAll(async () => {
  if (root !== undefined) real.pcp = await startPcp(root)
  simulated.server = createUpstreamServer({ world: createSmallWorld(), now: () => simulated.now })
  simulated.url = `http://127.0.0.1:${await simulated.server.listen(0)}`
})
afterAll(async () => {
  await real.pcp?.dispose()
  await simulated.server?.close()
})

const DOORS: readonly { name: string; isHere: boolean; door: () => Door }[] = [
  {
    name: 'the simulated pmproxy',
    isHere: true,
    door: () => ({
      url: simulated.url,
      hostspec: 'api-0.us-east-1.sim:44321',
      pass: async () => void (simulated.now += 2_000),
    }),
  },
  {
    name: 'a real pmproxy',
    isHere: root !== undefined,
    door: () => ({
      url: real.pcp?.url ?? '',
      hostspec: real.pcp?.hostspec ?? '',
      pass: () => new Promise((resolve) => setTimeout(resolve, 400)),
    }),
  },
]

const signal = () => AbortSignal.timeout(30_000)
const limits = { bytes: 4 * 1_024 ** 2, timeout: 10_000 }

function hostOf({ url, hostspec }: Pick<Door, 'url' | 'hostspec'>): WatchedHost {
  const hosts = [{ instance: 'i-1', region: 'us-east-1', hostspec }]
  const settings = PcpSettings.parse({ id: 'pcp', kind: 'pcp', url, hosts })
  const source = createPcpSource({ id: 'pcp', settings, regions: ['us-east-1'], clock: { now: Date.now } })
  const opened = source.hosts?.open({ region: 'us-east-1', instance: 'i-1', host: null, address: null })
  if (opened?.kind !== 'opened') throw new Error(`not opened: ${JSON.stringify(opened)}`)
  return opened.host
}

async function read(host: WatchedHost): Promise<HostSample> {
  const answer = await host.read({ signal: signal() })
  if (answer.kind === 'failed') throw new Error(answer.message)
  return answer.sample
}

function column({ values }: HostSample, measure: HostMeasure): number[] {
  return values.flatMap((value) => (value.measure === measure ? [value.value] : []))
}

describe.each(DOORS.filter(({ isHere }) => isHere))('$name', ({ door }) => {
  const client = (): PcpClient => createPcpClient({ url: door().url, auth: { kind: 'none' }, limits })

  it('tells every measure of a host by its second sample, and no rate before', async () => {
    const host = hostOf(door())
    const first = await read(host)
    expect(first.untold).toEqual([])
    const rates = first.values.filter(({ measure }) => /Share|PerSecond/.test(measure))
    expect(rates.filter(({ value }) => !Number.isNaN(value))).toEqual([])
    await door().pass()
    const second = await read(host)
    expect(second.at).toBeGreaterThan(first.at)
    expect(new Set(second.values.map(({ measure }) => measure))).toEqual(new Set(Object.keys(HOST_MEASURES)))
    // Of a real kernel the time waited for disks may run back, and is then unknown.
    const shares = second.values.filter(({ measure }) => measure.endsWith('Share') && measure !== 'cpuWaitShare')
    expect(shares.filter(({ value }) => !(value >= 0 && value <= 1))).toEqual([])
    const rest = second.values.filter(({ measure, value }) => !measure.endsWith('Share') && !(value >= 0))
    expect(rest).toEqual([])
  })

  it('names cores, disks and interfaces, and adds memory up to the whole', async () => {
    const sample = await read(hostOf(door()))
    const named = (measure: HostMeasure) => sample.values.flatMap((one) => (one.measure === measure ? [one.of] : []))
    expect(named('cpuBusyShare')[0]).toBe('cpu0')
    expect(named('networkInBytesPerSecond')).toContain('lo')
    expect(named('diskBusyShare').filter((of) => of === null || of.startsWith('#'))).toEqual([])
    const [total = NaN] = column(sample, 'memoryTotalBytes')
    const parts = (['memoryUsedBytes', 'memoryCachedBytes', 'memoryFreeBytes'] as const).flatMap((one) =>
      column(sample, one),
    )
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(total, -6)
    expect(total).toBeGreaterThan(64 * 1_024 ** 2)
  })

  it('writes times that never go back, though their nanoseconds have no leading zeros', async () => {
    const opened = await client().open({ hostspec: door().hostspec, signal: signal() })
    if (opened.kind === 'failed') throw new Error(opened.failure.message)
    const { context } = opened.value
    const instants: number[] = []
    for (let turn = 0; turn < 40; turn += 1) {
      const told = await client().fetch({ context, names: ['hinv.ncpu'], signal: signal() })
      if (told.kind === 'failed') throw new Error(told.failure.message)
      instants.push(told.value.at)
    }
    expect(instants).toEqual(instants.toSorted((one, other) => one - other))
    expect((instants.at(-1) ?? 0) - (instants[0] ?? 0)).toBeLessThan(30_000)
  })

  it('leaves unknown metrics out, which is not zero', async () => {
    const opened = await client().open({ hostspec: door().hostspec, signal: signal() })
    if (opened.kind === 'failed') throw new Error(opened.failure.message)
    const { context } = opened.value
    const names = ['no.such.metric', 'kernel.all.load']
    const told = await client().fetch({ context, names, signal: signal() })
    expect(told.kind === 'answered' && [...told.value.values.keys()]).toEqual(['kernel.all.load'])
    const facts = await client().metrics({ context, names, signal: signal() })
    expect(facts.kind === 'answered' && facts.value.map(({ name }) => name)).toEqual(['kernel.all.load'])
    const instances = await client().instanceNames({ context, metric: 'no.such.metric', signal: signal() })
    expect(instances).toMatchObject({ kind: 'failed', failure: { kind: 'query-refused' } })
  })

  it('says of a host that it cannot reach that it is the host', async () => {
    const answer = await hostOf({ ...door(), hostspec: 'api-77.us-east-1.invalid' }).read({ signal: signal() })
    expect(answer).toMatchObject({ kind: 'failed', message: expect.stringContaining("cannot reach the host's pmcd") })
  })

  it('is there, whether or not a host is', async () => {
    expect(await client().knock({ signal: signal() })).toBeNull()
  })

  it('answers anything else with a page', async () => {
    // pmproxy 6.0 says no further word on a connection that had such a page: it must not be one of ours.
    const answer = await fetch(`${door().url}/pmapi/nothing`, { headers: { connection: 'close' } })
    await answer.text()
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'text/html'])
  })

  it('forgets a context that nobody used, and is told the host anew', async () => {
    const gone = await client().fetch({ context: 999_999, names: ['hinv.ncpu'], signal: signal() })
    expect(gone).toMatchObject({ kind: 'failed', failure: { kind: 'not-found' } })
    expect(gone.kind === 'failed' && gone.failure.message).toContain('unknown context identifier')
  })
})

describe('a host of the simulated world', () => {
  it('is as busy as its service is saturated', async () => {
    const host = hostOf({ url: simulated.url, hostspec: 'api-0.us-east-1.sim' })
    await read(host)
    simulated.now += 10_000
    const cores = column(await read(host), 'cpuBusyShare')
    const busy = cores.reduce((sum, one) => sum + one, 0) / cores.length
    // 0.7 saturated.
    expect(busy).toBeGreaterThan(0.5)
    expect(busy).toBeLessThan(0.75)
  })

  it('that pmproxy has forgotten is opened again, and no sample is lost but its rates', async () => {
    const host = hostOf({ url: simulated.url, hostspec: 'api-0.us-east-1.sim' })
    await read(host)
    // Longer than any context lasts.
    simulated.now += 40_000
    expect(column(await read(host), 'cpuBusyShare').every((share) => share > 0)).toBe(true)
  })

  it.each([
    ['html', 'web page'],
    ['error-500', 'failed with 500'],
    ['truncate', 'cut off or damaged'],
    ['reset', 'broke off the connection'],
    ['huge', 'more than 4 MB'],
  ] as const)('behind a pmproxy that answers by %s fails in words', async (kind, words) => {
    const host = hostOf({ url: simulated.url, hostspec: 'api-0.us-east-1.sim' })
    simulated.server?.faults.set({ kind, surface: 'pmproxy' })
    const answer = await host.read({ signal: signal() })
    simulated.server?.faults.clear()
    expect(answer).toMatchObject({ kind: 'failed', message: expect.stringContaining(words) })
    expect((await read(host)).values.length).toBeGreaterThan(0)
  })
})

describe.skipIf(root === undefined)('a real host', () => {
  it('that goes away and comes back is read again', async () => {
    const pcp = real.pcp
    if (pcp === null) throw new Error('there is none')
    const host = hostOf(pcp)
    await read(host)
    await pcp.stopHost()
    expect(await host.read({ signal: signal() })).toMatchObject({ kind: 'failed' })
    await pcp.startHost()
    await expect
      .poll(async () => (await host.read({ signal: signal() })).kind, { timeout: 30_000, interval: 200 })
      .toBe('answered')
  })
})
