import type { Plan } from '#contract/evacuation/plan.ts'
import type { Clock } from '#bff/clock.ts'
import type { HookAnswer, Hooks } from '#bff/evacuation/ports.ts'
import type { Scaler } from '#bff/controls/scaler/create-scaler.ts'
import { signatureOf } from '#bff/signature.ts'
import type { HookSetting } from './planning-settings.ts'

/**
 * Webhook hooks: `POST <url>` with what is to happen, signed like every order of ours. 200 says it is done, 202 that it
 * is under way (the same key is asked again until it says 200), 4xx that it failed. Anything else is unknown.
 */
export function callHooks(input: {
  settings: readonly HookSetting[]
  /** Null where nothing scales by our word: then nobody knows what is ready, and a person goes on by name. */
  scaler: Scaler | null
  clock: Clock
}): Hooks {
  const byId = new Map(input.settings.map((hook) => [hook.id, hook]))
  return {
    async call({ step, plan, key }, limitMs) {
      const hook = byId.get(step.hook)
      if (hook?.url === undefined)
        return { kind: 'failed', why: `there is no webhook ${step.hook} in the configuration` }
      const body = JSON.stringify({
        contract: 'spillway-hook/1',
        hook: hook.id,
        does: hook.does,
        direction: plan.direction,
        scope: plan.scope,
        plan: { id: plan.id, hash: plan.hash },
        key,
      })
      return post({ url: hook.url, secret: hook.secret, body, key, limitMs, now: input.clock.now() })
    },
    async ready(needs, plan) {
      const fleet = (await input.scaler?.keep(floorsOf(plan), SCALER_LIMIT_MS)) ?? null
      return needs.map(
        (need) =>
          fleet?.services.find((row) => row.region === need.region && row.service === need.service)?.ready ?? NaN,
      )
    },
  }
}

/** The most that any of the plan's steps needs of each: asked for at once, since what starts takes its time. */
export function floorsOf({ steps }: Pick<Plan, 'steps'>): { region: string; service: string; instances: number }[] {
  const floors = new Map<string, { region: string; service: string; instances: number }>()
  for (const step of steps) {
    if (step.kind !== 'scale') continue
    for (const { region, service, instancesReady } of step.needs) {
      const key = `${region} ${service}`
      const instances = Math.max(instancesReady, floors.get(key)?.instances ?? 0)
      floors.set(key, { region, service, instances })
    }
  }
  return [...floors.values()]
}

const SCALER_LIMIT_MS = 5_000

async function post(call: {
  url: string
  secret: string | undefined
  body: string
  key: string
  limitMs: number
  now: number
}): Promise<HookAnswer> {
  const { url, secret, body, key, limitMs, now } = call
  const { pathname, search } = new URL(url)
  const request = { method: 'POST', path: `${pathname}${search}`, body }
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': key,
        ...(secret === undefined ? {} : { 'spillway-signature': signatureOf({ secret, atMs: now, request }) }),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(limitMs),
    })
    await response.body?.cancel()
    if (response.status === 200) return { kind: 'done' }
    if (response.status === 202) return { kind: 'under-way' }
    if (response.status >= 400 && response.status < 500)
      return { kind: 'failed', why: `it answered ${response.status}` }
    return { kind: 'unknown', why: `it answered ${response.status}` }
  } catch (error) {
    return { kind: 'unknown', why: error instanceof Error ? error.message : 'no answer' }
  }
}
