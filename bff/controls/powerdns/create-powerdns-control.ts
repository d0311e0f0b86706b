import { isIPv4 } from 'node:net'
import type { PlaneDescriptor, SegmentReading, Weights } from '#contract/evacuation/plane.ts'
import type { Clock } from '#bff/clock.ts'
import type { Control, ControlRefusal, ReadAnswer, WriteAnswer, WriteIntent } from '#bff/evacuation/control.ts'
import { askNameserver, type NameserverAnswer } from './ask-nameserver.ts'
import { powerdnsByHand, powerdnsReadByHand } from './by-hand.ts'
import { effectiveWeights } from './effective-weights.ts'
import { isServed, luaTexts, weightsOfTexts } from './lua-record.ts'
import { examineChooser } from './examine-chooser.ts'
import { createPowerdnsApi, type PowerdnsApi } from './powerdns-api.ts'
import { POWERDNS_MOST_WEIGHT, type PowerdnsInstance, type PowerdnsSettings } from './settings.ts'
import { changeOf, markOf } from './rrset-change.ts'
import type { Zone } from './wire.ts'

interface Call {
  settings: PowerdnsSettings
  instance: PowerdnsInstance
  api: PowerdnsApi
  clock: Clock
}

/** Names answered by weight. A record is written through the API and believed when every nameserver answers it. */
export function createPowerdnsControl(input: { settings: PowerdnsSettings; clock: Clock }): Control {
  const { settings, clock } = input
  const open = new AbortController()
  const callOf = (id: string, limitMs: number): Call | null => {
    const instance = settings.instances.find((each) => each.id === id)
    if (instance === undefined) return null
    const until = clock.now() + limitMs
    const api = createPowerdnsApi({ instance, zone: settings.zone, until, clock, signal: open.signal })
    return { settings, instance, api, clock }
  }
  const stranger = (id: string) => refuse(`${settings.id} has no instance ${id}`)
  return {
    descriptor: describe(settings),
    async read(instance, limitMs) {
      const call = callOf(instance, limitMs)
      return call === null ? stranger(instance) : readRecords(call)
    },
    async write(intent, limitMs) {
      const call = callOf(intent.instance, limitMs)
      return call === null ? stranger(intent.instance) : writeRecords(call, intent)
    },
    async examine(limitMs) {
      const found = await Promise.all(
        settings.instances.map(({ id }) => {
          const call = callOf(id, limitMs)
          return call === null ? [] : examineChooser(call)
        }),
      )
      return found.flat()
    },
    byHand: (intent) => powerdnsByHand(settings, intent),
    readByHand: (instance) => powerdnsReadByHand(settings, instance),
    async close() {
      open.abort()
    },
  }
}

async function readRecords(call: Call): Promise<ReadAnswer> {
  const { settings, instance, api, clock } = call
  // The API answers at once; what is left is the nameservers'.
  const [said, answers] = await Promise.all([zoneOf(call), askAll(call, api.leftMs() * 0.8)])
  if (said.kind !== 'zone') return said
  const serial = said.zone.edited_serial ?? said.zone.serial
  const segments = settings.segments.map((segment): SegmentReading => {
    const weights = weightsIn(settings, said.zone, segment.record)
    const mark = markOf(said.zone.rrsets, segment.record)
    // A text that is not of our making: what it does is unknown, unless it visibly does nothing.
    const effective = effectiveWeights({ settings, record: segment.record, weights: weights ?? {}, serial, answers })
    return { segment: segment.id, weights: weights ?? {}, effective, ...(mark === null ? {} : { mark }) }
  })
  return {
    kind: 'read',
    reading: { instance: instance.id, at: clock.now(), segments, revision: String(said.zone.serial) },
  }
}

function askAll({ settings, instance }: Call, limitMs: number): Promise<NameserverAnswer[]> {
  const family = settings.targets.some(({ addresses }) => addresses.some((address) => isIPv4(address))) ? 'A' : 'AAAA'
  const names = settings.segments.map(({ record }) => record)
  return Promise.all(
    instance.nameservers.map((nameserver) =>
      askNameserver({ nameserver, zone: settings.zone, names, family, limitMs }),
    ),
  )
}

/** One segment needs its own record alone; more of them are read with the zone. */
function zoneOf({ settings, api }: Call): ReturnType<PowerdnsApi['zone']> {
  const [only, ...further] = settings.segments
  return api.zone(further.length === 0 ? only?.record : undefined)
}

