import { describe, expect, test } from 'vitest'
import type { Actor } from '#contract/access.ts'
import type { RunAct } from '#contract/evacuation/api.ts'
import { Role } from '#contract/permissions.ts'
import { ROUTES } from '#contract/routes.ts'
import { START } from '#bff/store/store-fixture.ts'
import { aRun } from '#bff/runs/run-fixture.ts'
import { accessFixture, FROM_SCRIPT } from '../access-fixture.ts'
import { evacuationServicesFixture } from '../evacuation-services-fixture.ts'

const ADA: Actor = {
  kind: 'person',
  name: 'Ada',
  personId: 'local:ada',
  sessionId: null,
  roles: Role.options,
  stepUpAt: START,
}
const ID = aRun().id

async function door() {
  const acts: RunAct[] = []
  let kept = 0
  const services = {
    evacuation: {
      ...evacuationServicesFixture(),
      planDraft: async () => async () => {
        kept += 1
        return aRun()
      },
      actOnRun: async ({ act }: { act: RunAct }) => {
        acts.push(act)
        return aRun()
      },
    },
  }
  const { app } = await accessFixture({ services, authenticate: () => ADA })
  const post = (url: string, payload: object, headers = {}) =>
    app.inject({ method: 'POST', url, payload, headers: { ...FROM_SCRIPT, ...headers } })
  return { post, acts, kept: () => kept }
}

const DRAFT = { scope: { kind: 'region', region: 'us-east-1' }, reason: 'power is gone' }

describe('a draft', () => {
  test('sent twice under one key is one; under another it is another', async () => {
    const { post, kept } = await door()
    const [first, again] = [
      await post(ROUTES.evacuations, DRAFT, { 'idempotency-key': 'k1' }),
      await post(ROUTES.evacuations, DRAFT, { 'idempotency-key': 'k1' }),
    ]
    expect([first.statusCode, again.statusCode]).toEqual([201, 201])
    expect(again.json()).toEqual(first.json())
    expect(kept()).toBe(1)
    await post(ROUTES.evacuations, DRAFT, { 'idempotency-key': 'k2' })
    expect(kept()).toBe(2)
    const other = await post(ROUTES.evacuations, { ...DRAFT, reason: 'another' }, { 'idempotency-key': 'k1' })
    expect(other.statusCode).toBe(409)
  })

  test.each([
    ['no reason', { ...DRAFT, reason: '  ' }],
    ['no scope', { reason: 'x' }],
    ['a scope of no kind', { ...DRAFT, scope: { kind: 'planet', region: 'us-east-1' } }],
    ['a region that is no slug', { ...DRAFT, scope: { kind: 'region', region: 'US East' } }],
    ['a field nobody knows', { ...DRAFT, force: true }],
    ['an unknown profile', { ...DRAFT, profile: 'reckless' }],
  ])('with %s is refused', async (_, body) => {
    const { post, kept } = await door()
    const answer = await post(ROUTES.evacuations, body)
    expect(answer.statusCode).toBe(400)
    expect(answer.json().message).toMatch(/\w/)
    expect(kept()).toBe(0)
  })
})

describe('an act', () => {
  test('arrives with its verb and nothing else', async () => {
    const { post, acts } = await door()
    await post(ROUTES.evacuationAct(ID, 'approve'), { version: 3, planHash: 'f'.repeat(64) })
    await post(ROUTES.evacuationAct(ID, 'pause'), {})
    expect(acts).toEqual([{ verb: 'approve', version: 3, planHash: 'f'.repeat(64) }, { verb: 'pause' }])
  })

  test.each([
    ['start', {}],
    ['start', { version: 1 }],
    ['start', { version: -1, typedRegion: 'us-east-1' }],
    ['start', { version: 1.5, typedRegion: 'us-east-1' }],
    ['start', { version: 1, typedRegion: 'us-east-1', override: { rules: [], reason: 'because it has to be' } }],
    ['start', { version: 1, typedRegion: 'us-east-1', override: { rules: ['headroom'], reason: 'short' } }],
    ['break-glass', { version: 1, typedRegion: 'us-east-1', reason: 'too short' }],
    ['approve', { version: 1 }],
    ['adopt', { version: 1 }],
    ['skip-hook', { version: 1, reason: 'it was done by hand' }],
    ['pause', { version: 1 }],
    ['note', { says: '' }],
    ['propose', { version: '1' }],
    ['propose', { version: 1, verb: 'start' }],
  ] as const)('%s with %j is refused', async (verb, body) => {
    const { post, acts } = await door()
    expect((await post(ROUTES.evacuationAct(ID, verb), body)).statusCode).toBe(400)
    expect(acts).toEqual([])
  })

  test('upon what is no id, and what is no verb, is refused', async () => {
    const { post } = await door()
    expect((await post('/api/v1/evacuations/1/pause', {})).statusCode).toBe(400)
    expect((await post(`/api/v1/evacuations/${ID}/detonate`, {})).statusCode).toBe(404)
  })
})

test('a vantage point nobody lists is not heard', async () => {
  const { post } = await door()
  expect((await post(ROUTES.probes, { windows: [] })).statusCode).toBeGreaterThanOrEqual(400)
})
