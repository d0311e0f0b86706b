import type { PlaneDescriptor } from '#contract/evacuation/plane.ts'
import { shareOfTargets, type Setting, victimTargets } from '../setting.ts'
import { found, percent, type Rule, type RuleContext } from './rule.ts'

const MINUTE_MS = 60_000

/** Share of the demand that would change its region, by the plane that moves the most of those that decide who serves. */
export function movedShare(
  before: readonly Setting[],
  after: readonly Setting[],
  { run, around }: Pick<RuleContext, 'run' | 'around'>,
): number {
  let most = 0
  for (const descriptor of around.descriptors) {
    if (!decidesWhoServes(descriptor, { run, around })) continue
    const victims = victimTargets(descriptor, run.plan.scope)
    let sum = 0
    let places = 0
    for (const setting of after) {
      if (setting.plane !== descriptor.id) continue
      const was = before.find((each) => each.instance === setting.instance && isSame(each, setting))
      const moved = Math.abs(shareOfTargets(setting.weights, victims) - shareOfTargets(was?.weights ?? {}, victims))
      sum += Number.isNaN(moved) ? 1 : moved
      places += 1
    }
    if (places > 0) most = Math.max(most, sum / places)
  }
  return most
}

/**
 * Where there are proxies, names only decide who is entered: what they would move the proxies have moved before, and it
 * must not count twice. Behind a dark edge nobody proxies.
 */
function decidesWhoServes({ layer }: PlaneDescriptor, { run, around }: Pick<RuleContext, 'run' | 'around'>): boolean {
  if (layer === 'proxy' || run.plan.failure === 'edge-dark') return true
  return !around.descriptors.some((each) => each.layer === 'proxy')
}

function isSame(one: Setting, other: Setting): boolean {
  return one.plane === other.plane && one.segment === other.segment
}

/** At most so much of the demand changes its region within a minute. */
export const maximumChange: Rule = (before, after, context) => {
  const { around, run } = context
  const limit = around.settings.changePerMinute[run.plan.profile]
  const now = movedShare(before, after, context)
  const lately = context.moved.filter((each) => around.steady - each.at < MINUTE_MS)
  const sum = lately.reduce((total, each) => total + each.share, now)
  const says = `${percent(sum)} of the demand would move within a minute, at most ${percent(limit)} may`
  if (sum <= limit + 1e-9 || now === 0) return found('maximum-change', 'holds', says)
  const oldest = lately[0]
  if (now > limit || oldest === undefined) return found('maximum-change', 'blocks', says)
  return found('maximum-change', 'blocks', says, oldest.at + MINUTE_MS)
}

/** Nothing is written right after something was. */
export const minimumWait: Rule = (_before, _after, { around, lastWriteAt }) => {
  const clearsAt = lastWriteAt + around.settings.minimumWaitMs
  const says = `${around.settings.minimumWaitMs / 1000} s between two steps' writes`
  return clearsAt <= around.steady
    ? found('minimum-wait', 'holds', says)
    : found('minimum-wait', 'blocks', says, clearsAt)
}

/** Windows in which nothing is begun. What began before goes on: half an evacuation is worse than either end. */
export const freezeWindow: Rule = (_before, _after, { run, around }) => {
  const open = around.settings.freezes.find((each) => each.fromAt <= around.now && around.now < each.toAt)
  if (open === undefined) return found('freeze-window', 'holds', 'no freeze is in force')
  const begun = run.startedAt !== null && run.startedAt < open.fromAt
  return found('freeze-window', begun || run.heading === 'back' ? 'warns' : 'blocks', `frozen: ${open.why}`)
}
