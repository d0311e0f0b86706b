import type { Frame } from '#contract/frame-codec/frame.ts'
import type { Roster, RosterDelta } from '#contract/roster.ts'
import type { Topology } from '#bff/topology/create-topology.ts'
import type { PlacedMark } from '#bff/topology/mark-nodes.ts'
import type { SourceReport } from '#bff/topology/report.ts'

/** The joined picture as it stands: what the sources said last, and the newest frame made of it. */
export interface Fleet {
  accept(report: SourceReport, now: number): void
  /** What other systems tell of nodes. */
  mark(marks: readonly PlacedMark[]): void
  /** Makes the next frame of this instant. */
  beat(at: number): { frame: Frame; rosterDelta: RosterDelta | null }
  /** Null until the first beat. */
  newest(): Frame | null
  roster(): Roster
}

/** Below this a report's instant differs from ours by the time it took to ask, and by ordinary skew. */
const ANOTHER_CLOCK_MS = 10_000

export function createFleet(topology: Topology): Fleet {
  let seq = 0
  let newest: Frame | null = null
  let worldAheadMs = 0
  return {
    accept(report, now) {
      const aheadMs = report.at - now
      worldAheadMs = Math.abs(aheadMs) < ANOTHER_CLOCK_MS ? 0 : aheadMs
      topology.accept(report)
    },
    mark: (marks) => topology.mark(marks),
    beat(at) {
      const taken = topology.takeFrame({ seq: (seq += 1), at, worldAt: at + worldAheadMs })
      newest = taken.frame
      return taken
    },
    newest: () => newest,
    roster: () => topology.roster(),
  }
}
