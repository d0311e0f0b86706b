import type { Answer } from '../create-ask.ts'
import type { EurekaClient } from './client.ts'
import { judgeLeases, type Lease } from './judge-leases.ts'
import { hashcodeOf, type WireList } from './wire.ts'
import type { WireInstance } from './wire-instance.ts'

/** The registry as last read: whole each time, or whole now and then with what has changed merged in between. */
export interface RegistryList {
  instances: readonly WireInstance[]
  leaseOf(instance: WireInstance): Lease
  /** UTC ms of the newest sign of life in the list, on the registry's clock; NaN for none. */
  newestSign: number
  unreadable: number
  /** What the server counts and what was listed, where the two do not add up. */
  mismatch: { told: string; counted: string } | null
  how: 'whole' | 'delta'
}

export interface RegistryReader {
  read(input: { signal: AbortSignal; now: () => number }): Promise<Answer<RegistryList>>
}

/** A delta tells nothing of leases, so a whole list is read every so many polls all the same. */
const POLLS_UNTIL_WHOLE = 10

export function createRegistryReader(client: EurekaClient, options: { delta: boolean }): RegistryReader {
  let addsDuration: boolean | null = null
  let held: Held | null = null
  let pollsSinceWhole = 0
  let isDeltaRefused = false

  async function readWhole(signal: AbortSignal, now: () => number): Promise<Answer<RegistryList>> {
    const answer = await client.all({ signal })
    if (answer.kind === 'failed') return answer
    const { instances } = answer.value
    const servedAtMs = Number.isNaN(answer.servedAtMs) ? now() : answer.servedAtMs
    const judged = judgeLeases({ instances, servedAtMs, addsDuration })
    addsDuration = judged.addsDuration
    held = {
      byKey: new Map(instances.map((instance) => [keyOf(instance), instance])),
      leases: new Map(instances.map((instance) => [instance, judged.of(instance)])),
      newestSign: judged.newestSign,
    }
    pollsSinceWhole = 0
    return { ...answer, value: listOf({ held, list: answer.value, how: 'whole' }) }
  }

  async function readDelta(from: Held, signal: AbortSignal): Promise<Answer<RegistryList> | null> {
    const answer = await client.delta({ signal })
    if (answer.kind === 'failed') {
      // Warming up it would refuse the whole list as well, which is read next; with deltas switched off it does not.
      isDeltaRefused = answer.failure.kind === 'busy'
      return null
    }
    const merged = merge(from, answer.value.instances)
    const list = listOf({ held: merged, list: answer.value, how: 'delta' })
    if (list.mismatch !== null || list.unreadable > 0) return null
    held = merged
    pollsSinceWhole += 1
    return { ...answer, value: list }
  }

  return {
    async read({ signal, now }) {
      const mayAskDelta = options.delta && !isDeltaRefused && pollsSinceWhole < POLLS_UNTIL_WHOLE
      const changed = mayAskDelta && held !== null ? await readDelta(held, signal) : null
      if (changed !== null) return changed
      const whole = await readWhole(signal, now)
      if (whole.kind === 'failed') isDeltaRefused = false
      return whole
    },
  }
}

interface Held {
  byKey: ReadonlyMap<string, WireInstance>
  /** Of the last whole list; what a delta has brought since is alive. */
  leases: ReadonlyMap<WireInstance, Lease>
  newestSign: number
}

/** Deltas repeat what they told before: the same change applied again changes nothing. */
function merge(held: Held, changes: readonly WireInstance[]): Held {
  const byKey = new Map(held.byKey)
  const leases = new Map(held.leases)
  let { newestSign } = held
  for (const change of changes) {
    const key = keyOf(change)
    const before = byKey.get(key)
    if (change.actionType === 'DELETED') {
      byKey.delete(key)
    } else if (before === undefined || isNewer(change, before)) {
      byKey.set(key, change)
      const updatedAt = change.lastUpdatedTimestamp
      leases.set(change, { renewedAt: updatedAt, suspect: false })
      if (updatedAt > newestSign) newestSign = updatedAt
    }
  }
  return { byKey, leases, newestSign }
}

function isNewer(change: WireInstance, before: WireInstance): boolean {
  const changedAt = change.lastUpdatedTimestamp
  const knownAt = before.lastUpdatedTimestamp
  return Number.isNaN(changedAt) || Number.isNaN(knownAt) || changedAt > knownAt || change.status !== before.status
}

function listOf({ held, list, how }: { held: Held; list: WireList; how: RegistryList['how'] }): RegistryList {
  const instances = [...held.byKey.values()]
  const counted = hashcodeOf(instances)
  const told = list.hashcode
  return {
    instances,
    leaseOf: (instance) => held.leases.get(instance) ?? { renewedAt: NaN, suspect: false },
    newestSign: held.newestSign,
    unreadable: list.unreadable,
    mismatch: told === null || told === counted ? null : { told, counted },
    how,
  }
}

function keyOf(instance: WireInstance): string {
  return `${instance.app}\n${instance.id}`
}
