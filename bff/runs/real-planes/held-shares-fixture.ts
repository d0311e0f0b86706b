import type { Run } from '#contract/evacuation/run.ts'
import { withinOf } from '#bff/evacuation/witnesses.ts'
import type { Conduct } from './conduct-fixture.ts'

/** What the regions served while a verified shifting step was held, against what the plan wanted of it. */
export interface HeldShare {
  title: string
  region: string
  wanted: number
  observed: number
  /** Two points, or four deviations of so many requests where that is more. */
  within: number
}

/** Counts at the regions from the moment each step counts as verified until the next begins. */
export function countHeldShares(scene: Conduct, arrived: () => Readonly<Record<string, number>>): () => HeldShare[] {
  const shares: HeldShare[] = []
  let held: { run: Run; counts: Readonly<Record<string, number>> } | null = null
  scene.onChange((run) => {
    if (run.stage === 'holding' && held === null) held = { run, counts: arrived() }
    if (run.stage === 'holding' || held === null) return
    shares.push(...sharesOf(held.run, held.counts, arrived()))
    held = null
  })
  return () => shares
}

function sharesOf(
  run: Run,
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): HeldShare[] {
  const step = run.plan.steps[run.step]
  if (step?.kind !== 'shift') return []
  const gained = Object.entries(after).map(([region, count]): [string, number] => [
    region,
    count - (before[region] ?? 0),
  ])
  const total = gained.reduce((sum, [, count]) => sum + count, 0)
  return gained.map(([region, count]) => {
    const wanted = step.shares[region] ?? 0
    return { title: step.title, region, wanted, observed: count / total, within: withinOf(wanted, total, 0.02) }
  })
}
