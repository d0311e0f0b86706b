import type { ServiceId } from '#contract/ids.ts'
import { CALLS } from '#mocks/world/calls.ts'

/** Where requests can fail or be answered with less because of these services: they, and whoever calls them, directly or not. */
export function reachOf(...services: readonly ServiceId[]): readonly ServiceId[] {
  const reached = new Set(services)
  for (const service of reached) for (const caller of callersOf(service)) reached.add(caller)
  return [...reached]
}

/** Whoever calls it and waits for the answer. */
export function callersOf(service: ServiceId): readonly ServiceId[] {
  return Object.entries(CALLS).flatMap(([caller, calls]) =>
    calls.some(([callee, , need]) => callee === service && need !== 'background') ? [caller] : [],
  )
}

/** The stores that a cache stands before: stores called by those who look something up in it. */
export function storesBehind(cache: ServiceId, isStore: (service: ServiceId) => boolean): readonly ServiceId[] {
  const stores = Object.values(CALLS).flatMap((calls) => {
    const lookUps = calls.find(([callee]) => callee === cache)?.[1] ?? 0
    return calls.flatMap(([callee, calls]) => (lookUps > calls && isStore(callee) ? [callee] : []))
  })
  return [...new Set(stores)]
}
