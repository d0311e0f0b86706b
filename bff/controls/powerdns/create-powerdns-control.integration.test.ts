import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Control, WriteIntent } from '#bff/evacuation/control.ts'
import { findProgram, until } from '../child-fixture.ts'
import { startApiRelay } from './api-relay-fixture.ts'
import { createPowerdnsControl } from './create-powerdns-control.ts'
import { startPowerdnsRig, type PowerdnsRig } from './powerdns-rig-fixture.ts'

const EAST = 'us-east-1'
const WEST = 'us-west-2'
const IRELAND = 'eu-west-1'
const ADDRESS = { [EAST]: '127.0.1.1', [WEST]: '127.0.1.2', [IRELAND]: '127.0.1.3' }
const REGIONS = Object.fromEntries(Object.entries(ADDRESS).map(([region, address]) => [region, [address]]))
const LIMIT_MS = 20_000
const MARK = { planId: 'plan-1', epoch: 3, step: 2 }
const NONE = weightsOf(0, 0, 0)

let rig: PowerdnsRig
let control: Control
const ending: (() => Promise<void>)[] = []

async function start(input: Partial<Parameters<typeof startPowerdnsRig>[0]> = {}): Promise<void> {
  const started = await startPowerdnsRig({ regions: REGIONS, ...input })
  if (started === undefined) throw new Error('PowerDNS was here a moment ago')
  rig = started
  control = controlWith()
}

function controlWith(change: object = {}): Control {
  return createPowerdnsControl({ settings: rig.settings(change), clock: { now: Date.now } })
}

/** The API by another way, or with another key. */
function controlAt(change: object): Control {
  const [instance] = rig.settings().instances
  return controlWith({ instances: [{ ...instance, ...change }] })
}

afterEach(async () => {
  await Promise.all(ending.splice(0).map((end) => end()))
  await control.close()
  await rig.stop()
})

function weightsOf(east: number, west: number, ireland: number): Record<string, number> {
  return { [EAST]: east, [WEST]: west, [IRELAND]: ireland }
}

function split(segment: string, weights: Record<string, number>) {
  return { segment, weights }
}

function intent(...splits: WriteIntent['splits']): WriteIntent {
  return { instance: 'api', splits, key: 'k', mark: MARK }
}

async function readingOf(by: Control = control) {
  const answer = await by.read('api', LIMIT_MS)
  if (answer.kind !== 'read') throw new Error(answer.why)
  return answer.reading
}

async function segmentOf(segment: string, by: Control = control) {
  return (await readingOf(by)).segments.find((each) => each.segment === segment)
}

const isMissing =
  findProgram('pdns_server', 'pdns-server pdns-backend-sqlite3') === undefined ||
  findProgram('pdns_recursor', 'pdns-recursor') === undefined

