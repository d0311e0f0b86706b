import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { z } from 'zod'
import type { WorldDeploy } from '#mocks/world/happenings.ts'
import type { World } from '#mocks/world/world.ts'
import {
  ALERTMANAGER_PATH,
  createWorldAlertmanager,
  type WorldAlertmanager,
} from './alertmanager/world-alertmanager.ts'
import { answer, answerBroken, type Content } from './answer.ts'
import { ATLAS_PATH, createAtlasApi, type AtlasApi } from './atlas/atlas-api.ts'
import { createExposition, type Exposition } from './exposition.ts'
import { createEurekaApi, EUREKA_PREFIX, type EurekaApi } from './eureka/eureka-api.ts'
import { serveEureka } from './eureka/serve-eureka.ts'
import { createControlPlanes, type ControlPlanes } from './control-planes.ts'
import { createEdgeDoor, type EdgeDoor } from './edge-door.ts'
import { createFaultBoard, FAULT_KINDS, SURFACES, type FaultBoard } from './faults.ts'
import { metricFamilies } from './metric-families.ts'
import type { PlaneAnswer, PlaneRequest } from './plane-answer.ts'
import { createPlaneFaultBoard, PLANE_FAULT_KINDS, type PlaneFaultBoard } from './plane-faults.ts'
import { createFleetScaler, SCALER_PATH } from './fleet-scaler.ts'
import { createHystrixStreams, HYSTRIX_PATH, type HystrixStreams } from './hystrix/hystrix-streams.ts'
import { createPmproxyApi, PMAPI, type PmproxyApi } from './pmproxy/pmproxy-api.ts'
import { createPrometheusApi, notFound, type PrometheusApi } from './prometheus-api.ts'
import { createQueryEngine } from './query-engine.ts'
import { createRecorder, type Recorder, type RecorderSlots } from './recorder.ts'
import { closeAtOnce, listenOnLoopback } from './loopback.ts'

/** Everything the world says over the wire, on one loopback port. */
export interface UpstreamServer {
  readonly recorder: Recorder
  readonly edge: EdgeDoor
  /** Who runs where; to be brought to the world's now each second. */
  readonly registry: Pick<EurekaApi, 'observe'>
  readonly alertmanager: WorldAlertmanager
  readonly faults: FaultBoard
  /** Port 0 takes a free one; returns the port. */
  listen(port: number): Promise<number>
  close(): Promise<void>
}

/** Switches faults on (`POST`) and off (`DELETE`): for tests and scenarios, who run on the same machine. */
export const FAULTS_PATH = '/control/faults'

/** `GET`: how many orders the planes were given, and what `?plane=…&instance=…` is set to, past any fault. */
export const ORDERS_PATH = '/control/orders'

const FaultOrder = z.strictObject({
  kind: z.enum(FAULT_KINDS),
  surface: z.enum(SURFACES),
  region: z.string().optional(),
})

const PlaneFaultOrder = z.strictObject({
  kind: z.enum(PLANE_FAULT_KINDS),
  plane: z.string(),
  instance: z.string().optional(),
})
const ForeignOrder = z.strictObject({
  kind: z.literal('foreign'),
  plane: z.string(),
  instance: z.string(),
  weights: z.record(z.string(), z.number().int().min(0)),
})
const AnyOrder = z.union([FaultOrder, PlaneFaultOrder, ForeignOrder])

const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'
const MOST_REQUEST_BYTES = 256 * 1_024

