import type { ServicesAnswer } from '#contract/services/service.ts'
import type { ServiceIndex } from './service-index.ts'

export type ServiceOwner = ServicesAnswer['owners'][number]

/** What the fleet's own systems say, as columns over the index's places; NaN where nobody tells. */
export interface FactColumns {
  instancesUp: Float64Array
  instancesTotal: Float64Array
  instancesSuspect: Float64Array
  breakersOpen: Float64Array
  breakersTotal: Float64Array
  alertsCritical: Float64Array
  alertsWarning: Float64Array
  /** UTC ms. */
  deployedAt: Float64Array
  observedAt: Float64Array
  /** Of each place. */
  versions: readonly (readonly string[])[]
  /** Of each service. */
  owners: readonly (ServiceOwner | null)[]
}

const COLUMNS = [
  'instancesUp',
  'instancesTotal',
  'instancesSuspect',
  'breakersOpen',
  'breakersTotal',
  'alertsCritical',
  'alertsWarning',
  'deployedAt',
  'observedAt',
] as const

/** Made when an answer comes, every few seconds. */
export function factColumnsOf(index: ServiceIndex, answer: ServicesAnswer | undefined): FactColumns {
  const places = index.nodeRow.length
  const unknown = () => new Float64Array(places).fill(NaN)
  const versions: (readonly string[])[] = Array.from({ length: places }, () => NONE)
  const owners = new Map((answer?.owners ?? []).map((owner) => [owner.service, owner]))
  const columns: FactColumns = {
    instancesUp: unknown(),
    instancesTotal: unknown(),
    instancesSuspect: unknown(),
    breakersOpen: unknown(),
    breakersTotal: unknown(),
    alertsCritical: unknown(),
    alertsWarning: unknown(),
    deployedAt: unknown(),
    observedAt: unknown(),
    versions,
    owners: index.services.map(({ id }) => owners.get(id) ?? null),
  }
  for (const facts of answer?.facts ?? []) {
    const place = index.placeOf.get(`${facts.region}/${facts.service}`)
    if (place === undefined) continue
    for (const column of COLUMNS) columns[column][place] = facts[column] ?? NaN
    versions[place] = facts.versions
  }
  return columns
}

const NONE: readonly string[] = []

/** Added up over a service's places; NaN where no place tells. */
export function sumOfPlaces(index: ServiceIndex, column: Float64Array, service: number): number {
  let sum = NaN
  const [from = 0, to = 0] = [index.firstPlace[service], index.firstPlace[service + 1]]
  for (let place = from; place < to; place += 1) {
    const value = column[place] ?? NaN
    if (!Number.isNaN(value)) sum = Number.isNaN(sum) ? value : sum + value
  }
  return sum
}

/** The latest of a service's places, UTC ms. */
export function latestOfPlaces(index: ServiceIndex, column: Float64Array, service: number): number {
  let latest = NaN
  const [from = 0, to = 0] = [index.firstPlace[service], index.firstPlace[service + 1]]
  for (let place = from; place < to; place += 1) {
    const value = column[place] ?? NaN
    if (!(value <= latest) && !Number.isNaN(value)) latest = value
  }
  return latest
}
