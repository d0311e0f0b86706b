import type { Probes } from '#bff/evacuation/ports.ts'
import type { ProbeBoard } from '#bff/probes/probe-board.ts'

/** The third witness. Probes ask the public name: of a service or a segment alone they can tell nothing. */
export function watchProbes(input: { board: ProbeBoard; now: () => number; spanMs?: number }): Probes {
  const { board, now, spanMs = SPAN_MS } = input
  return {
    observe(scope, since) {
      if (scope.kind !== 'region') return { observedAt: NaN, answeredBy: {}, failed: 0 }
      return board.answers({ at: now(), spanMs, ...(since === undefined ? {} : { since }) })
    },
  }
}

/** Long enough for some hundred probes of two vantage points, short enough to follow a step within seconds. */
const SPAN_MS = 12_000
