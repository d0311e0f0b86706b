import type { EvacuationScope, HookStep } from '#contract/evacuation/plan.ts'
import type { RegionId } from '#contract/ids.ts'
import type { ConfiguredHook, HookMoment, JobSituation, Situation, StoreSituation } from './situation.ts'
import { mustPromote, wordsOfMs } from './stores-at-stake.ts'

type Way = 'evacuate' | 'failback'
/** A person who is asked for something needs minutes; long over them means he has not seen it. */
const BY_HAND_MS = 120_000

/**
 * What has to happen around the shifts, at one moment: the configured hooks, and for a whole region what its stores and
 * jobs need. Where no hook is configured for those, a person is asked: nothing that must not run twice is left to luck.
 */
export function hookSteps(input: {
  situation: Situation
  scope: EvacuationScope
  saviors: readonly RegionId[]
  direction: Way
  moment: HookMoment
}): HookStep[] {
  const { situation, scope, direction, moment } = input
  const named = new Set(situation.stores.flatMap((store) => [store.fenceHook, store.promoteHook, store.resyncHook]))
  for (const { stopHook, startHook } of situation.jobs) named.add(stopHook).add(startHook)
  const configured = situation.hooks
    .filter((hook) => hook.when === moment && hook.directions.includes(direction) && !named.has(hook.id))
    .filter(({ regions }) => regions === undefined || regions.includes(scope.region))
    .map((hook) => stepOf(hook, hook.id))
  if (scope.kind !== 'region') return configured
  return [...configured, ...(direction === 'evacuate' ? leaving(input) : returning(input))]
}

function leaving({ situation, scope, saviors, moment }: Parameters<typeof hookSteps>[0]): HookStep[] {
  if (moment !== 'before-shift') return []
  const { region } = scope
  const stores = situation.stores.filter((store) => mustPromote(store, region))
  return [
    ...stores.flatMap((store) => {
      const to = saviors.find((savior) => store.regions.includes(savior))
      const where =
        to === undefined ? `${store.store} has no copy in a savior: decide what happens to its writes` : null
      return [
        asked(situation, store.fenceHook, `fence-${store.store}`, `fence ${store.store} in ${region}`),
        asked(situation, store.promoteHook, `promote-${store.store}`, where ?? `promote ${store.store} in ${to}`),
      ]
    }),
    ...jobsOf(situation, region).flatMap((job) => [
      asked(situation, job.stopHook, `stop-${job.job}`, `stop or fence ${job.job} in ${region}`),
      ...(job.movable
        ? [asked(situation, job.startHook, `start-${job.job}`, `start ${job.job} in ${saviors[0] ?? 'a savior'}`)]
        : []),
    ]),
  ]
}

function returning({ situation, scope, moment }: Parameters<typeof hookSteps>[0]): HookStep[] {
  const { region } = scope
  const stores = situation.stores.filter(({ regions }) => regions.includes(region))
  if (moment === 'before-shift') {
    return stores.map((store) =>
      asked(situation, store.resyncHook, `resync-${store.store}`, resyncWords(store, region)),
    )
  }
  if (moment !== 'after-shift') return []
  const home = stores.filter((store) => mustPromote(store, region))
  return [
    ...home.map((store) =>
      asked(situation, store.promoteHook, `promote-${store.store}`, `promote ${store.store} in ${region} again`),
    ),
    ...jobsOf(situation, region).map((job) =>
      asked(situation, job.startHook, `start-${job.job}`, `start ${job.job} in ${region} again, and there alone`),
    ),
  ]
}

/** The gate of a failback: no traffic before the copy there holds what was written elsewhere. */
function resyncWords({ store, lagMs }: StoreSituation, region: RegionId): string {
  const lag = Number.isNaN(lagMs) ? 'its lag is unknown' : `its lag is now ${wordsOfMs(lagMs)}`
  return `${store} in ${region} has caught up with what was written elsewhere (${lag})`
}

function jobsOf({ jobs }: Situation, region: RegionId): JobSituation[] {
  return jobs.filter((job) => job.region === region)
}

function asked({ hooks }: Situation, id: string | undefined, fallback: string, does: string): HookStep {
  const hook = hooks.find((each) => each.id === id)
  if (hook !== undefined) return { ...stepOf(hook, fallback), does }
  const byHand = { how: 'manual', strength: 'strong', estimateMs: BY_HAND_MS, budgetMs: 3 * BY_HAND_MS } as const
  return { kind: 'hook', id: fallback, hook: id ?? fallback, title: titleOf(does), does, ...byHand }
}

function stepOf(hook: ConfiguredHook, id: string): HookStep {
  const { how, does, strength, estimateMs, budgetMs } = hook
  return { kind: 'hook', id, title: titleOf(does), hook: hook.id, how, does, strength, estimateMs, budgetMs }
}

function titleOf(does: string): string {
  return does.charAt(0).toUpperCase() + does.slice(1)
}
