import { createServer, type IncomingMessage } from 'node:http'
import { judgeSignature } from '#bff/signature.ts'
import { CONTRACT_NAME, Order, SIGNATURE_HEADER, type Description, type Mark, type State } from '../wire.ts'

/**
 * The smallest plane that keeps every promise of the contract, and the mistakes people make: each flaw is one of them,
 * switched on by its name.
 */
export const FLAWS = [
  'ignores-signature',
  'ignores-age',
  'looks-at-form-alone',
  'lies',
  'adds',
  'cuts-down',
  'replaces-all',
  'half-applies',
  'forgets-keys',
  'ignores-content-of-keys',
  'wants-no-key',
  'ignores-epoch',
  'ignores-step',
  'ignores-if-match',
  'takes-zeros',
  'dry-run-writes',
  'revision-stays',
  'revision-moves',
  'forgets-mark',
  'says-no-why',
  'invents-instances',
  'never-done',
] as const
export type Flaw = (typeof FLAWS)[number]

export interface ReferencePlane {
  readonly url: string
  weights(): Readonly<Record<string, number>>
  stop(): Promise<void>
}

const TARGETS = ['us-east-1', 'us-west-2', 'eu-west-1']
const MOST = 100

interface Said {
  status: number
  json: unknown
}

interface Setting {
  weights: Record<string, Record<string, number>>
  revision: number
  mark: Mark | null
  answered: Map<string, string>
}

