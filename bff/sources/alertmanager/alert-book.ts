import type { DeliveryCount } from '#contract/services/delivery.ts'
import type { AlertReading } from '#bff/topology/facts.ts'
import { isSaidAlike, printGroup, readAgain, readHookedAlert, readPolledAlert, type AlertNaming } from './read-alert.ts'
import type { WireAlert, WireGroups, WireHook } from './wire.ts'

/**
 * One alert, told in two ways: Alertmanager lists what has not ended when it is asked, and its webhook delivers
 * beginnings and ends, at least once, in any order, from each replica. Neither is whole. A list knows no ends; a
 * delivery may be late, repeated or lost. So an alert is known by its fingerprint, an episode of it by when it began:
 *
 * - The list decides whether it burns, unless a delivery arrived after the list was asked for.
 * - What is no longer listed has ended, at the latest now; a delivery tells when exactly.
 * - An end beats a beginning of the same episode, whatever order they arrive in; only a list can begin it again.
 * - Alertmanager forgets its alerts when it restarts, until they are sent to it again: what was listed by another
 *   process and is not listed by a young one is neither ended nor seen, and ages.
 */
export interface AlertBook {
  takeList(list: PolledList): void
  takeDelivery(hook: WireHook, at: number): DeliveryCount
  /** Firing ones, and those that ended within the last day. */
  readings(): AlertReading[]
  /** Alerts of an earlier process that the present one has not been told of yet. */
  unrepeated(): number
}

export interface PolledList {
  alerts: readonly WireAlert[]
  /** Null where the groups could not be read. */
  groups: WireGroups | null
  /** When it was asked for, UTC ms. */
  beganAt: number
  at: number
  /** When the process that answered began; NaN where it does not tell. */
  serverStartedAt: number
}

interface Kept {
  reading: AlertReading
  /** As the reading was listed; null where a delivery has said more since. */
  listed: WireAlert | null
  /** When a delivery last told of it, UTC ms. */
  deliveredAt: number
  /** Which process listed it last; NaN for none. */
  listedBy: number
  /** Whether it is known when it ended. */
  isEndExact: boolean
}

const KEPT_MS = 24 * 3_600_000
const MOST_ENDED = 2_000
const MOST_ALERTS = 20_000
/** Prometheus repeats its alerts each minute, and after each evaluation that is longer apart. */
const UNTIL_REPEATED_MS = 3 * 60_000

export function createAlertBook(input: {
  naming: AlertNaming
  /** Only alerts of these; all where empty. */
  receivers: readonly string[]
}): AlertBook {
  const { naming, receivers } = input
  const book = new Map<string, Kept>()
  let unrepeated = 0

  function takeList(list: PolledList): void {
    const groupOf = list.groups === null ? null : groupByFingerprint(list.groups)
    const listed = new Set<string>()
    for (const alert of list.alerts) {
      const kept = book.get(alert.fingerprint)
      const group = groupOf === null ? (kept?.reading.group ?? null) : (groupOf.get(alert.fingerprint) ?? null)
      const reading = readListed(alert, { kept, naming, at: list.at, group })
      if (reading === null) continue
      listed.add(reading.key)
      if (kept !== undefined && isOvertaken(kept, reading, list.beganAt)) continue
      const deliveredAt = kept?.deliveredAt ?? -Infinity
      book.set(reading.key, { reading, listed: alert, deliveredAt, listedBy: list.serverStartedAt, isEndExact: false })
    }
    unrepeated = settleUnlisted(book, listed, list)
    forget(book, list.at)
  }

  return {
    takeList,
    takeDelivery(hook, at) {
      const count = { accepted: 0, repeated: 0, ignored: 0 }
      const group = printGroup(hook.groupLabels)
      for (const alert of hook.alerts) {
        const told = { naming, at, group, receiver: hook.receiver }
        const reading = alert === null ? null : readHookedAlert(alert, told)
        count[reading === null ? 'ignored' : takeDelivered(book, reading, { receivers, at })] += 1
      }
      forget(book, at)
      return count
    },
    readings: () => [...book.values()].map(({ reading }) => reading),
    unrepeated: () => unrepeated,
  }
}

