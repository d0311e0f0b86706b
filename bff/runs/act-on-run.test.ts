import { describe, expect, test } from 'vitest'
import type { Actor } from '#contract/access.ts'
import { isAllowedIn, RUN_VERBS, type RunVerb } from '#contract/evacuation/allowed.ts'
import { RunAct, type RunActVerb } from '#contract/evacuation/api.ts'
import { Phase, type Run } from '#contract/evacuation/run.ts'
import { createController } from '#bff/evacuation/controller.ts'
import { EvacuationSettings } from '#bff/evacuation/settings.ts'
import { isFailure, type Failure } from '#bff/failure.ts'
import { createSetClock, openTestStore, START, testCtx } from '#bff/store/store-fixture.ts'
import { createUlids } from '#bff/ulid.ts'
import { actOnRun } from './act-on-run.ts'
import { createRunStore } from './keep-runs.ts'
import { aPlan, aRun } from './run-fixture.ts'

const SETTINGS = EvacuationSettings.parse({})
const ADA: Actor = person('ada', START)
const BEN: Actor = person('ben', START)

function person(name: string, stepUpAt: number | null): Actor {
  return {
    kind: 'person',
    name,
    personId: `local:${name}`,
    roles: ['crisis-leader', 'approver'],
    sessionId: null,
    stepUpAt,
  }
}

/** The real controller without planes: what is refused before any plane is asked. */
async function desk() {
  const clock = createSetClock()
  const store = await openTestStore({ clock })
  const runs = createRunStore({ store, clock })
  const controller = createController({
    owner: 'this',
    controls: [],
    telemetry: { observe: () => ({ at: clock.now(), regions: [], business: null }) },
    probes: { observe: () => ({ observedAt: NaN, answeredBy: {}, failed: 0 }) },
    hooks: { call: async () => ({ kind: 'done' }), ready: async (needs) => needs.map(() => NaN) },
    store: runs,
    clock: { now: () => clock.now(), steady: () => clock.now() },
    timers: { after: () => () => {} },
    random: () => 0,
    settings: SETTINGS,
  })
  async function put(run: Run): Promise<Run> {
    await runs.save({ ...run, version: 0 }, 0)
    return { ...run, version: 0 }
  }
  async function act(who: Actor, id: string, body: object): Promise<Run | Failure> {
    const ctx = { ...testCtx(store, clock), actor: who }
    const parsed = RunAct.parse(body)
    return actOnRun({ runs, controller, settings: SETTINGS, ctx, id, act: parsed }).catch((error: unknown) => {
      if (isFailure(error)) return error
      throw error
    })
  }
  return { clock, store, runs, put, act, newUlid: createUlids({ clock }) }
}

const REASON = 'because the power is gone'
const BODY: Record<Exclude<RunVerb, 'draft-failback'>, object> = {
  propose: {},
  approve: { planHash: aPlan().hash },
  start: { typedRegion: 'us-east-1' },
  'break-glass': { typedRegion: 'us-east-1', reason: REASON },
  acknowledge: {},
  pause: {},
  resume: {},
  hold: {},
  'roll-back': {},
  agree: {},
  'leave-out': { places: [{ plane: 'edge', instance: 'e1' }], reason: REASON },
  reassert: {},
  adopt: { reason: REASON },
  'confirm-hook': { step: 0 },
  'skip-hook': { step: 0, reason: REASON },
  'take-over': { reason: REASON },
  cancel: {},
}
const VERBS = RUN_VERBS.filter((verb) => verb !== 'draft-failback')

function bodyOf(verb: RunActVerb & keyof typeof BODY, version: number): object {
  return { verb, ...(verb === 'pause' ? {} : { version }), ...BODY[verb] }
}

const approvedBy = (by: string, parts: Partial<NonNullable<Run['approval']>> = {}): NonNullable<Run['approval']> => ({
  by,
  at: START,
  planHash: aPlan().hash,
  expiresAt: START + 600_000,
  ...parts,
})

describe('every verb', () => {
  test.each(Phase.options)('while %s', async (phase) => {
    const { put, act, runs, newUlid } = await desk()
    for (const verb of VERBS) {
      const id = newUlid()
      await put(aRun({ id, phase, approval: phase === 'armed' ? approvedBy('local:ben') : null }))
      const answer = await act(BEN, id, bodyOf(verb, 0))
      const isFiled = verb === 'propose' || verb === 'approve' || verb === 'cancel'
      if (isFiled && isAllowedIn(phase, verb)) {
        expect(answer, verb).not.toBeInstanceOf(Error)
        continue
      }
      // Whatever is refused is refused in words, and leaves the run as it was. Without a plane nothing is begun.
      expect(isFailure(answer) && answer.code, verb).toBe('conflict')
      expect(isFailure(answer) && answer.message, verb).toMatch(/^[A-Z].{8,}\.$/s)
      expect((await runs.load(id))?.phase, verb).toBe(phase)
    }
  })
})

