import type { ServiceId } from '#contract/ids.ts'
import type { Breaker } from '#contract/services/breaker.ts'
import type { ForeignAlert } from '#contract/services/foreign-alert.ts'
import type { Instance } from '#contract/services/instance.ts'
import type { Ownership } from '#contract/services/ownership.ts'
import type { AlertReading, BreakerReading, InstanceReading, OwnerReading } from '#bff/topology/facts.ts'
import type { HeldList, Teller } from './held-facts.ts'
import type { Identity } from './identity/create-identity.ts'
import { createNameBook, type NameBook, type NamedFacts } from './name-book.ts'
import { alertOf, breakerOf, instanceOf } from './rows-of-readings.ts'

/** One source's list, by the service each row is about. */
export interface JoinedList<Row> {
  teller: Teller
  observedAt: number
  byService: ReadonlyMap<ServiceId, readonly Row[]>
  /** Rows that name no service. */
  without: readonly Row[]
  /** Every name that was told, and whom it means. */
  names: readonly NamedFacts[]
}

export interface JoinedBreakers extends JoinedList<Breaker> {
  /** By whom they stand before. */
  before: ReadonlyMap<ServiceId, readonly Breaker[]>
}

export interface JoinedInstances extends JoinedList<Instance> {
  /** How the registry writes the service of an instance: what an order to it must say. */
  registryName(service: ServiceId, instance: string): string | null
}

interface JoinInput<Reading> {
  held: HeldList<Reading>
  identity: Identity
}

export function joinBreakers({ held, identity }: JoinInput<BreakerReading>): JoinedBreakers {
  const names = createNameBook({ identity, source: held.teller.id, tells: 'breakers' })
  const byService = new Map<ServiceId, Breaker[]>()
  const before = new Map<ServiceId, Breaker[]>()
  for (const reading of held.list) {
    const service = names.meant(reading.name, reading.region)
    const target = targetOf(names, reading)
    if (service === null) continue
    const breaker = breakerOf(reading, { source: held.teller.id, service, target })
    push(byService, service, breaker)
    if (target !== null) push(before, target, breaker)
  }
  return { ...headOf(held), byService, before, without: [], names: names.all() }
}

export function joinInstances({ held, identity }: JoinInput<InstanceReading>): JoinedInstances {
  const names = createNameBook({ identity, source: held.teller.id, tells: 'instances' })
  const byService = new Map<ServiceId, Instance[]>()
  const registryNames = new Map<string, string>()
  for (const reading of held.list) {
    const service = names.meant(reading.name, reading.region)
    if (service === null) continue
    push(byService, service, instanceOf(reading, { source: held.teller.id, service }))
    registryNames.set(`${service}\n${reading.id}`, reading.name)
  }
  return {
    ...headOf(held),
    byService,
    without: [],
    names: names.all(),
    registryName: (service, instance) => registryNames.get(`${service}\n${instance}`) ?? null,
  }
}

export function joinAlerts({ held, identity }: JoinInput<AlertReading>): JoinedList<ForeignAlert> {
  const names = createNameBook({ identity, source: held.teller.id, tells: 'alerts' })
  const byService = new Map<ServiceId, ForeignAlert[]>()
  const without: ForeignAlert[] = []
  for (const reading of held.list) {
    const service = reading.name === null ? null : names.meant(reading.name, reading.region)
    const alert = alertOf(reading, { source: held.teller.id, service })
    if (service === null) without.push(alert)
    else push(byService, service, alert)
  }
  return { ...headOf(held), byService, without, names: names.all() }
}

export function joinOwners({ held, identity }: JoinInput<OwnerReading>): JoinedList<Ownership> {
  const names = createNameBook({ identity, source: held.teller.id, tells: 'ownership' })
  const byService = new Map<ServiceId, Ownership[]>()
  for (const { name, ...ownership } of held.list) {
    const service = names.meant(name, null)
    if (service !== null) push(byService, service, { ...ownership, service })
  }
  return { ...headOf(held), byService, without: [], names: names.all() }
}

/** What a breaker stands before is written in its target, or else in its command's or its group's name. */
function targetOf(names: NameBook, { target, command, group, region }: BreakerReading): ServiceId | null {
  if (target !== null) return names.meant(target, region)
  const meaning = [command, group].find((name) => name !== null && names.ask(name) !== null)
  // What means nobody is said once, as the command: that is what a rule would be written for.
  return names.meant(meaning ?? command, region)
}

function headOf({ teller, observedAt }: HeldList<unknown>): Pick<JoinedList<never>, 'teller' | 'observedAt'> {
  return { teller, observedAt }
}

function push<Row>(into: Map<ServiceId, Row[]>, service: ServiceId, row: Row): void {
  const rows = into.get(service)
  if (rows === undefined) into.set(service, [row])
  else rows.push(row)
}
