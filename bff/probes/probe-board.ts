import type { RegionId } from '#contract/ids.ts'
import type { ProbeWindow } from '#contract/evacuation/verdict.ts'

/** What the vantage points saw lately. A window belongs to the past once its end is older than what is asked for. */
export interface ProbeBoard {
  accept(windows: readonly ProbeWindow[], at: number): void
  /** Windows that ended within the last `spanMs`; `asked` null is the public name. */
  windows(input: { asked: RegionId | null; at: number; spanMs: number }): readonly ProbeWindow[]
  /** Everything of the public name that ended within the span and began no earlier than `since`, of all vantage points. */
  answers(input: { at: number; spanMs: number; since?: number }): ProbeAnswers
  /** Vantage points and when each was last heard, UTC ms. */
  heard(): ReadonlyMap<string, number>
}

export interface ProbeAnswers {
  /** UTC ms of the newest window's end; NaN when there is none in the span. */
  observedAt: number
  answeredBy: Readonly<Record<RegionId, number>>
  failed: number
}

const KEEP_MS = 15 * 60_000
/** Of one vantage point and one name: an agent that floods must not fill the memory. */
const MOST_WINDOWS = 400

export function createProbeBoard(): ProbeBoard {
  const rows = new Map<string, ProbeWindow[]>()
  const heard = new Map<string, number>()

  function windows({ asked, at, spanMs }: { asked: RegionId | null; at: number; spanMs: number }): ProbeWindow[] {
    return [...rows.values()].flatMap((row) =>
      row.filter((window) => window.asked === asked && window.to > at - spanMs && window.to <= at + spanMs),
    )
  }

  return {
    accept(arrived, at) {
      for (const window of arrived) {
        const key = `${window.vantage} ${window.asked ?? ''}`
        const row = (rows.get(key) ?? []).filter(({ to, from }) => to > at - KEEP_MS && from !== window.from)
        row.push(window)
        rows.set(key, row.slice(-MOST_WINDOWS))
        heard.set(window.vantage, at)
      }
    },
    windows,
    answers({ at, spanMs, since = -Infinity }) {
      const answeredBy: Record<RegionId, number> = {}
      let failed = 0
      let observedAt = NaN
      for (const window of windows({ asked: null, at, spanMs })) {
        if (window.from < since) continue
        observedAt = Number.isNaN(observedAt) ? window.to : Math.max(observedAt, window.to)
        failed += countOf(window.failed)
        for (const [region, count] of Object.entries(window.answeredBy)) {
          answeredBy[region] = (answeredBy[region] ?? 0) + count
        }
      }
      return { observedAt, answeredBy, failed }
    },
    heard: () => heard,
  }
}

function countOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}
