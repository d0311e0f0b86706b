import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Control, WriteIntent } from '#bff/evacuation/control.ts'
import { createGatewayApiControl } from '../gateway-api/create-gateway-api-control.ts'
import { GatewayApiSettings } from '../gateway-api/settings.ts'
import { createIstioControl } from '../istio/create-istio-control.ts'
import { IstioSettings } from '../istio/settings.ts'
import { startFakeApiServer, type FakeApiServer } from './api-server-fixture.ts'

const TOKEN = 'a-token-for-tests'
const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1']
const LIMIT_MS = 10_000
const MARK = { planId: 'plan-1', epoch: 2, step: 1 }
const ROUTE = (name: string) => `/apis/gateway.networking.k8s.io/v1/namespaces/edge/httproutes/${name}`
const SERVICE = (name: string) => `/apis/networking.istio.io/v1/namespaces/edge/virtualservices/${name}`

const routeSpec = (weights: readonly (number | undefined)[]) => ({
  parentRefs: [{ name: 'public' }],
  rules: [
    { matches: [{ path: { value: '/health' } }], backendRefs: [{ name: 'health', port: 80 }] },
    { backendRefs: REGIONS.map((name, index) => ({ name, port: 443, weight: weights[index], kind: 'Service' })) },
  ],
})
const serviceSpec = (weights: readonly (number | undefined)[]) => ({
  hosts: ['api.example.com'],
  http: [
    { match: [{ uri: { exact: '/health' } }], route: [{ destination: { host: 'health' } }] },
    {
      retries: { attempts: 2 },
      route: REGIONS.map((host, index) => ({ destination: { host }, weight: weights[index] })),
    },
  ],
})

const SETTINGS = {
  id: 'edge',
  segments: [
    { id: 'all', namespace: 'edge', name: 'web', rule: 1 },
    { id: 'de', namespace: 'edge', name: 'web-de', rule: 1 },
  ],
  targets: REGIONS.map((region) => ({ id: region, region })),
}

const KINDS = [
  {
    kind: 'gateway-api',
    path: ROUTE,
    spec: routeSpec,
    create: (clusters: object[], change: object = {}) =>
      createGatewayApiControl({
        settings: GatewayApiSettings.parse({ ...SETTINGS, kind: 'gateway-api', clusters, ...change }),
        clock: { now: Date.now },
      }),
  },
  {
    kind: 'istio',
    path: SERVICE,
    spec: serviceSpec,
    create: (clusters: object[], change: object = {}) =>
      createIstioControl({
        settings: IstioSettings.parse({ ...SETTINGS, kind: 'istio', clusters, ...change }),
        clock: { now: Date.now },
      }),
  },
] as const

function weightsOf(east: number, west: number, ireland: number): Record<string, number> {
  return { 'us-east-1': east, 'us-west-2': west, 'eu-west-1': ireland }
}

function intent(weights: Record<string, number>, change: Partial<WriteIntent> = {}): WriteIntent {
  return { instance: 'use1', splits: [{ segment: 'all', weights }], key: 'k', mark: MARK, ...change }
}

