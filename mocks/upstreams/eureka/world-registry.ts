import type { WorldDeploy } from '#mocks/world/happenings.ts'
import type { World } from '#mocks/world/world.ts'
import { instancesInZone } from '#mocks/world/zone-placement.ts'
import { instanceIdOf } from '../instance-id-of.ts'
import { hashOf } from './hash-of.ts'
import { versionsOf, type VersionAt } from './world-versions.ts'

/**
 * What the instances of the world tell a registry, second by second: they register while they start, beat every 30 s,
 * fall silent with the power of their zone, and go when they are given back. Stores and queues do not register. Silent
 * ones are dropped after two leases, but for when too many are silent at once: then the registry keeps them all, as up.
 */
export type OwnStatus = 'UP' | 'DOWN' | 'STARTING'
export type SetStatus = OwnStatus | 'OUT_OF_SERVICE' | 'UNKNOWN'

export interface Seat {
  readonly app: string
  readonly id: string
  readonly service: string
  readonly zone: string
  /** Of the zone, in the world's gauges. */
  readonly power: number
  /** Where in the 30 s its heartbeats fall. */
  readonly phase: number
  /** Row of the catalogue, and which of the row's instances. */
  readonly node: number
  readonly slot: number
  own: OwnStatus
  /** What somebody has set over it. */
  override: SetStatus | null
  /** Since something that was set was taken away, until the next heartbeat; NaN for not. */
  forgottenSince: number
  version: string
  /** UTC ms on the world's clock. */
  registeredAt: number
  upSince: number
  updatedAt: number
  /** Since when it does not beat; NaN while it does. */
  silentSince: number
  isDropped: boolean
}

export interface RegistryChange {
  at: number
  action: 'ADDED' | 'MODIFIED' | 'DELETED'
  seat: Seat
}

export interface WorldRegistry {
  /** Brings it to the world's now. */
  observe(): void
  /** Those that are listed. */
  seats(): Seat[]
  find(app: string, id: string): Seat | null
  /** Null takes away what is set. */
  setOverride(seat: Seat, status: SetStatus | null): void
  /** Of the last three minutes, oldest first. */
  changes(): readonly RegistryChange[]
}

export const LEASE_MS = 90_000
export const BEAT_MS = 30_000
const CHANGES_KEPT_MS = 180_000
const DROPPED_AFTER_MS = 2 * LEASE_MS
const SELF_PRESERVATION_SHARE = 0.15
/** Whoever was there before anybody looked has been for up to three days. */
const LONGEST_PAST_MS = 3 * 86_400_000

export function createWorldRegistry(world: World, deploys: () => readonly WorldDeploy[]): WorldRegistry {
  const rows = rowsOf(world)
  const versions = versionsOf(world, deploys)
  let changes: RegistryChange[] = []
  let isFirst = true
  let isProtecting = false

  function note(seat: Seat, action: RegistryChange['action']): void {
    if (isFirst) return
    seat.updatedAt = world.now
    changes.push({ at: world.now, action, seat })
  }

  function observeRow(row: Row, versionAt: VersionAt): void {
    const placed = Math.round(world.gauges.instancesPlaced[row.node] ?? 0)
    const wanted = placed + Math.floor(world.gauges.instancesStarting[row.node] ?? 0)
    while (row.seats.length < wanted) {
      const seat = take(row, { now: world.now, isFirst, versionAt })
      row.seats.push(seat)
      note(seat, 'ADDED')
    }
    for (const seat of row.seats.splice(wanted)) if (!seat.isDropped) note(seat, 'DELETED')
    const serving = Math.round(world.gauges.instancesReady[row.node] ?? 0)
    let up = 0
    for (const seat of row.seats) {
      if (!hasPower(world, row, seat, placed)) silence(seat, world.now, isProtecting, note)
      else {
        up += seat.slot < placed ? 1 : 0
        const own = seat.slot >= placed ? 'STARTING' : up > serving ? 'DOWN' : 'UP'
        beat(seat, { own, version: versionAt(seat).version, now: world.now }, note)
      }
    }
  }

  return {
    observe() {
      const versionAt = versions()
      for (const row of rows) observeRow(row, versionAt)
      const listed = rows.flatMap(({ seats }) => seats.filter(({ isDropped }) => !isDropped))
      const silent = listed.filter(({ silentSince }) => !Number.isNaN(silentSince)).length
      isProtecting = silent > listed.length * SELF_PRESERVATION_SHARE
      changes = changes.filter(({ at }) => world.now - at <= CHANGES_KEPT_MS)
      isFirst = false
    },
    seats: () => rows.flatMap(({ seats }) => seats.filter(({ isDropped }) => !isDropped)),
    find: (app, id) =>
      rows.flatMap(({ seats }) => seats).find((seat) => seat.app === app && seat.id === id && !seat.isDropped) ?? null,
    setOverride(seat, status) {
      seat.override = status
      seat.forgottenSince = status === null ? world.now : NaN
      note(seat, 'MODIFIED')
    },
    changes: () => changes,
  }
}

