import { describe, expect, test } from 'vitest'
import type { Change } from '#contract/change.ts'
import { DEFAULT_FRESHNESS_RULE } from '#contract/freshness.ts'
import { createProbeBoard } from '#bff/probes/probe-board.ts'
import { createTopology } from '#bff/topology/create-topology.ts'
import { EAST, edge, NOON, REGIONS, report, WEST } from '#bff/topology/report-fixture.ts'
import { createRegionJudge } from './judge-regions.ts'

const deploy = (region: string, startedAt = NOON - 60_000): Change => ({
  id: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  kind: 'deploy',
  title: 'api v88 deployed',
  startedAt,
  regions: [region],
  services: ['api'],
  version: 'v88',
  origin: 'api',
  recordedAt: NOON,
  recordedBy: 'ci',
})

/** A court of two regions: what they report, what probes saw, what changed. */
function court(changes: readonly Change[] = []) {
  const topology = createTopology({ epoch: 'e', regions: REGIONS, freshness: DEFAULT_FRESHNESS_RULE })
  const board = createProbeBoard()
  let now = NOON
  let frame: ReturnType<typeof topology.takeFrame>['frame'] | null = null
  const judge = createRegionJudge({
    newest: () => frame,
    roster: () => topology.roster(),
    board,
    planes: { planes: () => [] },
    changes: () => changes,
    now: () => now,
  })
  return {
    later(seconds: number, errorShare: { east: number; west: number } | null, failing = 0) {
      now = NOON + seconds * 1_000
      for (const vantage of ['fra-1', 'gru-1']) {
        const windows = [EAST, WEST].map((asked) => ({
          vantage,
          asked,
          from: now - 2_000,
          to: now,
          sent: 100,
          answeredBy: { [asked]: asked === EAST ? 100 - failing : 100 },
          failed: asked === EAST && failing > 0 ? { timeout: failing } : {},
          latencyMs: { p50: 10, p99: 20 },
        }))
        board.accept(windows, now)
      }
      if (errorShare !== null) {
        const inward = { requestsPerSecond: 50, observedAt: now }
        const edges = [
          edge('internet>us-east-1/edge', { requestsPerSecond: 400, errorShare: errorShare.east, observedAt: now }),
          edge('internet>us-west-2/edge', { requestsPerSecond: 300, errorShare: errorShare.west, observedAt: now }),
          edge('us-west-2/edge>us-east-1/api', { ...inward, errorShare: errorShare.east }),
          edge('us-east-1/edge>us-west-2/api', { ...inward, errorShare: errorShare.west }),
        ]
        topology.accept(report({ at: now, feedObservedAt: now, edges }))
        frame = topology.takeFrame({ seq: seconds + 1, at: now, worldAt: now }).frame
      }
      judge.judge()
      return Object.fromEntries(judge.verdicts().map(({ region, word }) => [region, word]))
    },
    evidence: (region: string) =>
      Object.fromEntries(
        judge
          .verdicts()
          .flatMap((verdict) =>
            verdict.region === region ? verdict.evidence.map((each) => [each.witness, each]) : [],
          ),
      ),
  }
}

const WELL = { east: 0, west: 0 }
const SICK = { east: 0.4, west: 0 }

describe('the verdict from what is seen', () => {
  test('all is well: each region by three witnesses', () => {
    const { later, evidence } = court()
    expect(later(0, WELL)).toEqual({ [EAST]: 'healthy', [WEST]: 'healthy' })
    for (const witness of ['probes', 'survivors', 'metrics']) {
      expect(evidence(EAST)[witness]).toMatchObject({ points: 'healthy', fresh: true })
    }
  })

  test('one region fails for everybody: it is said within half a minute, and of it alone', () => {
    const { later } = court()
    later(0, WELL)
    later(10, SICK, 40)
    expect(later(22, SICK, 40)).toEqual({ [EAST]: 'sick', [WEST]: 'healthy' })
  })

  test('the same version came to both, and both fail: the problem follows the traffic', () => {
    const { later } = court([deploy(EAST), deploy(WEST)])
    later(0, WELL)
    later(10, { east: 0.4, west: 0.3 }, 40)
    expect(later(25, { east: 0.4, west: 0.3 }, 40)[EAST]).toBe('follows-traffic')
  })

  test('before anything was seen nobody is blamed, and nobody is called well', () => {
    const { later } = court()
    expect(later(0, null)).toEqual({ [EAST]: 'blind', [WEST]: 'blind' })
  })
})
