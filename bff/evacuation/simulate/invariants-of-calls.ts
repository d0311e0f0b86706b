import type { Weights } from '#contract/evacuation/plane.ts'
import type { Run } from '#contract/evacuation/run.ts'
import { isLeftOut } from '../excused.ts'
import { callKeyOf } from '../ledger.ts'
import { broken, type WatchedCall, type Watching } from './watching.ts'
import { isPlanned, wantedAt } from './plan-facts.ts'

/** What may never be called. */
export function judgeCall(watching: Watching, call: WatchedCall): void {
  const { owner, intent, stored, epoch } = call
  if (!watching.isLegitimate) broken(watching, 'wrote without approval and step-up')
  if (!watching.allowed.has(intent.mark.epoch)) broken(watching, `${owner} wrote by itself after a restart`)
  if (watching.isPaused) broken(watching, 'wrote after a pause was acknowledged')
  if (intent.mark.epoch < epoch)
    broken(watching, `wrote under epoch ${intent.mark.epoch} while ${epoch} holds the lease`)
  const entry = stored?.ledger.find((each) => callKeyOf(each) === intent.key)
  if (entry === undefined || entry.state !== 'intended')
    broken(watching, `called ${intent.key} before its intent was committed`)
  if (stored !== undefined && stored.phase !== 'running' && stored.phase !== 'rolling-back')
    broken(watching, `wrote while ${stored.phase}`)
  if (stored !== undefined && isLeftOut(stored, { plane: call.plane.id, instance: intent.instance }))
    broken(watching, `wrote to ${call.plane.id}/${intent.instance}, which was left out`)
  judgeKey(watching, call)
  judgeZero(watching, call)
  judgeOrder(watching, call)
  judgeHaste(watching, call)
  judgeOthers(watching, call)
}

/** One key, one content. */
function judgeKey(watching: Watching, { intent }: WatchedCall): void {
  const content = JSON.stringify(intent.splits)
  const before = watching.contents.get(intent.key)
  if (before !== undefined && before !== content) broken(watching, `the key ${intent.key} was used for something else`)
  watching.contents.set(intent.key, content)
}

/** Where others were at work a call on one target can meet what nobody could know. */
function judgeZero(watching: Watching, { plane, instance, intent }: WatchedCall): void {
  if ((instance.strangeSince !== null || instance.hasLied) && plane.atomicScope === 'target') return
  for (const split of intent.splits) {
    const now: Weights = instance.strangeSince === null ? (instance.truth[split.segment] ?? {}) : {}
    const after = Object.values({ ...now, ...split.weights })
    if (after.every((weight) => weight === 0)) broken(watching, `asked ${plane.id}/${instance.id} for all zero`)
  }
}

/** Across atomic scopes whoever loses is written after whoever gains. */
function judgeOrder(watching: Watching, { plane, instance, intent }: WatchedCall): void {
  if (plane.atomicScope !== 'target' || instance.strangeSince !== null || instance.hasLied) return
  for (const split of intent.splits) {
    const now = instance.truth[split.segment] ?? {}
    if (Object.entries(split.weights).every(([target, weight]) => weight >= (now[target] ?? 0))) continue
    const wanted = wantedAt(watching.setup, intent, plane.id, split.segment) ?? {}
    const short = Object.keys(wanted).find(
      (target) => (wanted[target] ?? 0) > (now[target] ?? 0) && split.weights[target] === undefined,
    )
    if (short !== undefined) broken(watching, `lowered before ${short} was raised on ${plane.id}/${instance.id}`)
  }
}

/** After an unknown outcome nothing is written there before the longest call could have ended. */
function judgeHaste(watching: Watching, { plane, instance }: WatchedCall): void {
  const place = `${plane.id}/${instance.id}`
  const ago = watching.steady() - (watching.unknown.get(place) ?? -Infinity)
  if (ago < watching.settleMs)
    broken(watching, `wrote to ${place} again ${Math.round(ago)} ms after an unknown outcome`)
}

/** What others set and we have read is put back by a person's word alone. */
function judgeOthers(watching: Watching, { plane, instance, intent, stored }: WatchedCall): void {
  if (instance.strangeSince === null || watching.putsBack.has(intent.mark.epoch) || !watching.readSince.has(instance))
    return
  if (watching.steady() - instance.strangeSince <= LONG_AGO_MS || !isForeign(watching, { plane, instance, stored }))
    return
  broken(watching, `silently overwrote what others set at ${plane.id}/${instance.id}`)
}

/** By then a reading of it has been answered. */
const LONG_AGO_MS = 4000

function isForeign(
  { setup }: Watching,
  { plane, instance, stored }: Pick<WatchedCall, 'plane' | 'instance'> & { stored: Run | undefined },
): boolean {
  return Object.keys(instance.truth).some((segment) => {
    const now = instance.truth[segment] ?? {}
    return Object.keys(now).some(
      (target) => !isPlanned(setup, stored, { plane: plane.id, segment, target, weight: now[target] ?? 0 }),
    )
  })
}
