import type { Fleet } from './fleet.ts'
import type { SourceReport } from '#bff/topology/report.ts'
import type { TrafficSource } from '#bff/sources/source.ts'
import type { Frame } from '#contract/frame-codec/frame.ts'
import type { Roster } from '#contract/roster.ts'

export interface FillInput {
  sources: readonly TrafficSource[]
  fleet: Fleet
  /** Takes each frame of the past, oldest first. */
  record: (entry: { frame: Frame; roster: Roster }) => void
  /** UTC ms. */
  from: number
  to: number
  stepMs: number
  /** Told after every step: 0–1. */
  onProgress: (share: number) => void
  /** Told in words when a source's past could not be read; the others' still is. */
  onProblem: (message: string) => void
  signal: AbortSignal
}

export interface FillOutcome {
  frames: number
  /** True where the limit of time came first. */
  cutShort: boolean
}

/**
 * Reads the hours before the start from the sources themselves and sends them the way live seconds go: topology, then
 * history. A source without a past costs its own part only.
 */
export async function fillHistory(input: FillInput): Promise<FillOutcome> {
  const pasts = input.sources.map((source) => pastOf(source, input))
  let frames = 0
  for (let at = input.from; at <= input.to; at += input.stepMs) {
    if (input.signal.aborted) return { frames, cutShort: true }
    const reports = (await Promise.all(pasts.map((past) => past.upTo(at)))).flat()
    for (const report of reports) input.fleet.accept(report, at)
    if (reports.length > 0) {
      const { frame } = input.fleet.beat(at)
      input.record({ frame, roster: input.fleet.roster() })
      frames += 1
    }
    input.onProgress((at - input.from) / Math.max(1, input.to - input.from))
  }
  return { frames, cutShort: false }
}

interface Past {
  /** The reports not yet taken that speak of this instant or an earlier one. */
  upTo(at: number): Promise<SourceReport[]>
}

function pastOf(source: TrafficSource, input: FillInput): Past {
  const reports = source
    .backfill({ from: input.from, to: input.to, stepMs: input.stepMs, signal: input.signal })
    [Symbol.asyncIterator]()
  let waiting: SourceReport | null = null
  let ended = false
  const next = async (): Promise<SourceReport | null> => {
    if (waiting !== null) {
      const report = waiting
      waiting = null
      return report
    }
    if (ended) return null
    try {
      const step = await reports.next()
      if (step.done !== true) return step.value
    } catch (error) {
      input.onProblem(
        `The past of ${source.id} could not be read: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
    ended = true
    return null
  }
  return {
    async upTo(at) {
      const due: SourceReport[] = []
      for (let report = await next(); report !== null; report = await next()) {
        if (report.at > at) {
          waiting = report
          break
        }
        due.push(report)
      }
      return due
    },
  }
}
