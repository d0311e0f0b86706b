import { z } from 'zod'
import { EVERYBODY } from '#contract/evacuation/plane.ts'
import { Order, type Mark } from '#bff/controls/webhook/wire.ts'
import { REGIONS } from '#mocks/world/regions.ts'
import { headerOf, refuse, type PlaneAnswer, type PlaneRequest } from './plane-answer.ts'
import type { PlaneFaultBoard } from './plane-faults.ts'
import { MOST_WEIGHT, stateOf, type Place, type PlaneSettings } from './plane-settings.ts'

/** A PUT on an instance: judged as the contract says, then applied through whatever fault there is. */
export async function takeOrder(input: {
  settings: PlaneSettings
  faults: PlaneFaultBoard
  place: Place
  request: PlaneRequest
  dryRun: boolean
}): Promise<PlaneAnswer> {
  const { settings, faults, place, request } = input
  const { setting } = place
  const order = Order.safeParse(parseJson(request.body))
  if (!order.success) return refuse(422, z.prettifyError(order.error))
  const key = headerOf(request, 'idempotency-key')
  if (key === null) return refuse(400, 'an order needs an Idempotency-Key')
  const content = JSON.stringify(order.data.segments)
  const before = setting.answered.get(key)
  if (before === content) return { kind: 'answer', status: 200, json: stateOf(place) }
  const weights = order.data.segments.find(({ segment }) => segment === EVERYBODY)?.weights ?? {}
  const refusal =
    before === undefined
      ? refusalOf(place, request, order.data, weights)
      : refuse(422, 'this key came with another order')
  if (refusal !== null) return refusal
  if (input.dryRun) return { kind: 'answer', status: 200, json: stateOf(place, { ...setting.weights, ...weights }) }
  const act = () => settings.apply(place, weights, order.data.mark)
  const keep = () => settings.keep(place, weights, order.data.mark)
  const said = await faults.meet({ plane: place.plane, instance: place.instance, act, keep })
  if (said === 'refused') return refuse(503, 'the control interface is overloaded', { 'retry-after': '1' })
  setting.answered.set(key, content)
  return said === 'silent' ? { kind: 'silent' } : { kind: 'answer', status: 200, json: stateOf(place) }
}

function refusalOf(
  { setting }: Place,
  request: PlaneRequest,
  order: Order,
  weights: Readonly<Record<string, number>>,
): PlaneAnswer | null {
  const named = headerOf(request, 'if-match')
  if (named !== null && named !== `"${setting.revision}"`) {
    return refuse(412, `the revision is ${setting.revision}, not ${named}`)
  }
  if (setting.mark !== null && isEarlier(order.mark, setting.mark)) {
    return refuse(409, `epoch ${setting.mark.epoch}, step ${setting.mark.step} was here after this order was made`)
  }
  const fault = weightsFault({ ...setting.weights, ...weights }, order.segments)
  return fault === null ? null : refuse(422, fault)
}

function weightsFault(weights: Readonly<Record<string, number>>, segments: Order['segments']): string | null {
  const other = segments.find(({ segment }) => segment !== EVERYBODY)
  if (other !== undefined) return `there is no segment ${other.segment}; this plane knows only ${EVERYBODY}`
  const stranger = Object.keys(weights).find((target) => !REGIONS.some(({ id }) => id === target))
  if (stranger !== undefined) return `there is no target ${stranger}`
  const over = Object.entries(weights).find(([, weight]) => weight > MOST_WEIGHT)
  if (over !== undefined) return `a weight is at most ${MOST_WEIGHT}; ${over[0]} was given ${over[1]}`
  return Object.values(weights).every((weight) => weight === 0) ? 'every weight would be zero' : null
}

function isEarlier(mark: Mark, than: Mark): boolean {
  return mark.epoch < than.epoch || (mark.epoch === than.epoch && mark.planId === than.planId && mark.step < than.step)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