function readListed(
  alert: WireAlert,
  told: { kept: Kept | undefined; naming: AlertNaming; at: number; group: string | null },
): AlertReading | null {
  const { kept, naming, at, group } = told
  const isKnown = kept !== undefined && kept.listed !== null && isSaidAlike(kept.listed, alert)
  return isKnown ? readAgain(kept.reading, { alert, at, group }) : readPolledAlert(alert, { naming, at, group })
}

function takeDelivered(
  book: Map<string, Kept>,
  reading: AlertReading,
  { receivers, at }: { receivers: readonly string[]; at: number },
): keyof DeliveryCount {
  const kept = book.get(reading.key)
  const told = { listed: null, deliveredAt: at, isEndExact: reading.state === 'resolved' }
  if (kept === undefined) {
    // Whether it is routed to the others as well only the list tells.
    const isWatched = receivers.length === 0 || reading.receivers.some((name) => receivers.includes(name))
    if (!isWatched || book.size >= MOST_ALERTS) return 'ignored'
    book.set(reading.key, { reading, listedBy: NaN, ...told })
    return 'accepted'
  }
  if (isKnownAlready(kept, reading)) return 'repeated'
  const { group, receivers: known } = kept.reading
  const merged = { ...reading, group: group ?? reading.group, receivers: union(known, reading.receivers) }
  book.set(reading.key, { ...kept, reading: merged, ...told })
  return 'accepted'
}

/** Its end was delivered while the list was on its way. */
function isOvertaken({ reading: known, deliveredAt }: Kept, reading: AlertReading, beganAt: number): boolean {
  return deliveredAt >= beganAt && known.state === 'resolved' && known.startedAt >= reading.startedAt
}

/** What is not listed any more has ended, unless there is a reason to doubt it. Returns how many are in doubt. */
function settleUnlisted(
  book: Map<string, Kept>,
  listed: ReadonlySet<string>,
  { beganAt, at, serverStartedAt }: Pick<PolledList, 'beganAt' | 'at' | 'serverStartedAt'>,
): number {
  const isYoung = at - serverStartedAt < UNTIL_REPEATED_MS
  let unrepeated = 0
  for (const [key, kept] of book) {
    if (listed.has(key)) continue
    const { reading } = kept
    if (reading.state === 'resolved') book.set(key, { ...kept, reading: { ...reading, observedAt: at } })
    else if (kept.deliveredAt >= beganAt) continue
    else if (isYoung && !isToldBy(kept, serverStartedAt)) unrepeated += 1
    else book.set(key, { ...kept, reading: ended(reading, at), isEndExact: false })
  }
  return unrepeated
}

/** `told` comes by the webhook. */
function isKnownAlready({ reading, isEndExact }: Kept, told: AlertReading): boolean {
  if (told.startedAt !== reading.startedAt) return told.startedAt < reading.startedAt
  if (told.state !== 'resolved') return true
  return reading.state === 'resolved' && isEndExact
}

function isToldBy({ listedBy, deliveredAt }: Kept, serverStartedAt: number): boolean {
  return listedBy === serverStartedAt || deliveredAt >= serverStartedAt
}

function ended(reading: AlertReading, at: number): AlertReading {
  return { ...reading, state: 'resolved', endedAt: at, silencedBy: [], inhibitedBy: [], observedAt: at }
}

function forget(book: Map<string, Kept>, at: number): void {
  const over = [...book.values()]
    .map(({ reading }) => reading)
    .filter(({ state }) => state === 'resolved')
    .toSorted((one, other) => other.endedAt - one.endedAt)
  over.forEach(({ key, endedAt }, index) => {
    if (index >= MOST_ENDED || at - endedAt > KEPT_MS) book.delete(key)
  })
}

/** An alert that is told to several receivers stands in several groups: the first is taken. */
function groupByFingerprint(groups: WireGroups): Map<string, string | null> {
  const byFingerprint = new Map<string, string | null>()
  for (const { labels, alerts } of groups) {
    const printed = printGroup(labels)
    for (const { fingerprint } of alerts) {
      if (byFingerprint.get(fingerprint) === undefined) byFingerprint.set(fingerprint, printed)
    }
  }
  return byFingerprint
}

function union(known: readonly string[], told: readonly string[]): string[] {
  return [...new Set([...known, ...told])]
}
