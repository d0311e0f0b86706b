import type { EvacuationScope, Prediction } from '#contract/evacuation/plan.ts'
import type { Situation, StoreSituation } from './situation.ts'

/** Stores whose writes may be lost when the region is left. A zone, a service or a segment leaves them where they are. */
export function storesAtStake({ stores }: Situation, scope: EvacuationScope): Prediction['stores'] {
  if (scope.kind !== 'region') return []
  return stores
    .filter(({ regions }) => regions.includes(scope.region))
    .map((store) => ({
      store: store.store,
      class: store.class,
      lagMs: Number.isNaN(store.lagMs) ? null : store.lagMs,
      loss: lossOf(store, scope.region),
    }))
}

/** Whether another region must become the one that writes. */
export function mustPromote({ class: kind, primary }: StoreSituation, region: string): boolean {
  return kind === 'single-primary' && primary === region
}

function lossOf(store: StoreSituation, region: string): string {
  if (store.class === 'single-primary' && store.primary !== region) return 'none: its primary is elsewhere'
  if (Number.isNaN(store.lagMs)) return 'unknown: nobody measures its lag'
  return store.lagMs === 0 ? 'none' : `${wordsOfMs(store.lagMs)} of writes may be lost`
}

/** `42 s`, `3.5 min`, `250 ms`. */
export function wordsOfMs(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`
  if (ms < 120_000) return `${Number((ms / 1_000).toFixed(1))} s`
  return `${Number((ms / 60_000).toFixed(1))} min`
}
