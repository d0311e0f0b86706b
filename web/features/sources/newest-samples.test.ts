import { expect, it } from 'vitest'
import { createEdgeColumns, createNodeColumns, type Frame } from '#contract/frame-codec/frame.ts'
import type { Roster } from '#contract/roster.ts'
import { ANSWERED_AT, connectedSource } from '#mocks/console-api/answers.ts'
import { withNewestSamples } from './newest-samples.ts'

const feed = (source: string, region: string) => ({ source, region, periodMs: 1_000 })
const roster: Roster = {
  epoch: 'e',
  version: 1,
  regions: [],
  zones: [],
  feeds: [feed('other', 'us-east-1'), feed('prometheus', 'us-east-1'), feed('prometheus', 'eu-west-1')],
  businessMetrics: [],
  nodes: [],
  edges: [],
}

function frameOf(feedObservedAt: number[], rosterEpoch = 'e'): Frame {
  return {
    seq: 1,
    rosterEpoch,
    rosterVersion: 1,
    at: ANSWERED_AT,
    worldAt: ANSWERED_AT,
    feedObservedAt: Float64Array.from(feedObservedAt),
    nodes: createNodeColumns(0),
    edges: createEdgeColumns(0),
    regionTotals: [],
    zoneTotals: [],
    businessTotals: [],
  }
}

const observed = (frame: Frame | null) =>
  withNewestSamples([connectedSource()], roster, frame)[0]?.feeds.map(
    ({ observedAt }) => (observedAt ?? NaN) - ANSWERED_AT,
  )

it.each([
  ['of the same feed, where newer', [9, 4_000, 3_000], [4_000, 3_000]],
  ['never an older one', [9, -90_000, NaN], [-1_000, -2_000]],
])('takes the frame’s sample: %s', (_, inFrame, expected) => {
  expect(observed(frameOf(inFrame.map((offset) => ANSWERED_AT + offset)))).toEqual(expected)
})

it('takes nothing of a frame that belongs to another roster, or of none', () => {
  expect(observed(frameOf([0, ANSWERED_AT, ANSWERED_AT], 'another'))).toEqual([-1_000, -2_000])
  expect(observed(null)).toEqual([-1_000, -2_000])
})
