import { createStore, type StoreApi } from 'zustand/vanilla'
import { DEFAULT_FRESHNESS_RULE } from '#contract/freshness.ts'
import { DEFAULT_HEALTH_THRESHOLDS } from '#contract/health.ts'
import type { LiveState } from './live-store.ts'

export type LiveStore = StoreApi<LiveState>

/** One a page; `now` on the browser's clock, UTC ms. */
export function createLiveStore({ now }: { now: number }): LiveStore {
  return createStore<LiveState>(() => ({
    stream: { kind: 'connecting', since: now },
    skewMs: 0,
    lastHeardAt: null,
    simulated: false,
    scenario: null,
    freshness: DEFAULT_FRESHNESS_RULE,
    health: DEFAULT_HEALTH_THRESHOLDS,
    roster: null,
    sources: [],
    frame: null,
  }))
}
