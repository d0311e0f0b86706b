import type { Actor } from '#contract/access.ts'
import type { StandingAct, StandingKey } from '#contract/evacuation/standing.ts'
import type { Ctx } from '#bff/ctx.ts'
import { planEvacuation } from '#bff/evacuation/planner/plan-evacuation.ts'
import { AMPLE } from '#bff/evacuation/planner/plan-fixture.ts'
import { bothPlanes, situation } from '#bff/evacuation/planner/situation-fixture.ts'
import type { Situation } from '#bff/evacuation/planner/situation.ts'
import { EvacuationSettings } from '#bff/evacuation/settings.ts'
import { createSetClock, openTestStore, START, testCtx } from '#bff/store/store-fixture.ts'
import type { Planning } from '../plan-runs.ts'
import { actOnStanding } from './act-on-standing.ts'
import { armStanding } from './arm-standing.ts'
import { demandStanding } from './keep-standing.ts'
import { refreshStanding } from './refresh-standing.ts'

const KEY: StandingKey = { region: 'use1', failure: 'edge-alive' }
const NO_HASH = '0'.repeat(64)

export function someone(name: string, parts: Partial<Extract<Actor, { kind: 'person' }>> = {}): Actor {
  return {
    kind: 'person',
    name,
    personId: `local:${name}`,
    sessionId: null,
    roles: ['engineer', 'approver', 'crisis-leader'],
    stepUpAt: START,
    ...parts,
  }
}

/** A world of three regions whose planner is the real one, and whose situation can be changed. */
export async function standingFixture() {
  const ground = await openGround()
  return { ...ground, ...peopleOf(ground) }
}

async function openGround() {
  const clock = createSetClock()
  const store = await openTestStore({ clock })
  const base = testCtx(store, clock)
  const ctx = (actor: Actor): Ctx => ({ ...base, actor })
  let parts: Partial<Situation> = {}
  const planning: Pick<Planning, 'plan'> = {
    async plan({ scope, placement, profile, failure }) {
      const seen = situation({ capacity: AMPLE, planes: bothPlanes(), ...parts })
      const answer = planEvacuation({ situation: seen, scope, placement, wish: { profile, failure } })
      return { situation: seen, answer }
    },
  }
  const planes = { readNow: async () => {} }
  const system: Actor = { kind: 'system', name: 'nightly refresh' }
  return {
    clock,
    store,
    settings: EvacuationSettings.parse({}),
    planning,
    planes,
    key: KEY,
    ctx,
    now: () => demandStanding(store, KEY),
    /** The situation from now on. */
    becomes(next: Partial<Situation>) {
      parts = next
    },
    refresh: () => refreshStanding({ ctx: ctx(system), planning, planes, regions: ['use1', 'usw2', 'euw1'] }),
    audit: async () =>
      (await store.audit.list({ limit: 50 })).toReversed().map(({ actor, action }) => `${actor} ${action}`),
  }
}

function peopleOf({ now, ctx, key, settings, planning, planes }: Awaited<ReturnType<typeof openGround>>) {
  const act = (actor: Actor, what: StandingAct) => actOnStanding({ ctx: ctx(actor), key, act: what, settings })
  const hashes = async () => {
    const { fresh, candidate, approved } = await now()
    return {
      fresh: fresh?.plan?.hash ?? NO_HASH,
      candidate: candidate?.hash ?? NO_HASH,
      approved: approved?.hash ?? NO_HASH,
    }
  }
  return {
    act,
    hashes,
    async adopt(actor: Actor = someone('ada')) {
      const { version } = await now()
      return act(actor, { verb: 'adopt', version, planHash: (await hashes()).fresh, reason: 'should it fail' })
    },
    async approve(actor: Actor = someone('ben')) {
      const { version } = await now()
      return act(actor, { verb: 'approve', version, planHash: (await hashes()).candidate })
    },
    /** Plans, and files at once, as the route does. */
    async arm(actor: Actor = someone('cleo'), planHash?: string) {
      const mine = ctx(actor)
      const wanted = planHash ?? (await hashes()).approved
      return (await armStanding({ ctx: mine, key, planHash: wanted, planning, planes, settings }))(mine)
    },
  }
}
