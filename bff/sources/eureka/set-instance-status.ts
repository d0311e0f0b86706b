import type { InstanceStatus, InstanceStatusSet } from '#contract/services/instance.ts'
import type { Clock } from '#bff/clock.ts'
import type { SourceFailure } from '../failure.ts'
import type { InstanceOrder } from '../source.ts'
import { overrideOf, statusOf } from './assemble-report.ts'
import type { EurekaClient } from './client.ts'

/**
 * Taking an instance out of service is setting a status over its own. Letting it back is taking that away again, and no
 * more: setting UP would hold for good whatever the instance says, and so would naming UP as what is to follow, until
 * the instance next changes. Without it the registry knows nothing of the instance until its next heartbeat, which it
 * answers with 404, so that the instance registers with its own status again. Whether an order was followed is read
 * from the instance's own address, which no cache stands before: lists go on telling the old state for half a minute.
 */

const READ_EVERY_MS = 300
/** Behind one address there may be several servers that tell each other. */
const READS_UNTIL_STABLE = 3
const WATCH_LIMIT_MS = 15_000

export type Wait = (ms: number, signal: AbortSignal) => Promise<void>

export interface SetInstanceStatusInput {
  client: EurekaClient
  clock: Clock
  wait: Wait
  order: InstanceOrder
}

/** What the registry tells of the one instance. */
interface Seen {
  status: InstanceStatus
  override: InstanceStatus | null
}

export async function setInstanceStatus(input: SetInstanceStatusInput): Promise<InstanceStatusSet> {
  const { client, order } = input
  const asked = { app: order.name, id: order.instance, signal: order.signal }
  const written = order.to === 'out-of-service' ? await client.takeOut(asked) : await client.letBack(asked)
  if (written.kind === 'failed' && isDefinite(written.failure)) {
    const seen = await look(input)
    return told(input, 'unknown', seen, notTaken(order, written.failure))
  }
  const { seen, isStable } = await watch(input)
  if (isStable) return told(input, 'seen', seen, happened(order, seen))
  if (written.kind === 'failed') return told(input, 'unknown', seen, unanswered(written.failure, seen))
  return told(input, 'accepted-not-seen', seen, notSeen(order, seen))
}

/** Nothing was changed; of a question that was cut off nobody knows. */
function isDefinite({ kind }: SourceFailure): boolean {
  return !['timeout', 'cancelled', 'reset', 'server-error', 'unreadable', 'too-large'].includes(kind)
}

/** Reads until what is wanted has been seen several times in a row, or time is up. */
async function watch(input: SetInstanceStatusInput): Promise<{ seen: Seen | null; isStable: boolean }> {
  const { clock, wait, order } = input
  const until = clock.now() + WATCH_LIMIT_MS
  let last: Seen | null = null
  let inARow = 0
  while (clock.now() < until && !order.signal.aborted) {
    const seen = await look(input)
    last = seen ?? last
    inARow = seen !== null && isWanted(order, seen) ? inARow + 1 : 0
    if (inARow === READS_UNTIL_STABLE) return { seen: last, isStable: true }
    await wait(READ_EVERY_MS, order.signal)
  }
  return { seen: last, isStable: false }
}

async function look({ client, order }: SetInstanceStatusInput): Promise<Seen | null> {
  const answer = await client.instance({ app: order.name, id: order.instance, signal: order.signal })
  if (answer.kind === 'failed' || answer.value === null) return null
  return { status: statusOf(answer.value.status), override: overrideOf(answer.value) }
}

function isWanted({ to }: InstanceOrder, { status, override }: Seen): boolean {
  return to === 'out-of-service' ? status === 'out-of-service' : override === null
}

function told(
  { clock }: SetInstanceStatusInput,
  outcome: InstanceStatusSet['outcome'],
  seen: Seen | null,
  message: string,
): InstanceStatusSet {
  return { outcome, seen: seen?.status ?? null, seenAt: seen === null ? null : clock.now(), message }
}

function happened({ to, instance }: InstanceOrder, seen: Seen | null): string {
  if (to === 'out-of-service') {
    return `${instance} is out of service; clients that keep lists of their own follow within a minute or two.`
  }
  return seen === null || seen.status === 'unknown'
    ? `What was set over ${instance} is taken away; it tells its own status with its next heartbeat, within half a minute.`
    : `What was set over ${instance} is taken away; it says ${seen.status} of itself.`
}

function notTaken({ name, instance }: InstanceOrder, { kind, message }: SourceFailure): string {
  if (kind === 'not-found') return `The registry has no instance ${instance} of ${name}, so nothing was changed.`
  return `The registry did not take the order, so nothing was changed: ${message}`
}

function notSeen({ instance }: InstanceOrder, seen: Seen | null): string {
  if (seen === null) return `The registry took the order, but ${instance} could not be read back; look at it there.`
  return `The registry took the order, but after ${WATCH_LIMIT_MS / 1_000} s it still tells ${seen.status} of ${instance}${seen.override === null ? '' : ' by what somebody has set'}.`
}

function unanswered({ message }: SourceFailure, seen: Seen | null): string {
  const state = seen === null ? 'and the instance could not be read back' : `and the instance is ${seen.status}`
  return `Whether the registry took the order is unknown: ${message} It was not seen to happen, ${state}.`
}
