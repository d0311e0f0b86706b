import { describe, expect, test } from 'vitest'
import type { HookStep, ScaleStep } from '#contract/evacuation/plan.ts'
import { createScaler } from '#bff/controls/scaler/create-scaler.ts'
import { ScalerSettings } from '#bff/controls/scaler/settings.ts'
import { judgeSignature } from '#bff/signature.ts'
import { createSetClock, START } from '#bff/store/store-fixture.ts'
import { callHooks, floorsOf } from './call-hooks.ts'
import { httpServerFixture } from './http-server-fixture.ts'
import { PlanningSettings } from './planning-settings.ts'
import { aPlan } from './run-fixture.ts'

const SECRET = 'a-secret-of-the-hook-0123'
const LIMIT_MS = 2_000
const step: HookStep = {
  id: 'hook-promote',
  kind: 'hook',
  title: 'Promote',
  estimateMs: 1,
  budgetMs: 1,
  hook: 'promote',
  how: 'webhook',
  does: 'promote license-db in us-west-2',
  strength: 'strong',
}

function hooksAt(url: string) {
  const { hooks } = PlanningSettings.parse({
    hooks: [{ id: 'promote', does: step.does, when: 'before-shift', url: `${url}/promote?db=license`, secret: SECRET }],
  })
  return callHooks({ settings: hooks, scaler: null, clock: createSetClock() })
}

describe('a webhook hook', () => {
  test('is told what is to happen, signed, under the key of its step', async () => {
    const { url, asked } = await httpServerFixture(() => ({ status: 200 }))
    expect(await hooksAt(url).call({ step, plan: aPlan(), key: 'k-1' }, LIMIT_MS)).toEqual({ kind: 'done' })
    const [request] = asked
    expect(request).toMatchObject({ method: 'POST', path: '/promote?db=license' })
    expect(request?.headers['idempotency-key']).toBe('k-1')
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      contract: 'spillway-hook/1',
      hook: 'promote',
      does: step.does,
      direction: 'evacuate',
      scope: { region: 'us-east-1' },
      plan: { hash: aPlan().hash },
      key: 'k-1',
    })
    const header = request?.headers['spillway-signature']
    const verdict = judgeSignature({
      secret: SECRET,
      nowMs: START,
      header: typeof header === 'string' ? header : undefined,
      request: { method: 'POST', path: request?.path ?? '', body: request?.body ?? '' },
    })
    expect(verdict).toBe('valid')
  })

  test.each([
    [202, 'under-way'],
    [404, 'failed'],
    [422, 'failed'],
    [500, 'unknown'],
    [302, 'unknown'],
  ])('%d means %s', async (status, kind) => {
    const { url } = await httpServerFixture(() => ({ status }))
    expect(await hooksAt(url).call({ step, plan: aPlan(), key: 'k' }, LIMIT_MS)).toMatchObject({ kind })
  })

  test('no answer, and nobody there, are unknown', async () => {
    const { url } = await httpServerFixture(() => 'silent')
    expect(await hooksAt(url).call({ step, plan: aPlan(), key: 'k' }, 200)).toMatchObject({ kind: 'unknown' })
    const nobody = await hooksAt('http://127.0.0.1:1').call({ step, plan: aPlan(), key: 'k' }, LIMIT_MS)
    expect(nobody).toMatchObject({ kind: 'unknown' })
  })

  test('one that is not in the configuration fails in words', async () => {
    const hooks = callHooks({ settings: [], scaler: null, clock: createSetClock() })
    expect(await hooks.call({ step, plan: aPlan(), key: 'k' }, LIMIT_MS)).toMatchObject({
      kind: 'failed',
      why: expect.stringContaining('promote'),
    })
  })
})

describe('readiness', () => {
  const scale = (id: string, instancesReady: number): ScaleStep => ({
    id,
    kind: 'scale',
    title: 'Ready',
    estimateMs: 1,
    budgetMs: 1,
    needs: [{ region: 'us-west-2', service: 'api', instancesReady }],
  })
  const [early, late] = [scale('early', 120), scale('late', 150)]
  const plan = aPlan({ steps: [early, ...aPlan().steps, late] })
  const row = { region: 'us-west-2', service: 'api', ready: 110, starting: 40, reachable: 200, readyAfterMs: 60_000 }

  function readyAt(url: string) {
    const clock = createSetClock()
    const scaler = createScaler({ settings: ScalerSettings.parse({ url, secret: SECRET }), clock })
    return callHooks({ settings: [], scaler, clock })
  }

  test('the most that any step needs is asked for at once, and what is ready is told', async () => {
    const { url, asked } = await httpServerFixture(() => ({ status: 200, body: { services: [row] } }))
    const needs = [...early.needs, { region: 'eu-west-1', service: 'api', instancesReady: 3 }]
    expect(await readyAt(url).ready(needs, plan)).toEqual([110, NaN])
    expect(asked[0]?.method).toBe('PUT')
    expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({
      floors: [{ region: 'us-west-2', service: 'api', instances: 150 }],
    })
    expect(floorsOf(plan)).toHaveLength(1)
  })

  test.each([
    ['an error', () => ({ status: 500 })],
    ['nonsense', () => ({ status: 200, body: { services: 'many' } })],
  ])('%s is not known, and not zero', async (_, answer) => {
    const { url } = await httpServerFixture(answer)
    expect(await readyAt(url).ready(early.needs, plan)).toEqual([NaN])
  })

  test('without an autoscaler nothing is known', async () => {
    const hooks = callHooks({ settings: [], scaler: null, clock: createSetClock() })
    expect(await hooks.ready(early.needs, plan)).toEqual([NaN])
  })
})
