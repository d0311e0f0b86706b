import { describe, expect, it } from 'vitest'
import { HOST_SPAN_MS, type HostMetrics } from '#contract/services/host.ts'
import { joinHost } from './join-host.ts'

function told(at: number[], columns: Record<string, (number | null)[]>, over: Partial<HostMetrics> = {}): HostMetrics {
  return {
    region: 'us-east-1',
    instance: 'i-1',
    state: 'watched',
    problem: null,
    nextAttemptAt: null,
    source: 'hosts',
    hostName: 'vm',
    periodMs: 1_000,
    observedAt: at.at(-1) ?? null,
    receivedAt: at.at(-1) ?? null,
    skewMs: 0,
    at,
    series: Object.entries(columns).map(([of, values]) => ({ measure: 'cpuBusyShare', unit: 'share', of, values })),
    untold: [],
    notes: [],
    ...over,
  }
}
const columnsOf = ({ series }: HostMetrics) => Object.fromEntries(series.map(({ of, values }) => [of, values]))

describe('what came after', () => {
  it('goes behind what was known; a part that came or went is unknown before or since', () => {
    const joined = joinHost(
      told([1, 2], { cpu0: [0.1, 0.2], cpu1: [0.3, null] }),
      told([3], { cpu0: [0.4], cpu2: [0.5] }),
    )
    expect(joined.at).toEqual([1, 2, 3])
    expect(columnsOf(joined)).toEqual({ cpu0: [0.1, 0.2, 0.4], cpu1: [0.3, null, null], cpu2: [null, null, 0.5] })
  })

  it('may be nothing but how it stands', () => {
    const joined = joinHost(
      told([1, 2], { cpu0: [0.1, 0.2] }),
      told([], { cpu0: [] }, { state: 'unreachable', problem: 'It refuses connections.', observedAt: 2 }),
    )
    expect([joined.state, joined.at, columnsOf(joined)]).toEqual(['unreachable', [1, 2], { cpu0: [0.1, 0.2] }])
  })

  it('pushes out what is older than five minutes, and parts that are gone with it', () => {
    const joined = joinHost(
      told([0, 1_000, 2_000], { cpu0: [1, 1, 1], cpu1: [1, null, null] }),
      told([HOST_SPAN_MS + 500], { cpu0: [0.5] }),
    )
    expect([joined.at, columnsOf(joined)]).toEqual([[1_000, 2_000, HOST_SPAN_MS + 500], { cpu0: [1, 1, 0.5] }])
  })
})
