import type { InstanceReading, PlaneDescriptor } from '#contract/evacuation/plane.ts'
import type { Control, ControlUnknown, WriteAnswer, WriteIntent } from '#bff/evacuation/control.ts'
import type { Clock } from '#bff/clock.ts'
import { createSignedClient, type SignedClient } from './signed-client.ts'
import { examineDescription } from './examine-description.ts'
import { judgeStatus } from './judge-status.ts'
import { runbookLine } from './runbook-line.ts'
import type { WebhookSettings } from './settings.ts'
import { CONTRACT_NAME, Operation, PATHS, State, type Order } from './wire.ts'

/** A plane of somebody's own, steered through the published contract. */
export function createWebhookControl(input: { settings: WebhookSettings; clock: Clock }): Control {
  const { settings, clock } = input
  const client = createSignedClient({ url: settings.url, secret: settings.secret, clock })
  const order = ({ splits, mark }: WriteIntent): Order => ({
    contract: CONTRACT_NAME,
    issuedAt: clock.now(),
    mark,
    segments: splits.map(({ segment, weights }) => ({ segment, weights })),
  })
  const write = (intent: WriteIntent, limitMs: number, dryRun: boolean) =>
    writeOrder({ client, clock, intent, order: order(intent), limitMs, dryRun })
  return {
    descriptor: describe(settings),
    async read(instance, limitMs) {
      const answer = await client.ask({ method: 'GET', path: PATHS.state(instance), limitMs })
      const judged = judgeStatus(answer)
      if (judged.kind !== 'answered') return judged
      const state = State.safeParse(judged.json)
      if (!state.success) return unreadable(state.error)
      if (state.data.instance !== instance) {
        return { kind: 'unknown', why: `asked for ${instance}, it answered for ${state.data.instance}` }
      }
      return { kind: 'read', reading: readingOf(state.data, clock.now()) }
    },
    write: (intent, limitMs) => write(intent, limitMs, false),
    ...(settings.dryRun ? { dryRun: (intent, limitMs) => write(intent, limitMs, true) } : {}),
    examine: (limitMs) => examineDescription({ client, settings, limitMs }),
    byHand: (intent) =>
      runbookLine({
        settings,
        method: 'PUT',
        path: PATHS.state(intent.instance),
        body: order(intent),
        key: intent.key,
      }),
    readByHand: (instance) => runbookLine({ settings, method: 'GET', path: PATHS.state(instance) }),
    close: () => client.close(),
  }
}

interface Writing {
  client: SignedClient
  clock: Clock
  intent: WriteIntent
  order: Order
  limitMs: number
  dryRun: boolean
}

async function writeOrder({ client, clock, intent, order, limitMs, dryRun }: Writing): Promise<WriteAnswer> {
  const until = clock.now() + limitMs
  const answer = await client.ask({
    method: 'PUT',
    path: `${PATHS.state(intent.instance)}${dryRun ? '?dryRun=true' : ''}`,
    body: order,
    headers: {
      'idempotency-key': intent.key,
      ...(intent.revision === undefined ? {} : { 'if-match': `"${intent.revision}"` }),
    },
    limitMs,
  })
  const judged = judgeStatus(answer)
  if (judged.kind !== 'answered') return judged
  if (judged.status !== 202) return { kind: 'accepted' }
  const operation = Operation.safeParse(judged.json)
  return operation.success
    ? awaitOperation({ client, clock, until, id: operation.data.operation })
    : unreadable(operation.error)
}

const FIRST_WAIT_MS = 100
const LONGEST_WAIT_MS = 1_000

/** A 202 is a promise, not an answer: it is followed until it is done, or the time is up. */
async function awaitOperation(input: {
  client: SignedClient
  clock: Clock
  until: number
  id: string
}): Promise<WriteAnswer> {
  const { client, clock, until, id } = input
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2)) {
    const leftMs = until - clock.now()
    if (leftMs <= waitMs) return { kind: 'unknown', why: `operation ${id} was still under way when the time was up` }
    await new Promise((resolve) => setTimeout(resolve, waitMs))
    const judged = judgeStatus(await client.ask({ method: 'GET', path: PATHS.operation(id), limitMs: leftMs - waitMs }))
    // Whether the order was applied is not told by a failing question about it.
    if (judged.kind !== 'answered') return { kind: 'unknown', why: judged.why }
    const operation = Operation.safeParse(judged.json)
    if (!operation.success) return unreadable(operation.error)
    if (operation.data.state === 'done') return { kind: 'accepted' }
    if (operation.data.state === 'failed') {
      return { kind: 'refused', cause: 'invalid', why: operation.data.why ?? `operation ${id} failed` }
    }
  }
}

function readingOf(state: State, at: number): InstanceReading {
  return {
    instance: state.instance,
    at,
    revision: state.revision,
    segments: state.segments.map(({ segment, weights, effective, mark }) => ({
      segment,
      weights,
      ...(effective === undefined ? {} : { effective }),
      ...(mark === undefined ? {} : { mark }),
    })),
  }
}

function describe(settings: WebhookSettings): PlaneDescriptor {
  const { id, layer, instances, targets, segments, services, effectDelayMs, stickiness, zeroAll, livesIn } = settings
  return {
    id,
    driver: 'webhook',
    layer,
    instances,
    targets,
    segments,
    ...(services === undefined ? {} : { services }),
    granularity: settings.weights,
    atomicScope: 'instance',
    compareAndSet: true,
    readBack: settings.tellsEffective ? 'effective' : 'setting',
    effectDelayMs,
    stickiness,
    zeroAll,
    dryRun: settings.dryRun,
    metadataSlot: true,
    ...(livesIn === undefined ? {} : { livesIn }),
  }
}

function unreadable(error: { issues: readonly { path: PropertyKey[]; message: string }[] }): ControlUnknown {
  const issue = error.issues[0]
  return {
    kind: 'unknown',
    why: `an answer outside the contract at ${issue?.path.join('.') || 'the top'}: ${issue?.message}`,
  }
}