describe('before it starts', () => {
  test('nobody approves a plan of his own; somebody else arms it', async () => {
    const { put, act } = await desk()
    const run = await put(aRun({ phase: 'awaiting-approval' }))
    const own = await act(ADA, run.id, bodyOf('approve', 0))
    expect(own).toMatchObject({ code: 'forbidden', expected: 'somebody else' })
    expect(await act(BEN, run.id, bodyOf('approve', 0))).toMatchObject({
      phase: 'armed',
      version: 1,
      approval: { by: 'local:ben', planHash: run.plan.hash },
    })
  })

  test('who looked at another version, or at another plan, is told so', async () => {
    const { put, act } = await desk()
    const run = await put(aRun({ phase: 'awaiting-approval' }))
    expect(await act(BEN, run.id, { ...bodyOf('approve', 0), version: 7 })).toMatchObject({
      code: 'conflict',
      path: 'version',
      expected: '0',
    })
    const other = await act(BEN, run.id, { ...bodyOf('approve', 0), planHash: 'f'.repeat(64) })
    expect(other).toMatchObject({ code: 'conflict', message: expect.stringContaining('plan is another one') })
  })

  test('of two who act upon the same version at once one wins', async () => {
    const { put, act } = await desk()
    const run = await put(aRun())
    const both = await Promise.all([act(ADA, run.id, bodyOf('propose', 0)), act(BEN, run.id, bodyOf('cancel', 0))])
    expect(both.filter(isFailure)).toHaveLength(1)
  })

  test('a second person may refuse, with a reason that is kept', async () => {
    const { put, act } = await desk()
    const run = await put(aRun({ phase: 'awaiting-approval' }))
    const refused = await act(BEN, run.id, { verb: 'refuse', version: 0, reason: 'the saviors are short' })
    expect(refused).toMatchObject({ phase: 'cancelled' })
    expect(JSON.stringify(refused)).toContain('the saviors are short')
  })

  test('there is no such run', async () => {
    const { act, store } = await desk()
    expect(await act(ADA, '01ARZ3NDEKTSV4RRFFQ69G5FZZ', bodyOf('propose', 0))).toMatchObject({ code: 'not_found' })
    expect(await store.audit.list({ limit: 5 })).toEqual([])
  })
})

describe('the start', () => {
  const armed = (parts: Partial<NonNullable<Run['approval']>> = {}) =>
    aRun({ phase: 'armed', approval: approvedBy('local:ben', parts) })

  test('wants a proof not older than five minutes', async () => {
    const { put, act } = await desk()
    const run = await put(armed())
    for (const stepUpAt of [null, START - SETTINGS.stepUpMs - 1, START + 60_000]) {
      expect(await act(person('ada', stepUpAt), run.id, bodyOf('start', 0))).toMatchObject({ code: 'step_up_required' })
    }
  })

  test.each([
    ['the name of another region', armed(), { typedRegion: 'us-west-2' }, 'Type us-east-1'],
    ['no name', armed(), { typedRegion: '' }, 'Type us-east-1'],
    ['an approval of the author himself', armed({ by: 'local:ada' }), {}, 'plan of his own'],
    ['an approval of another plan', armed({ planHash: 'f'.repeat(64) }), {}, 'changed after its approval'],
  ])('is refused with %s', async (_, run, parts, words) => {
    const { put, act } = await desk()
    await put(run)
    const answer = await act(ADA, run.id, { ...bodyOf('start', 0), ...parts })
    expect(answer).toMatchObject({
      code: expect.stringMatching(/conflict|forbidden/),
      message: expect.stringContaining(words),
    })
  })

  test('an approval that has run out asks for another', async () => {
    const { put, act, runs, clock } = await desk()
    const run = await put(armed())
    clock.set(START + 600_001)
    const answer = await act(person('ada', clock.now()), run.id, bodyOf('start', 0))
    expect(answer).toMatchObject({ code: 'conflict', message: expect.stringContaining('expired') })
    expect(await runs.load(run.id)).toMatchObject({ phase: 'awaiting-approval', approval: null })
  })

  test('rules in the way are named, all at once', async () => {
    const { put, act } = await desk()
    const run = await put(armed())
    const answer = await act(ADA, run.id, bodyOf('start', 0))
    expect(answer).toMatchObject({ code: 'conflict', path: 'override.rules' })
    expect(isFailure(answer) && answer.expected?.split(', ').length).toBeGreaterThan(0)
  })

  test('going back into another region than the run is about is refused', async () => {
    const { put, act } = await desk()
    const run = await put(aRun({ phase: 'paused' }))
    expect(await act(ADA, run.id, { verb: 'roll-back', version: 0, typedRegion: 'us-west-2' })).toMatchObject({
      code: 'conflict',
      path: 'typedRegion',
    })
  })
})

test('who tried what in vain is in the audit, once, and the chain holds', async () => {
  const { put, act, store } = await desk()
  const run = await put(aRun({ phase: 'awaiting-approval' }))
  await act(ADA, run.id, bodyOf('approve', 0))
  const [row] = await store.audit.list({ limit: 1 })
  expect(row).toMatchObject({ actor: 'local:ada', action: 'evacuation.act-refused', subject: run.id })
  expect(JSON.parse(row?.detail ?? '{}')).toMatchObject({ verb: 'approve', code: 'forbidden' })
  expect((await store.verifyAudit()).intact).toBe(true)
})