/** As the registry tells it: what somebody has set counts for those alone that say they are up. */
export function statusOfSeat(seat: Seat): SetStatus {
  if (seat.own !== 'UP') return seat.own
  return seat.override ?? (Number.isNaN(seat.forgottenSince) ? 'UP' : 'UNKNOWN')
}

/** The instant of its newest heartbeat up to now; that of its registration before the first. */
export function lastBeatOf(seat: Seat, now: number): number {
  const until = Number.isNaN(seat.silentSince) ? now : seat.silentSince
  return Math.max(seat.registeredAt, until - ((until + seat.phase) % BEAT_MS))
}

type Note = (seat: Seat, action: RegistryChange['action']) => void

interface Row {
  node: number
  service: string
  region: number
  zones: readonly string[]
  /** Of each zone, its place in the world's gauges. */
  powers: readonly number[]
  seats: Seat[]
}

function rowsOf({ catalog }: World): Row[] {
  return catalog.nodes.flatMap(({ kind, service, region, zones }, node) => {
    if (kind !== 'service' || region < 0 || zones.length === 0) return []
    const regional = catalog.regions[region]?.zones ?? []
    const powers = zones.map((zone) => region * regional.length + regional.indexOf(zone))
    return [{ node, service, region, zones, powers, seats: [] }]
  })
}

function take(row: Row, known: { now: number; isFirst: boolean; versionAt: VersionAt }): Seat {
  const slot = row.seats.length
  const place = slot % row.zones.length
  const zone = row.zones[place] ?? ''
  const id = instanceIdOf(row, slot)
  const { version, since } = known.versionAt({ node: row.node, id })
  const before = Number.isNaN(since) ? known.now - ((hashOf(id) * 7_919) % LONGEST_PAST_MS) : Math.round(since)
  const registeredAt = known.isFirst ? before : known.now
  return {
    app: row.service.toUpperCase(),
    id,
    service: row.service,
    zone,
    power: row.powers[place] ?? -1,
    phase: hashOf(id) % BEAT_MS,
    node: row.node,
    slot,
    own: known.isFirst ? 'UP' : 'STARTING',
    override: null,
    forgottenSince: NaN,
    version,
    registeredAt,
    upSince: known.isFirst ? registeredAt : NaN,
    updatedAt: registeredAt,
    silentSince: NaN,
    isDropped: false,
  }
}

function silence(seat: Seat, now: number, isProtecting: boolean, note: Note): void {
  if (Number.isNaN(seat.silentSince)) seat.silentSince = now
  if (seat.isDropped || isProtecting || now - seat.silentSince < DROPPED_AFTER_MS) return
  seat.isDropped = true
  note(seat, 'DELETED')
}

function beat(seat: Seat, told: { own: OwnStatus; version: string; now: number }, note: Note): void {
  const { own, version, now } = told
  const isBack = seat.isDropped
  seat.silentSince = NaN
  seat.isDropped = false
  if (isBack || version !== seat.version) {
    // Another process in the same place.
    Object.assign(seat, { version, registeredAt: now, upSince: now, own, forgottenSince: NaN })
    note(seat, isBack ? 'ADDED' : 'MODIFIED')
    return
  }
  const isHeardAgain = lastBeatOf(seat, now) > seat.forgottenSince
  if (own === seat.own && !isHeardAgain) return
  if (own === 'UP' && seat.own === 'STARTING') seat.upSince = now
  seat.own = own
  if (isHeardAgain) seat.forgottenSince = NaN
  note(seat, 'MODIFIED')
}

function hasPower(world: World, { zones }: Row, { slot, power }: Seat, placed: number): boolean {
  const alive = world.gauges.zonesAlive[power] ?? 1
  if (alive === 1) return true
  const place = slot % zones.length
  const within = Math.floor(slot / zones.length)
  return within < Math.round(instancesInZone(Math.max(placed, slot + 1), place, zones.length) * alive)
}