describe.skipIf(isMissing)('names answered by a real PowerDNS', () => {
  beforeEach(() => start())

  test('all segments of a step change in one write; what is not named stays; who wrote is read back', async () => {
    const before = await readingOf()
    const order = intent(split('all', weightsOf(0, 60, 40)), split('lab', { [EAST]: 0 }))
    expect(await control.write(order, LIMIT_MS)).toEqual({ kind: 'accepted' })
    const after = await readingOf()
    expect(Number(after.revision) - Number(before.revision)).toBe(1)
    const east = weightsOf(0, 60, 40)
    const lab = weightsOf(0, 100, 100)
    expect(after.segments).toEqual([
      { segment: 'lab', weights: lab, effective: lab, mark: MARK },
      { segment: 'all', weights: east, effective: east, mark: MARK },
    ])
    const answers = new Set<string>()
    for (let index = 0; index < 60; index += 1) {
      for (const address of await rig.ask(index % 2 === 0 ? 'ns-1' : 'ns-2', `all.www.${rig.zone}`))
        answers.add(address)
    }
    expect(answers).toEqual(new Set([ADDRESS[WEST], ADDRESS[IRELAND]]))
  })

  test('nothing is written where one segment of an order cannot be', async () => {
    const before = await readingOf()
    for (const wrong of [split('lab', NONE), split('de', weightsOf(1, 1, 1)), split('lab', { [WEST]: 10_001 })]) {
      const answer = await control.write(intent(split('all', weightsOf(0, 60, 40)), wrong), LIMIT_MS)
      expect(answer).toMatchObject({ kind: 'refused', cause: 'invalid' })
    }
    expect((await readingOf()).revision).toBe(before.revision)
  })

  test('a foreign record of broken Lua, or of zeros alone, is taken by the API and seen as an outage', async () => {
    expect(await rig.foreignWrite(`all.www.${rig.zone}`, 'A "pickwrandom({{25,"')).toBe(204)
    expect(await segmentOf('all')).toMatchObject({ weights: {}, effective: NONE })
    const zeros = Object.values(ADDRESS).map((address) => `{0,'${address}'}`)
    expect(await rig.foreignWrite(`all.www.${rig.zone}`, `A "pickwrandom({${zeros.join(',')}})"`)).toBe(204)
    expect(await segmentOf('all')).toMatchObject({ weights: NONE, effective: NONE })
    expect((await segmentOf('all'))?.mark).toBeUndefined()
    expect(await control.write(intent(split('all', weightsOf(1, 1, 1))), LIMIT_MS)).toEqual({ kind: 'accepted' })
    expect(await segmentOf('all')).toMatchObject({ effective: weightsOf(1, 1, 1) })
  })

  test('a foreign write at the same moment is unknown, not accepted', async () => {
    const beforeOrder = async () =>
      void (await rig.foreignWrite(`other.${rig.zone}`, 'A "pickwrandom({{1,\'127.0.9.9\'}})"'))
    const relay = await startApiRelay({ to: rig.nameservers[0]?.url ?? '', beforeOrder })
    ending.push(relay.stop)
    const answer = await controlAt({ url: relay.url }).write(intent(split('all', weightsOf(5, 5, 5))), LIMIT_MS)
    expect(answer).toMatchObject({ kind: 'unknown', why: expect.stringMatching(/went on by 2/) })
  })

  test('a locked database is unknown, and has written nothing', async () => {
    const unlock = rig.lockDatabase()
    try {
      expect(await control.write(intent(split('all', weightsOf(5, 5, 5))), LIMIT_MS)).toMatchObject({
        kind: 'unknown',
        why: expect.stringMatching(/status 500/),
      })
    } finally {
      unlock()
    }
    expect(await segmentOf('all')).toMatchObject({ weights: weightsOf(100, 100, 100) })
  })

  test('one that freezes with the order in its hands is unknown, and does it when it thaws', async () => {
    const relay = await startApiRelay({ to: rig.nameservers[0]?.url ?? '', beforeOrder: () => rig.freeze('ns-1') })
    ending.push(relay.stop)
    const by = controlAt({ url: relay.url })
    expect(await by.write(intent(split('all', weightsOf(7, 7, 7))), 2_000)).toMatchObject({ kind: 'unknown' })
    expect(await control.read('api', 300)).toMatchObject({ kind: 'unknown' })
    rig.thaw('ns-1')
    await until('the late order is seen', async () => (await segmentOf('all'))?.weights[EAST] === 7)
  })

  test('a nameserver that has not got it makes it ineffective; one that is silent is left to resolvers', async () => {
    const lagging = await rig.startLagging()
    const [instance] = rig.settings().instances
    const further = { id: 'ns-3', address: '127.0.0.1', port: lagging.port }
    const three = controlAt({ nameservers: [...(instance?.nameservers ?? []), further] })
    const order = intent(split('all', weightsOf(0, 60, 40)))
    expect(await three.write(order, LIMIT_MS)).toEqual({ kind: 'accepted' })
    expect(await segmentOf('all', three)).toMatchObject({ weights: weightsOf(0, 60, 40), effective: {} })
    await rig.kill('ns-2')
    await rig.kill('ns-3')
    const answer = await three.read('api', 3_000)
    expect(answer).toMatchObject({ kind: 'read', reading: { segments: [{}, { effective: weightsOf(0, 60, 40) }] } })
  })

  test('a wrong key, a zone of nobody and a closed port are told apart', async () => {
    const order = intent(split('all', weightsOf(5, 5, 5)))
    expect(await controlAt({ apiKey: 'wrong' }).write(order, LIMIT_MS)).toMatchObject({ cause: 'credentials' })
    expect(await controlAt({ server: 'elsewhere' }).write(order, LIMIT_MS)).toMatchObject({ cause: 'invalid' })
    expect(await controlAt({ url: 'http://127.0.0.1:1' }).write(order, LIMIT_MS)).toMatchObject({
      cause: 'unreachable',
    })
  })

  test('whoever asks is sent to the segment of where they ask from', async () => {
    const order = intent(split('lab', weightsOf(0, 1, 0)), split('all', weightsOf(0, 0, 1)))
    expect(await control.write(order, LIMIT_MS)).toEqual({ kind: 'accepted' })
    expect(await rig.ask('ns-1', `www.${rig.zone}`, '127.0.0.2')).toEqual([ADDRESS[WEST]])
    expect(await rig.ask('ns-1', `www.${rig.zone}`)).toEqual([ADDRESS[IRELAND]])
  })

  test('the doctor is told whether users are sent to their segments, and what to write where not', async () => {
    expect(await control.examine?.(LIMIT_MS)).toMatchObject([{ outcome: 'ok' }])
    await rig.foreignWrite(`www.${rig.zone}`, `CNAME "'all.www.${rig.zone}'"`)
    expect(await control.examine?.(LIMIT_MS)).toMatchObject([
      { outcome: 'warning', answer: expect.stringContaining(`return 'lab.www.${rig.zone}'`) },
    ])
  })

  test('the line for the runbook does the same by hand, and shows what each nameserver says', async () => {
    const env = { ...process.env, PUBLIC_DNS_API_KEY: rig.apiKey }
    const run = (line: string) => promisify(execFile)('/bin/sh', ['-c', line], { env })
    await run(control.byHand(intent(split('all', weightsOf(0, 1, 0)))))
    expect(await segmentOf('all')).toMatchObject({ weights: weightsOf(0, 1, 0), mark: MARK })
    expect((await run(control.readByHand('api'))).stdout).toMatch(/pickwrandom/)
    await expect(run(control.byHand(intent(split('all', { [WEST]: 1 }))))).rejects.toThrow()
  })
})