export function createUpstreamServer(input: {
  world: World
  /** The wall's clock, UTC ms: that of scrapes and queries. */
  now: () => number
  /** How far the world's clock is ahead of it, ms. */
  aheadMs?: () => number
  /** Signs what is asked of the control planes. */
  planeSecret?: string
  remembers?: RecorderSlots
  /** What has gone out so far. */
  deploys?: () => readonly WorldDeploy[]
}): UpstreamServer {
  const { world, now, aheadMs = () => 0, planeSecret = randomBytes(16).toString('hex') } = input
  const recorder = createRecorder(world, input.remembers)
  const faults = createFaultBoard(now)
  const engine = createQueryEngine({ world, recorder, faults, aheadMs })
  const api = createPrometheusApi(engine, metricFamilies(world).values())
  const exposition = createExposition(world)
  const pmproxy = createPmproxyApi(world)
  const hystrix = createHystrixStreams({ world, recorder, faults, now })
  const atlas = createAtlasApi({ world, recorder, faults })
  const alertmanager = createWorldAlertmanager({ world, recorder, faults })
  const registry = createEurekaApi({ world, deploys: input.deploys ?? (() => []) })
  const edge = createEdgeDoor(world)
  const planeFaults = createPlaneFaultBoard((ms, call) => void setTimeout(call, ms).unref())
  const scaler = createFleetScaler({ world, now, secret: planeSecret })
  const planes = createControlPlanes({ world, now, secret: planeSecret, faults: planeFaults })
  const server = createServer((request, response) => {
    response.on('error', () => response.destroy())
    handle(
      {
        world,
        api,
        alertmanager,
        atlas,
        exposition,
        hystrix,
        pmproxy,
        registry,
        edge,
        faults,
        planes,
        scaler,
        planeFaults,
        now,
      },
      request,
      response,
    ).catch(() => response.destroy())
  })
  return {
    recorder,
    edge,
    registry,
    alertmanager,
    faults,
    listen: (port) => listenOnLoopback(server, port),
    close: () => closeAtOnce(server),
  }
}

interface Surfaces {
  world: World
  api: PrometheusApi
  alertmanager: WorldAlertmanager
  atlas: AtlasApi
  exposition: Exposition
  hystrix: HystrixStreams
  pmproxy: PmproxyApi
  registry: EurekaApi
  edge: EdgeDoor
  faults: FaultBoard
  planes: ControlPlanes
  scaler: ReturnType<typeof createFleetScaler>
  planeFaults: PlaneFaultBoard
  now: () => number
}

async function handle(surfaces: Surfaces, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost')
  if (url.pathname === FAULTS_PATH) return control(surfaces, request, response)
  if (url.pathname === ORDERS_PATH) return tellOrders(surfaces.planes, url.searchParams, response)
  if (url.pathname.startsWith('/planes/')) return steer((asked) => surfaces.planes.answer(asked), request, response)
  if (url.pathname === SCALER_PATH) return steer(surfaces.scaler, request, response)
  if (url.pathname === '/edge' || url.pathname.startsWith('/edge/')) return open(surfaces.edge, url.pathname, response)
  if (url.pathname.startsWith(PMAPI)) return watch(surfaces, url, response)
  if (url.pathname.startsWith(HYSTRIX_PATH)) return surfaces.hystrix.answer(url.pathname, response)
  if (url.pathname.startsWith(`${EUREKA_PREFIX}/`)) return register(surfaces, request, response)
  if (url.pathname.startsWith(`${ALERTMANAGER_PATH}/`)) return alarm(surfaces, url, request, response)
  if (url.pathname.startsWith(`${ATLAS_PATH}/`)) return tellLines(surfaces, url, response)
  const isMetrics = url.pathname === '/metrics'
  const region = url.searchParams.get('region')
  const params = request.method === 'POST' ? new URLSearchParams(await readText(request)) : url.searchParams
  const content = (): Content =>
    isMetrics
      ? metrics(surfaces.exposition, url.searchParams)
      : (surfaces.api.answer({ path: url.pathname, params, now: surfaces.now() }) ?? notFound())
  const fault = surfaces.faults.faultOf(isMetrics ? 'metrics' : 'api', region)
  if (fault === null) answer(response, content())
  else answerBroken(response, fault, content)
}

function register({ world, registry, faults }: Surfaces, request: IncomingMessage, response: ServerResponse) {
  return serveEureka({ api: registry, fault: faults.faultOf('eureka', null), now: world.now }, request, response)
}

