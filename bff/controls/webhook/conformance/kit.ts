import type { Weights } from '#contract/evacuation/plane.ts'
import type { Clock } from '#bff/clock.ts'
import { signatureOf } from '#bff/signature.ts'
import { exchange, parseJson, type ExchangeAnswer } from '../../exchange.ts'
import {
  CONTRACT_NAME,
  Description,
  Operation,
  PATHS,
  Refusal,
  SIGNATURE_HEADER,
  State,
  type Mark,
  type Order,
} from '../wire.ts'

/** What a check works with: requests to somebody's endpoint that can be wrong in one chosen way. */
export interface Kit {
  readonly instance: string
  /** UTC ms. */
  now(): number
  describe(): Promise<Description>
  state(): Promise<State>
  send(request: KitRequest): Promise<ExchangeAnswer>
  /** An order of the run, under a later step than all before unless a mark is given. */
  order(weights: Weights, change?: OrderChange): Promise<ExchangeAnswer>
  /** The same, followed until it is done; throws where it is not. */
  carryOut(weights: Weights, change?: OrderChange): Promise<void>
  newKey(): string
  lastMark(): Mark
}

export interface KitRequest {
  method: 'GET' | 'PUT'
  path: string
  body?: string
  headers?: Readonly<Record<string, string>>
  /** `none` leaves the signature away; else what is signed instead of the request. */
  signed?: 'none' | { secret?: string; atMs?: number; body?: string }
}

export interface OrderChange {
  key?: string | null
  mark?: Mark
  ifMatch?: string
  dryRun?: boolean
  segments?: Order['segments']
  signed?: KitRequest['signed']
}

/** A sentence that says how the contract is broken. */
export class Breach extends Error {}

const LIMIT_MS = 10_000
const OPERATION_LIMIT_MS = 60_000

export interface KitSettings {
  url: string
  secret: string
  instance: string
  clock: Clock
  /** Different in every run, so that no key of an earlier one is met. */
  runId: string
}

export function createKit(settings: KitSettings): Kit {
  const { clock, instance, runId } = settings
  const send = (request: KitRequest) => sendSigned(settings, request)
  let mark: Mark = { planId: `conformance-${runId}`, epoch: 0, step: 0 }
  let keys = 0

  const newKey = () => {
    keys += 1
    return `${runId}-${keys}`
  }

  async function order(weights: Weights, change: OrderChange = {}): Promise<ExchangeAnswer> {
    if (change.mark === undefined && change.dryRun !== true) mark = { ...mark, step: mark.step + 1 }
    const segments = change.segments ?? [{ segment: firstOf(await state()), weights }]
    const body: Order = { contract: CONTRACT_NAME, issuedAt: clock.now(), mark: change.mark ?? mark, segments }
    const key = change.key === undefined ? newKey() : change.key
    return send({
      method: 'PUT',
      path: `${PATHS.state(instance)}${change.dryRun === true ? '?dryRun=true' : ''}`,
      body: JSON.stringify(body),
      headers: {
        ...(key === null ? {} : { 'idempotency-key': key }),
        ...(change.ifMatch === undefined ? {} : { 'if-match': `"${change.ifMatch}"` }),
      },
      ...(change.signed === undefined ? {} : { signed: change.signed }),
    })
  }

  async function state(): Promise<State> {
    const path = PATHS.state(instance)
    const answer = await send({ method: 'GET', path })
    return parsed(`GET ${path}`, answer, State)
  }

  return {
    instance,
    now: () => clock.now(),
    state,
    send,
    order,
    newKey,
    lastMark: () => mark,
    async describe() {
      const description = parsed('GET /describe', await send({ method: 'GET', path: PATHS.describe }), Description)
      // The epoch goes on from what is there: whoever wrote before must not fence this run off.
      if (mark.epoch === 0) mark = { ...mark, epoch: epochOf(await state()) + 1 }
      return description
    },
    async carryOut(weights, change) {
      const answer = await order(weights, change)
      if (answer.kind !== 'answered') throw new Breach(`no answer to an order: ${answer.why}`)
      if (answer.status === 200) return
      if (answer.status !== 202) throw new Breach(`an order in order was answered ${inWords(answer)}`)
      await follow(send, clock, parsed('the 202', { ...answer, status: 200 }, Operation).operation)
    },
  }
}

function epochOf({ segments }: State): number {
  return Math.max(0, ...segments.map((segment) => segment.mark?.epoch ?? 0))
}

function firstOf({ segments }: State): string {
  const [first] = segments
  if (first === undefined) throw new Breach('the state has no segment')
  return first.segment
}

function sendSigned({ url, secret, clock }: KitSettings, request: KitRequest): Promise<ExchangeAnswer> {
  const { method, path, body, headers, signed } = request
  const base = url.replace(/\/+$/, '')
  const prefix = new URL(base).pathname.replace(/\/+$/, '')
  const other = signed === 'none' ? {} : (signed ?? {})
  const signature = signatureOf({
    secret: other.secret ?? secret,
    atMs: other.atMs ?? clock.now(),
    request: { method, path: `${prefix}${path}`, body: other.body ?? body ?? '' },
  })
  return exchange({
    url: `${base}${path}`,
    method,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(signed === 'none' ? {} : { [SIGNATURE_HEADER]: signature }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
    limitMs: LIMIT_MS,
    now: () => clock.now(),
  })
}

async function follow(send: Kit['send'], clock: Clock, id: string): Promise<void> {
  const until = clock.now() + OPERATION_LIMIT_MS
  for (;;) {
    const operation = parsed('the operation', await send({ method: 'GET', path: PATHS.operation(id) }), Operation)
    if (operation.state === 'done') return
    if (operation.state === 'failed') throw new Breach(`operation ${id} failed: ${operation.why ?? 'without a reason'}`)
    if (clock.now() > until) throw new Breach(`operation ${id} was not done within ${OPERATION_LIMIT_MS / 1_000} s`)
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

interface Shape<T> {
  safeParse(
    value: unknown,
  ):
    | { success: true; data: T }
    | { success: false; error: { issues: readonly { path: PropertyKey[]; message: string }[] } }
}

function parsed<T>(what: string, answer: ExchangeAnswer, shape: Shape<T>): T {
  if (answer.kind !== 'answered') throw new Breach(`${what}: ${answer.why}`)
  if (answer.status !== 200) throw new Breach(`${what} was answered ${inWords(answer)}`)
  const result = shape.safeParse(parseJson(answer.text))
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new Breach(
    `${what}: at ${issue?.path.join('.') || 'the top'} ${issue?.message ?? 'it is outside the contract'}`,
  )
}

export function inWords(answer: ExchangeAnswer): string {
  if (answer.kind !== 'answered') return answer.why
  const text = answer.text.replaceAll(/\s+/g, ' ').trim()
  return `${answer.status}${text === '' ? ' without a body' : ` (${text.slice(0, 120)})`}`
}

/** The status is one of these and the body says why. */
export function expectRefusal(answer: ExchangeAnswer, statuses: readonly number[], what: string): void {
  if (answer.kind !== 'answered' || !statuses.includes(answer.status)) {
    throw new Breach(`${what} was answered ${inWords(answer)}; expected ${statuses.join(' or ')}`)
  }
  if (!Refusal.safeParse(parseJson(answer.text)).success) {
    throw new Breach(`${what} was refused without a body {"why": "…"}`)
  }
}
