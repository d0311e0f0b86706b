import { startApiRelay } from '#bff/controls/powerdns/api-relay-fixture.ts'
import { createPowerdnsControl } from '#bff/controls/powerdns/create-powerdns-control.ts'
import { startPowerdnsRig, type PowerdnsRig } from '#bff/controls/powerdns/powerdns-rig-fixture.ts'
import { startRegionServer, type RegionServer } from '#bff/controls/haproxy/region-server-fixture.ts'
import type { Control } from '#bff/evacuation/control.ts'
import type { Probes } from '#bff/evacuation/ports.ts'
import { conduct, type Conduct } from './conduct-fixture.ts'
import { countTelemetry } from './counted-telemetry-fixture.ts'
import { EAST, IRELAND, REGIONS, WEST } from './haproxy-scene-fixture.ts'
import { lookUpNames, type NameLookups } from './name-lookups-fixture.ts'

export const ADDRESS = { [EAST]: '127.0.1.1', [WEST]: '127.0.1.2', [IRELAND]: '127.0.1.3' }

/** Three regions whose users find them by a name: a real PowerDNS, and a real recursor they all share. */
export interface PowerdnsScene extends Conduct {
  rig: PowerdnsRig
  control: Control
  /** What users ask for. */
  name: string
  lookups: NameLookups
  /** Done before an order is passed on to the API. */
  beforeOrder(act: () => Promise<void> | void): void
  orders(): number
  stop(): Promise<void>
}

/** Nearly everybody is sent to the first, so that an evacuation of it has something to move. */
const AT_FIRST = { [EAST]: 98, [WEST]: 1, [IRELAND]: 1 }
const DEMAND = 3_000

const PACE = { stages: [1], holdMs: 500, mostRise: 1 }
const AT_ONCE = {
  paces: { emergency: PACE, drill: PACE, failback: PACE },
  residualShare: 0.0001,
  residualFloorRequestsPerSecond: 1,
}

export function addressesByRegion(): Record<string, string[]> {
  return Object.fromEntries(Object.entries(ADDRESS).map(([region, address]) => [region, [address]]))
}

export async function startPowerdnsScene(input: { ttl: number; settings?: object }): Promise<PowerdnsScene> {
  const rig = await startPowerdnsRig({ regions: addressesByRegion(), ttl: input.ttl })
  if (rig === undefined) throw new Error('PowerDNS was here a moment ago')
  let orders = 0
  let beforeOrder: () => Promise<void> | void = () => {}
  const relay = await startApiRelay({
    to: rig.nameservers[0]?.url ?? '',
    beforeOrder: () => {
      orders += 1
      return beforeOrder()
    },
  })
  const [instance] = rig.settings().instances
  const settings = rig.settings({ instances: [{ ...instance, url: relay.url }] })
  const control = createPowerdnsControl({ settings, clock: { now: Date.now } })
  const servers: RegionServer[] = []
  for (const region of REGIONS) servers.push(await startRegionServer(region))
  const doors = Object.fromEntries(
    servers.map(({ region, port }) => [addressesByRegion()[region]?.[0] ?? '', `http://127.0.0.1:${port}`]),
  )
  const name = `all.www.${rig.zone}`
  const telemetry = countTelemetry(() => Object.fromEntries(servers.map((each) => [each.region, each.arrived()])))
  const prober = probeByName({ rig, name, doors })
  await layOut(control)
  orders = 0
  const conducted = conduct({
    controls: [control],
    telemetry,
    probes: prober,
    demand: Object.fromEntries(Object.entries(AT_FIRST).map(([region, weight]) => [region, (DEMAND * weight) / 100])),
    timeToLiveMs: { [control.descriptor.id]: input.ttl * 1_000 },
    settings: { changePerMinute: { emergency: 1 }, ...input.settings },
    planning: AT_ONCE,
  })
  return {
    ...conducted,
    rig,
    control,
    name,
    lookups: lookUpNames({ rig, name, doors }),
    beforeOrder: (act) => void (beforeOrder = act),
    orders: () => orders,
    async stop() {
      await conducted.close()
      telemetry.stop()
      await prober.stop()
      await control.close()
      await relay.stop()
      await Promise.all(servers.map((server) => server.stop()))
      await rig.stop()
    },
  }
}

async function layOut(control: Control): Promise<void> {
  const answer = await control.write(
    {
      instance: 'api',
      splits: ['lab', 'all'].map((segment) => ({ segment, weights: AT_FIRST })),
      key: 'before',
      mark: { planId: 'before', epoch: 0, step: 0 },
    },
    20_000,
  )
  if (answer.kind !== 'accepted') throw new Error(answer.why)
}

const PROBE_EVERY_MS = 40
const SPAN_MS = 12_000

/** What the agent does with the system's resolver, with the rig's: a name anew each time, and whoever answers. */
function probeByName(input: Parameters<typeof lookUpNames>[0]): Probes & { stop(): Promise<void> } {
  const seen: { at: number; region: string | null }[] = []
  const underWay = new Set<Promise<void>>()
  async function probe(): Promise<void> {
    const at = Date.now()
    const [answer] = await input.rig.resolve(input.name).catch(() => [])
    const door = answer === undefined ? undefined : input.doors[answer.address]
    const response = door === undefined ? null : await fetch(`${door}/health`).catch(() => null)
    await response?.body?.cancel()
    seen.push({ at, region: response?.headers.get('x-region') ?? null })
    if (seen.length > 5_000) seen.splice(0, 1_000)
  }
  const ticking = setInterval(() => {
    const probing = probe().finally(() => underWay.delete(probing))
    underWay.add(probing)
  }, PROBE_EVERY_MS)
  return {
    observe(_scope, since = 0) {
      const from = Math.max(since, Date.now() - SPAN_MS)
      const lately = seen.filter(({ at }) => at >= from)
      const answeredBy: Record<string, number> = {}
      for (const { region } of lately) if (region !== null) answeredBy[region] = (answeredBy[region] ?? 0) + 1
      const failed = lately.filter(({ region }) => region === null).length
      return { observedAt: lately.at(-1)?.at ?? NaN, answeredBy, failed }
    },
    async stop() {
      clearInterval(ticking)
      await Promise.all(underWay)
    },
  }
}