async function alarm(
  { alertmanager, faults, now }: Surfaces,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readText(request)
  const { method = 'GET' } = request
  const content = () => alertmanager.answer({ method, path: url.pathname, params: url.searchParams, body, now: now() })
  const fault = faults.faultOf('alertmanager', null)
  if (fault === null) answer(response, content())
  else answerBroken(response, fault, content)
}

function watch({ pmproxy, faults, now }: Surfaces, url: URL, response: ServerResponse): void {
  const content = () => pmproxy.answer({ path: url.pathname, params: url.searchParams, now: now() })
  const fault = faults.faultOf('pmproxy', null)
  if (fault === null) answer(response, content())
  else answerBroken(response, fault, content)
}

function tellLines({ atlas, faults, now }: Surfaces, url: URL, response: ServerResponse): void {
  const path = url.pathname.slice(ATLAS_PATH.length)
  const content = () => atlas.answer({ path, params: url.searchParams, now: now() }) ?? notFound()
  const fault = faults.faultOf('atlas', null)
  if (fault === null) answer(response, content())
  else answerBroken(response, fault, content)
}

function metrics(exposition: Exposition, params: URLSearchParams): Content {
  const text = exposition.write({ preset: params.get('preset') ?? 'custom', region: params.get('region') })
  return text === null ? notFound() : { status: 200, type: METRICS_TYPE, text }
}

function open(edge: EdgeDoor, path: string, response: ServerResponse): void {
  const said = edge.knock(path)
  if (said === null) return answer(response, notFound())
  if (said.kind === 'silent') return
  if (said.kind === 'answered') response.setHeader('x-region', said.region)
  const status = said.kind === 'answered' ? 200 : said.status
  answer(response, { status, type: 'text/plain', text: status === 200 ? 'ok\n' : 'unavailable\n' })
}

function tellOrders(planes: ControlPlanes, asked: URLSearchParams, response: ServerResponse): void {
  const weights = planes.weightsOf(asked.get('plane') ?? '', asked.get('instance') ?? '')
  answer(response, {
    status: 200,
    type: 'application/json',
    text: JSON.stringify({ orders: planes.orders(), weights }),
  })
}

async function steer(
  ask: (asked: PlaneRequest) => Promise<PlaneAnswer | null>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', url: path = '/', headers } = request
  const said = await ask({ method, path, headers, body: await readText(request) })
  if (said === null) return answer(response, notFound())
  if (said.kind === 'silent') return
  for (const [name, value] of Object.entries(said.headers ?? {})) response.setHeader(name, value)
  answer(response, { status: said.status, type: 'application/json', text: JSON.stringify(said.json) })
}

async function control(surfaces: Surfaces, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { faults, planes, planeFaults } = surfaces
  const say = (status: number, text: string) => answer(response, { status, type: 'text/plain', text })
  if (request.method === 'DELETE') {
    faults.clear()
    planeFaults.clear()
    return say(200, 'no faults\n')
  }
  const order = AnyOrder.safeParse(parseJson(await readText(request)))
  if (!order.success) return say(400, z.prettifyError(order.error))
  if ('surface' in order.data) {
    faults.set(order.data)
    return say(200, `${order.data.surface}: ${order.data.kind}\n`)
  }
  if (order.data.kind !== 'foreign') planeFaults.set(order.data)
  else if (!planes.setForeign(order.data.plane, order.data.instance, order.data.weights)) {
    return say(400, `there is no ${order.data.plane}/${order.data.instance}`)
  }
  say(200, `${order.data.plane}: ${order.data.kind}\n`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of request) {
    const buffer = Buffer.from(piece)
    bytes += buffer.length
    if (bytes > MOST_REQUEST_BYTES) throw new RangeError('the request is too large')
    pieces.push(buffer)
  }
  return Buffer.concat(pieces).toString('utf8')
}