describe.skipIf(isMissing)('what users behind a resolver get', () => {
  beforeEach(() => start({ ttl: 8 }))

  test('is the old answer while its time to live runs down, and the new one after', async () => {
    const name = `all.www.${rig.zone}`
    expect(await control.write(intent(split('all', weightsOf(1, 0, 0))), LIMIT_MS)).toEqual({ kind: 'accepted' })
    expect(await rig.resolve(name)).toMatchObject([{ address: ADDRESS[EAST] }])
    expect(await control.write(intent(split('all', weightsOf(0, 1, 0))), LIMIT_MS)).toEqual({ kind: 'accepted' })
    expect(await rig.ask('ns-1', name)).toEqual([ADDRESS[WEST]])
    const seen: { address: string; ttl: number }[] = []
    await until('the resolver has forgotten', async () => {
      const [answer] = await rig.resolve(name)
      if (answer !== undefined) seen.push(answer)
      return answer?.address === ADDRESS[WEST]
    })
    const old = seen.filter(({ address }) => address === ADDRESS[EAST]).map(({ ttl }) => ttl)
    expect(old.length).toBeGreaterThan(1)
    expect(old).toEqual(old.toSorted((one, other) => other - one))
    expect(Math.max(...old)).toBeLessThanOrEqual(8)
    expect(old.at(-1)).toBeLessThan(old[0] ?? 0)
  })
})

describe.skipIf(isMissing)('a target of many addresses', () => {
  const many = (third: number) => Array.from({ length: 16 }, (_, index) => `127.0.${third}.${index + 1}`)
  beforeEach(() => start({ regions: { [EAST]: many(11), [WEST]: many(12), [IRELAND]: many(13) } }))

  test('is dealt its weight evenly, and read back from a record longer than one string', async () => {
    const weights = weightsOf(0, 100, 37)
    expect(await control.write(intent(split('all', weights)), LIMIT_MS)).toEqual({ kind: 'accepted' })
    expect(await segmentOf('all')).toMatchObject({ weights, effective: weights })
  })
})
