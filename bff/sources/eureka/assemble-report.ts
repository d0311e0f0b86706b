import type { RegionId, SourceId } from '#contract/ids.ts'
import type { InstanceStatus } from '#contract/services/instance.ts'
import type { SourceProblem } from '#contract/source-status.ts'
import type { InstanceReading } from '#bff/topology/facts.ts'
import { firstOf, type PlaceOf } from './place-of.ts'
import type { RegistryList } from './registry-reader.ts'
import type { EurekaSettings } from './settings.ts'
import type { WireInstance } from './wire-instance.ts'

/** From the registry's list to what this project tells of instances. Times stay on the registry's clock. */

const STATUSES: ReadonlyMap<string, InstanceStatus> = new Map([
  ['UP', 'up'],
  ['DOWN', 'down'],
  ['STARTING', 'starting'],
  ['OUT_OF_SERVICE', 'out-of-service'],
  ['UNKNOWN', 'unknown'],
])

/** More silent ones than this among those that are said to be up: the registry protects itself, and drops nobody. */
const SELF_PRESERVATION_SHARE = 0.15
const MOST_NAMES_IN_WORDS = 5

export interface AssembleInput {
  id: SourceId
  settings: EurekaSettings
  placeOf: PlaceOf
  list: RegistryList
  /** When the list was handed out, UTC ms on the registry's clock. */
  servedAtMs: number
}

export interface AssembledRegistry {
  instances: InstanceReading[]
  /** The newest instant the list is known to speak of. */
  observedAt: number
  regions: ReadonlySet<RegionId>
  problems: SourceProblem[]
}

export function assembleRegistry(input: AssembleInput): AssembledRegistry {
  const { settings, placeOf, list, servedAtMs } = input
  const observedAt = observedAtOf(input)
  const regions = new Set<RegionId>()
  const foreign = new Map<string, number>()
  let placeless = 0
  const instances = list.instances.map((instance) => {
    const place = placeOf(instance)
    if (place.region !== null) regions.add(place.region)
    else if (place.foreign === null) placeless += 1
    else foreign.set(place.foreign, (foreign.get(place.foreign) ?? 0) + 1)
    return readingOf(instance, { list, observedAt, settings, region: place.region, zone: place.zone })
  })
  const words = [
    ...unreadableInWords(list),
    ...foreignInWords(foreign),
    ...placelessInWords(placeless),
    ...silentInWords(instances),
  ]
  const problems = words.map((message) => ({ asked: 'instances', message, at: Math.round(servedAtMs) }))
  return { instances, observedAt, regions, problems }
}

/**
 * A change of status is in every list after the server's own cache has turned over; the newest sign of life may tell
 * that the list is younger than that.
 */
function observedAtOf({ list, servedAtMs, settings }: AssembleInput): number {
  const atLeast = servedAtMs - settings.cache
  return Math.round(Math.min(servedAtMs, list.newestSign > atLeast ? list.newestSign : atLeast))
}

export function statusOf(status: string): InstanceStatus {
  return STATUSES.get(status) ?? 'unknown'
}

/** Null where nobody has set one: Eureka writes UNKNOWN. */
export function overrideOf({ overriddenStatus }: WireInstance): InstanceStatus | null {
  const status = statusOf(overriddenStatus)
  return status === 'unknown' ? null : status
}

function readingOf(
  instance: WireInstance,
  known: { list: RegistryList; observedAt: number; settings: EurekaSettings } & Pick<
    InstanceReading,
    'region' | 'zone'
  >,
): InstanceReading {
  const { renewedAt, suspect } = known.list.leaseOf(instance)
  const { serviceUpTimestamp: upSince, registrationTimestamp } = instance.lease
  return {
    id: instance.id,
    region: known.region,
    zone: known.zone,
    name: instance.app,
    status: statusOf(instance.status),
    override: overrideOf(instance),
    version: firstOf(instance, known.settings.metadata.version),
    group: instance.asgName,
    host: instance.hostName,
    address: instance.ipAddr,
    port: portOf(instance),
    upSince: Number.isNaN(upSince) ? registrationTimestamp : upSince,
    renewedAt,
    suspect,
    actionable: known.settings.actions,
    observedAt: known.observedAt,
  }
}

function portOf({ port, securePort }: WireInstance): number | null {
  return [port, securePort].find((one) => Number.isInteger(one)) ?? null
}

function unreadableInWords({ unreadable, mismatch }: RegistryList): string[] {
  if (unreadable > 0) return [`${countOf(unreadable)} could not be read and ${be(unreadable)} left out.`]
  if (mismatch === null) return []
  return [
    `The registry counts ${inWords(mismatch.told)}, but its list has ${inWords(mismatch.counted)}; a proxy may cut or filter its answers.`,
  ]
}

/** `3 OUT_OF_SERVICE, 12 UP` */
function inWords(hashcode: string): string {
  const counts = [...hashcode.matchAll(/([A-Z_]+)_(\d+)_/g)].map(([, status, count]) => `${count} ${status}`)
  return counts.length === 0 ? 'nothing' : counts.join(', ')
}

function foreignInWords(foreign: ReadonlyMap<string, number>): string[] {
  if (foreign.size === 0) return []
  const names = [...foreign.keys()].toSorted()
  const rest = names.length > MOST_NAMES_IN_WORDS ? ` and ${names.length - MOST_NAMES_IN_WORDS} more` : ''
  const total = [...foreign.values()].reduce((sum, count) => sum + count, 0)
  return [
    `${countOf(total)} ${be(total)} in ${names.slice(0, MOST_NAMES_IN_WORDS).join(', ')}${rest}, which no region of the configuration is called; add what is missing to regions, or to the aliases of one.`,
  ]
}

function placelessInWords(placeless: number): string[] {
  if (placeless === 0) return []
  return [
    `${countOf(placeless)} ${placeless === 1 ? 'tells' : 'tell'} no region: set region of this source, or metadata.region to the key that tells it.`,
  ]
}

function silentInWords(instances: readonly InstanceReading[]): string[] {
  const up = instances.filter(({ status }) => status === 'up')
  const silent = up.filter(({ suspect }) => suspect).length
  if (silent === 0 || silent < up.length * SELF_PRESERVATION_SHARE) return []
  return [
    `${silent} of ${countOf(up.length)} said to be up have not renewed their lease; the registry may be protecting itself (it then drops nobody), or cannot be reached by them.`,
  ]
}

function countOf(count: number): string {
  return count === 1 ? '1 instance' : `${count} instances`
}

function be(count: number): string {
  return count === 1 ? 'is' : 'are'
}