function weightsIn(settings: PowerdnsSettings, zone: Zone, record: string): Weights | null {
  const rrset = zone.rrsets.find((each) => each.name === record && each.type === 'LUA')
  if (rrset === undefined) return null
  return weightsOfTexts(
    settings,
    rrset.records.filter(({ disabled }) => disabled !== true).map(({ content }) => content),
  )
}

async function writeRecords(call: Call, intent: WriteIntent): Promise<WriteAnswer> {
  const { settings, api } = call
  const before = await zoneOf(call)
  // Nothing has been sent that could change anything.
  if (before.kind !== 'zone') {
    return before.kind === 'refused' ? before : { kind: 'refused', cause: 'unreachable', why: before.why }
  }
  const changes = []
  for (const { segment: id, weights } of intent.splits) {
    const segment = settings.segments.find((each) => each.id === id)
    if (segment === undefined) return refuse(`${settings.id} has no segment ${id}`)
    const merged = { ...weightsIn(settings, before.zone, segment.record), ...weights }
    const fault = faultOf(settings, id, merged)
    if (fault !== null) return refuse(fault)
    changes.push(changeOf({ settings, record: segment.record, weights: merged, mark: intent.mark }))
  }
  const answer = await api.change(changes)
  if (answer.kind !== 'changed') return answer
  return confirm(call, intent, before.zone)
}

/** A serial that went on by more than our own write, or a nameserver without an answer, is told as what it is. */
async function confirm(call: Call, intent: WriteIntent, before: Zone): Promise<WriteAnswer> {
  const after = await readRecords(call)
  if (after.kind !== 'read') return { kind: 'accepted' }
  const jump = Number(after.reading.revision) - before.serial
  if (jump > 1) return { kind: 'unknown', why: `somebody else wrote at the same moment: the serial went on by ${jump}` }
  for (const { segment } of intent.splits) {
    const reading = after.reading.segments.find((each) => each.segment === segment)
    const effective = Object.values(reading?.effective ?? {})
    if (effective.length > 0 && effective.every((weight) => weight === 0)) {
      return { kind: 'unknown', why: `accepted, but a nameserver cannot answer segment ${segment}: users get nothing` }
    }
  }
  return { kind: 'accepted' }
}

function faultOf(settings: PowerdnsSettings, segment: string, weights: Weights): string | null {
  for (const [id, weight] of Object.entries(weights)) {
    if (settings.targets.every((target) => target.id !== id)) return `${settings.id} has no target ${id}`
    if (!Number.isInteger(weight) || weight < 0 || weight > POWERDNS_MOST_WEIGHT) {
      return `a weight of ${id} is a whole number from 0 to ${POWERDNS_MOST_WEIGHT}, not ${weight}`
    }
  }
  const missing = settings.targets.find(({ id }) => weights[id] === undefined)
  if (missing !== undefined) return `the weight of ${missing.id} in ${segment} is neither given nor known`
  // An even deal over several addresses can leave one of them without, but never all.
  return isServed(weights) && luaTexts(settings, weights).every((text) => /[1-9]\d*,'/.test(text))
    ? null
    : `every weight of ${segment} would be zero: PowerDNS would answer SERVFAIL`
}

function refuse(why: string): ControlRefusal {
  return { kind: 'refused', cause: 'invalid', why }
}

function describe(settings: PowerdnsSettings): PlaneDescriptor {
  const { id, instances, targets, segments, services, ttl } = settings
  const livesIn = instances.flatMap((each) => (each.livesIn === undefined ? [] : [[each.id, each.livesIn] as const]))
  return {
    id,
    driver: 'powerdns',
    layer: 'dns',
    instances: instances.map((each) => each.id),
    targets: targets.map((target) => ({
      id: target.id,
      region: target.region,
      ...(target.zone === undefined ? {} : { zone: target.zone }),
    })),
    segments: segments.map((segment) => segment.id),
    ...(services === undefined ? {} : { services }),
    granularity: { least: 0, most: POWERDNS_MOST_WEIGHT },
    atomicScope: 'instance',
    compareAndSet: false,
    readBack: 'effective',
    effectDelayMs: { usual: ttl * 1_000, worst: ttl * 2_000 + 10_000 },
    stickiness: 'resolvers',
    zeroAll: 'refused',
    dryRun: false,
    metadataSlot: true,
    ...(livesIn.length === 0 ? {} : { livesIn: Object.fromEntries(livesIn) }),
  }
}