describe.each(KINDS)('$kind', ({ path, spec, create }) => {
  let api: FakeApiServer
  let control: Control
  const cluster = (change: object = {}) => ({ id: 'use1', url: api.url, token: TOKEN, livesIn: 'us-east-1', ...change })

  beforeEach(async () => {
    const specs = { [path('web')]: spec([40, 30, 30]), [path('web-de')]: spec([20, 40, 40]) }
    api = await startFakeApiServer({ token: TOKEN, specs })
    control = create([cluster()])
  })

  afterEach(async () => {
    await control.close()
    await api.stop()
  })

  async function reading() {
    const answer = await control.read('use1', LIMIT_MS)
    if (answer.kind !== 'read') throw new Error(answer.why)
    return answer.reading
  }

  test('only weights and the mark change; what is not named stays, and so does the other segment', async () => {
    const before = api.object(path('web'))
    expect(await control.write(intent({ 'us-east-1': 0, 'us-west-2': 70 }), LIMIT_MS)).toEqual({ kind: 'accepted' })
    const after = api.object(path('web'))
    expect(after.spec).toEqual(spec([0, 70, 30]))
    expect(after.metadata).toMatchObject({ labels: { keep: 'me' }, generation: 2 })
    expect(after['kind']).toBe(before['kind'])
    expect((await reading()).segments).toMatchObject([
      { segment: 'all', weights: weightsOf(0, 70, 30), mark: MARK },
      { segment: 'de', weights: weightsOf(20, 40, 40) },
    ])
    expect(control.descriptor.livesIn).toEqual({ use1: 'us-east-1' })
  })

  test('somebody else between the question and the order is a conflict; their doing stays', async () => {
    api.beforePut(() => api.replaceSpec(path('web'), spec([1, 2, 3])))
    expect(await control.write(intent({ 'us-east-1': 0 }), LIMIT_MS)).toMatchObject({
      kind: 'refused',
      cause: 'conflict',
    })
    expect(api.object(path('web')).spec).toEqual(spec([1, 2, 3]))
  })

  test('a revision that is gone is a conflict; status written by others is none', async () => {
    const { revision = '' } = await reading()
    api.setStatus(path('web'), { observedGeneration: 1, parents: [] })
    expect(await control.write(intent({ 'us-east-1': 0 }, { revision }), LIMIT_MS)).toEqual({ kind: 'accepted' })
    expect(await control.write(intent({ 'us-east-1': 9 }, { revision }), LIMIT_MS)).toMatchObject({ cause: 'conflict' })
  })

  test('a pipeline that puts its own weights back is read', async () => {
    await control.write(intent({ 'us-east-1': 0 }), LIMIT_MS)
    api.replaceSpec(path('web'), spec([40, 30, 30]))
    expect((await reading()).segments[0]).toMatchObject({ weights: weightsOf(40, 30, 30) })
  })

  test('a dry run is answered like the order and changes nothing', async () => {
    expect(await control.dryRun?.(intent({ 'us-east-1': 0 }), LIMIT_MS)).toEqual({ kind: 'accepted' })
    expect(api.object(path('web')).spec).toEqual(spec([40, 30, 30]))
    api.beforePut(() => api.replaceSpec(path('web'), spec([1, 2, 3])))
    expect(await control.dryRun?.(intent({ 'us-east-1': 0 }), LIMIT_MS)).toMatchObject({ cause: 'conflict' })
  })

  test.each([
    ['every weight zero', weightsOf(0, 0, 0), /zero/],
    ['a target of nobody', { nowhere: 1 }, /no target/],
    ['a weight it cannot hold', { 'us-east-1': 1_000_001 }, /whole number/],
  ])('refuses %s before anything is sent', async (_, weights, why) => {
    const answer = await control.write(intent(weights), LIMIT_MS)
    expect(answer).toMatchObject({ kind: 'refused', cause: 'invalid', why: expect.stringMatching(why) })
    expect(api.object(path('web')).metadata.generation).toBe(1)
  })

  test('a target that has no place in the object is absent, and cannot be written', async () => {
    const targets = [...SETTINGS.targets, { id: 'ap-south-1', region: 'ap-south-1' }]
    const further = create([cluster()], { targets })
    const answer = await further.read('use1', LIMIT_MS)
    expect(answer.kind === 'read' && answer.reading.segments[0]?.weights).toEqual(weightsOf(40, 30, 30))
    const order = intent({ 'ap-south-1': 5 })
    expect(await further.write(order, LIMIT_MS)).toMatchObject({
      cause: 'invalid',
      why: expect.stringMatching(/no place/),
    })
  })

  test.each([
    [
      { status: 403, reason: 'Forbidden' },
      { kind: 'refused', cause: 'credentials' },
    ],
    [
      { status: 422, reason: 'Invalid' },
      { kind: 'refused', cause: 'invalid' },
    ],
    [
      { status: 429, reason: 'TooManyRequests' },
      { kind: 'refused', cause: 'busy' },
    ],
    [{ status: 504, reason: 'Timeout' }, { kind: 'unknown' }],
    ['gateway' as const, { kind: 'unknown' }],
  ])('%o to an order means %o', async (says, meaning) => {
    api.failNext({ method: 'PUT', says })
    expect(await control.write(intent({ 'us-east-1': 0 }), LIMIT_MS)).toMatchObject(meaning)
  })

  test('silence to the question is a refusal, to the order unknown; a wrong token and a closed port are told', async () => {
    api.failNext({ method: 'GET', says: 'nothing' })
    expect(await control.write(intent({ 'us-east-1': 0 }), 300)).toMatchObject({
      kind: 'refused',
      cause: 'unreachable',
    })
    api.failNext({ method: 'PUT', says: 'nothing' })
    expect(await control.write(intent({ 'us-east-1': 0 }), 1_500)).toMatchObject({ kind: 'unknown' })
    expect(await create([cluster({ token: 'other' })]).read('use1', LIMIT_MS)).toMatchObject({ cause: 'credentials' })
    const nowhere = create([cluster({ url: 'http://127.0.0.1:1' })])
    expect(await nowhere.write(intent({ 'us-east-1': 0 }), LIMIT_MS)).toMatchObject({ cause: 'unreachable' })
  })
})

describe('what is accepted and what is taken', () => {
  test('a route acts once every gateway has accepted this very generation', async () => {
    const api = await startFakeApiServer({ token: TOKEN, specs: { [ROUTE('web')]: routeSpec([undefined, 2, 0]) } })
    const control = KINDS[0].create([{ id: 'use1', url: api.url, token: TOKEN }], {
      segments: SETTINGS.segments.slice(0, 1),
    })
    const effective = async () => {
      const answer = await control.read('use1', LIMIT_MS)
      return answer.kind === 'read' ? answer.reading.segments[0]?.effective : answer
    }
    const accepted = (observedGeneration: number, resolved = 'True') => ({
      parents: [
        {
          conditions: [
            { type: 'Accepted', status: 'True', observedGeneration },
            { type: 'ResolvedRefs', status: resolved, observedGeneration },
          ],
        },
      ],
    })
    try {
      expect(await effective()).toEqual({})
      api.setStatus(ROUTE('web'), accepted(1))
      expect(await effective()).toEqual(weightsOf(1, 2, 0))
      await control.write(intent({ 'us-east-1': 0 }), LIMIT_MS)
      expect(await effective()).toEqual({})
      api.setStatus(ROUTE('web'), accepted(2, 'False'))
      expect(await effective()).toEqual({})
      api.setStatus(ROUTE('web'), accepted(2))
      expect(await effective()).toEqual(weightsOf(0, 2, 0))
    } finally {
      await api.stop()
    }
  })

  test('where Istio writes no status nothing is said of it; a destination alone gets everything', async () => {
    const spec = { http: [{ route: [{ destination: { host: 'us-east-1' } }] }] }
    const api = await startFakeApiServer({ token: TOKEN, specs: { [SERVICE('web')]: spec } })
    const segments = [{ id: 'all', namespace: 'edge', name: 'web' }]
    const control = KINDS[1].create([{ id: 'use1', url: api.url, token: TOKEN }], { segments })
    try {
      const answer = await control.read('use1', LIMIT_MS)
      expect(answer.kind === 'read' && answer.reading.segments).toEqual([
        { segment: 'all', weights: { 'us-east-1': 100 } },
      ])
    } finally {
      await api.stop()
    }
  })
})