export async function startReferencePlane(input: {
  secret: string
  flaw?: Flaw
  /** Answers orders by 202 and an operation. */
  later?: boolean
}): Promise<ReferencePlane> {
  const { secret, flaw } = input
  const even = () => Object.fromEntries(TARGETS.map((target) => [target, 50]))
  const setting: Setting = { weights: { all: even(), de: even() }, revision: 1, mark: null, answered: new Map() }
  const server = createServer((request, response) => {
    void (async () => {
      const body = await bodyOf(request)
      const said = refusalOfSignature({ secret, request, body, flaw }) ?? answer(setting, request, body, input)
      response.writeHead(said.status, { 'content-type': 'application/json' })
      const isBare = flaw === 'says-no-why' && said.status >= 400
      response.end(isBare ? '' : JSON.stringify(said.json))
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/plane`,
    weights: () => setting.weights['all'] ?? {},
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function refusalOfSignature(input: {
  secret: string
  request: IncomingMessage
  body: string
  flaw: Flaw | undefined
}): Said | null {
  const { secret, request, body, flaw } = input
  const header = request.headers[SIGNATURE_HEADER]
  const text = typeof header === 'string' ? header : undefined
  const signed = { method: request.method ?? '', path: request.url ?? '', body }
  const at = flaw === 'ignores-age' ? Number(/^t=(\d+)/.exec(text ?? '')?.[1] ?? 0) * 1_000 : Date.now()
  const verdict = judgeSignature({ secret, nowMs: at, header: text, request: signed })
  if (verdict === 'valid' || flaw === 'ignores-signature') return null
  if (flaw === 'looks-at-form-alone' && verdict === 'wrong') return null
  return refuse(401, `the signature is ${verdict}`)
}

function answer(
  setting: Setting,
  request: IncomingMessage,
  body: string,
  { flaw, later }: { flaw?: Flaw; later?: boolean },
): Said {
  const [path = '', query] = (request.url ?? '').split('?')
  if (path === '/plane/describe') return { status: 200, json: DESCRIPTION }
  if (path.startsWith('/plane/operations/')) {
    return { status: 200, json: { operation: 'o1', state: flaw === 'never-done' ? 'failed' : 'done' } }
  }
  const instance = /^\/plane\/instances\/([a-z0-9-]+)\/state$/.exec(path)?.[1]
  if (instance === undefined || (instance !== 'edge-1' && flaw !== 'invents-instances')) {
    return refuse(404, 'there is no such instance')
  }
  if (request.method === 'PUT') {
    const said = takeOrder({ setting, request, body, flaw, isDry: query === 'dryRun=true' })
    const isLater = said.status === 200 && (later === true || flaw === 'never-done')
    return isLater ? { status: 202, json: { operation: 'o1', state: 'running' } } : said
  }
  if (flaw === 'revision-moves') setting.revision += 1
  return { status: 200, json: stateOf(setting, instance, flaw) }
}

const DESCRIPTION: Description = {
  contract: CONTRACT_NAME,
  layer: 'proxy',
  instances: ['edge-1'],
  targets: TARGETS.map((id) => ({ id, region: id })),
  segments: ['all', 'de'],
  granularity: { least: 0, most: MOST },
  dryRun: true,
}

function takeOrder(input: {
  setting: Setting
  request: IncomingMessage
  body: string
  flaw: Flaw | undefined
  isDry: boolean
}): Said {
  const { setting, request, body, flaw, isDry } = input
  const order = Order.safeParse(jsonOf(body))
  if (!order.success) return refuse(422, 'that is no order')
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' && flaw !== 'wants-no-key') return refuse(400, 'an order needs an Idempotency-Key')
  const { mark, segments } = order.data
  const content = JSON.stringify(segments)
  const before = flaw === 'forgets-keys' ? undefined : setting.answered.get(String(key))
  if (before !== undefined && (before === content || flaw === 'ignores-content-of-keys')) {
    return { status: 200, json: stateOf(setting, 'edge-1', flaw) }
  }
  if (before !== undefined) return refuse(422, 'this key came with another order')
  const named = request.headers['if-match']
  if (named !== undefined && named !== `"${setting.revision}"` && flaw !== 'ignores-if-match') {
    return refuse(412, `the revision is ${setting.revision}`)
  }
  if (isFenced(setting, mark, flaw)) return refuse(409, 'a later order was here')
  const next = structuredClone(setting.weights)
  const fault = applyTo(next, segments, flaw)
  if (fault !== null && flaw !== 'half-applies') return refuse(422, fault)
  if (!isDry || flaw === 'dry-run-writes') {
    if (flaw !== 'lies') setting.weights = next
    if (flaw !== 'revision-stays') setting.revision += 1
    setting.mark = mark
    setting.answered.set(String(key), content)
  }
  return fault === null ? { status: 200, json: stateOf(setting, 'edge-1', flaw) } : refuse(422, fault)
}

function isFenced({ mark }: Setting, order: Mark, flaw: Flaw | undefined): boolean {
  if (mark === null) return false
  if (order.epoch < mark.epoch) return flaw !== 'ignores-epoch'
  return order.epoch === mark.epoch && order.step < mark.step && flaw !== 'ignores-step'
}

function applyTo(
  next: Record<string, Record<string, number>>,
  segments: Order['segments'],
  flaw: Flaw | undefined,
): string | null {
  for (const { segment, weights } of segments) {
    const present = next[segment]
    if (present === undefined) return `there is no segment ${segment}`
    if (flaw === 'replaces-all') for (const target of TARGETS) present[target] = weights[target] ?? 0
    for (const [target, weight] of Object.entries(weights)) {
      if (!TARGETS.includes(target)) return `there is no target ${target}`
      if (weight > MOST && flaw !== 'cuts-down') return `a weight is at most ${MOST}`
      present[target] = flaw === 'adds' ? Math.min(MOST, (present[target] ?? 0) + weight) : Math.min(MOST, weight)
    }
    if (Object.values(present).every((weight) => weight === 0) && flaw !== 'takes-zeros')
      return 'every weight would be zero'
  }
  return null
}

function stateOf({ weights, revision, mark }: Setting, instance: string, flaw: Flaw | undefined): State {
  return {
    instance,
    revision: String(revision),
    segments: Object.entries(weights).map(([segment, each]) => ({
      segment,
      weights: each,
      ...(mark === null || flaw === 'forgets-mark' ? {} : { mark }),
    })),
  }
}

function refuse(status: number, why: string): Said {
  return { status, json: { why } }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: string[] = []
  for await (const piece of request.setEncoding('utf8')) pieces.push(String(piece))
  return pieces.join('')
}
