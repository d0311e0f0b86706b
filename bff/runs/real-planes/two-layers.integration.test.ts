import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Run } from '#contract/evacuation/run.ts'
import { findProgram, until } from '#bff/controls/child-fixture.ts'
import { createPowerdnsControl } from '#bff/controls/powerdns/create-powerdns-control.ts'
import { startPowerdnsRig, type PowerdnsRig } from '#bff/controls/powerdns/powerdns-rig-fixture.ts'
import type { Control } from '#bff/evacuation/control.ts'
import { EAST, REGIONS, startHaproxyScene, type HaproxyScene } from './haproxy-scene-fixture.ts'
import { lookUpNames } from './name-lookups-fixture.ts'
import { ADDRESS, addressesByRegion } from './powerdns-scene-fixture.ts'
import { startUsers } from './users-fixture.ts'

const TTL = 2
const PACE = { holdMs: 500, mostRise: 1 }
const PACES = {
  emergency: { ...PACE, stages: [0.5, 1] },
  drill: { ...PACE, stages: [1] },
  failback: { ...PACE, stages: [0.5, 1] },
}

let names: PowerdnsRig
let scene: HaproxyScene
let dns: Control

const isMissing =
  findProgram('haproxy', 'haproxy') === undefined ||
  findProgram('pdns_server', 'pdns-server pdns-backend-sqlite3') === undefined ||
  findProgram('pdns_recursor', 'pdns-recursor') === undefined

const isOver = ({ phase }: Run) => phase === 'evacuated' || phase === 'restored' || phase === 'paused'
const layersOf = (run: Run) => run.plan.steps.flatMap((step) => (step.kind === 'shift' ? [step.layer] : []))
/** Planes in the order in which they were written, each turn once. */
const turnsOf = ({ ledger }: Run) =>
  ledger.map(({ plane }) => plane).filter((plane, index, all) => plane !== all[index - 1])

describe.skipIf(isMissing)('an edge in each region, found by a name', () => {
  beforeEach(async () => {
    const started = await startPowerdnsRig({ regions: addressesByRegion(), ttl: TTL })
    if (started === undefined) throw new Error('PowerDNS was here a moment ago')
    names = started
    dns = createPowerdnsControl({ settings: names.settings(), clock: { now: Date.now } })
    scene = await startHaproxyScene({
      alongside: [dns],
      timeToLiveMs: { [dns.descriptor.id]: TTL * 1_000 },
      planning: { paces: PACES },
    })
  })
  afterEach(async () => {
    await scene.stop()
    await dns.close()
    await names.stop()
  })

  test('is emptied by the proxies, then left by the name, and entered again the other way round', async () => {
    const name = `all.www.${names.zone}`
    const doors = Object.fromEntries(
      REGIONS.map((region, index) => [addressesByRegion()[region]?.[0] ?? '', scene.rig.addresses[index] ?? '']),
    )
    const lookups = lookUpNames({ rig: names, name, doors })
    const users = startUsers({ clients: 12, doors: (user) => lookups.doorOf(user) })
    const enters = async () => {
      const seen = new Set<string>()
      for (let index = 0; index < 60; index += 1) for (const each of await names.ask('ns-2', name)) seen.add(each)
      return seen.has(ADDRESS[EAST])
    }
    expect(await enters()).toBe(true)

    const plan = await scene.evacuation(EAST)
    await scene.start(plan)
    const evacuated = await scene.runWhen(plan.id, 'evacuated', isOver)
    expect(evacuated).toMatchObject({ phase: 'evacuated', verdict: 'verified', pause: null })
    expect(layersOf(evacuated)).toEqual(['proxy', 'proxy', 'dns'])
    expect(turnsOf(evacuated)).toEqual(['edge-proxies', 'public-dns'])
    expect(await enters()).toBe(false)
    await until('no user enters there', async () => (await names.resolve(name))[0]?.address !== ADDRESS[EAST])
    expect((await users.observe(300))[EAST]).toBeUndefined()

    const back = await scene.failback(plan)
    await scene.start(back)
    const restored = await scene.runWhen(back.id, 'restored', isOver)
    expect(restored).toMatchObject({ phase: 'restored', pause: null })
    expect(layersOf(restored)).toEqual(['dns', 'proxy', 'dns', 'proxy'])
    expect(turnsOf(restored)).toEqual(['public-dns', 'edge-proxies', 'public-dns', 'edge-proxies'])
    expect(await enters()).toBe(true)
    for (const weights of await scene.weights()) expect(weights).toMatchObject({ [EAST]: 100 })

    expect(await users.stop()).toMatchObject({ failed: 0, firstFailure: null })
    expect(lookups.failed()).toBe(0)
  }, 120_000)
})
