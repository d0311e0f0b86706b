import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EDGE_COLUMNS, type Frame } from '#contract/frame-codec/frame.ts'
import { DEFAULT_FRESHNESS_RULE } from '#contract/freshness.ts'
import { applyRosterDelta, Roster, RosterDelta } from '#contract/roster.ts'
import { createTopology } from './create-topology.ts'
import type { SourceReport } from './report.ts'
import { EAST, edge, node, NOON, REGIONS, report, WEST } from './report-fixture.ts'

const service = fc.constantFrom('a', 'b', 'c', 'd')
const region = fc.constantFrom(EAST, WEST)
const measure = fc.oneof(fc.constantFrom(NaN, 0), fc.double({ min: 1e-3, max: 1e5, noNaN: true }))
const path = fc.oneof(
  fc.tuple(region, service).map(([to, name]) => `internet>${to}/${name}`),
  fc.tuple(region, service, region, service).map(([from, name, to, other]) => `${from}/${name}>${to}/${other}`),
)
const edges = fc.uniqueArray(
  fc.record({ path, requestsPerSecond: measure, errorShare: measure, isSeen: fc.boolean() }),
  { selector: (each) => each.path, maxLength: 12 },
)
const nodes = fc.uniqueArray(fc.record({ region, service, saturation: measure }), {
  selector: (each) => `${each.region}/${each.service}`,
  maxLength: 4,
})
const steps = fc.array(
  fc.record({ source: fc.constantFrom('mesh', 'proxy'), edges, nodes, waitMs: fc.integer({ min: 0, max: 80_000 }) }),
  { minLength: 1, maxLength: 12 },
)

type Step = typeof steps extends fc.Arbitrary<(infer Each)[]> ? Each : never

interface Seen {
  before: Roster
  after: Roster
  told: SourceReport
  frame: Frame
  rosterDelta: RosterDelta | null
}

function reportOf(step: Step, at: number) {
  return report({
    source: step.source,
    at,
    edges: step.edges.map((each) =>
      edge(each.path, {
        requestsPerSecond: each.requestsPerSecond,
        errorShare: each.errorShare,
        observedAt: each.isSeen ? at : NaN,
      }),
    ),
    nodes: step.nodes.map((each) =>
      node(`${each.region}/${each.service}`, { saturation: each.saturation, observedAt: at }),
    ),
  })
}

function play(all: readonly Step[], look: (input: Seen) => void): void {
  const topology = createTopology({ epoch: 'e', regions: REGIONS, freshness: DEFAULT_FRESHNESS_RULE })
  let at = NOON
  for (const [index, step] of all.entries()) {
    at += step.waitMs
    const before = topology.roster()
    const told = reportOf(step, at)
    topology.accept(told)
    const taken = topology.takeFrame({ seq: index + 1, at, worldAt: at })
    look({ before, after: topology.roster(), told, ...taken })
  }
}

describe('whatever the sources report', () => {
  it('a row never means another thing, and the deltas lead from roster to roster', () => {
    fc.assert(
      fc.property(steps, (all) => {
        play(all, ({ before, after, rosterDelta, frame }) => {
          expect(() => Roster.parse(after)).not.toThrow()
          if (rosterDelta === null) expect(after).toBe(before)
          else expect(applyRosterDelta(before, RosterDelta.parse(rosterDelta))).toEqual(after)
          const keys = (roster: Roster) => roster.edges.map((each) => [each.source, each.target, each.protocol])
          expect(keys(after).slice(0, before.edges.length)).toEqual(keys(before))
          const names = (roster: Roster) => roster.nodes.map((each) => `${each.region}/${each.service}`)
          expect(names(after).slice(0, before.nodes.length)).toEqual(names(before))
          expect(new Set(names(after)).size).toBe(after.nodes.length)
          expect(frame.rosterVersion).toBe(after.version)
          expect(frame.edges.lagMs).toHaveLength(after.edges.length)
          expect(frame.nodes.lagMs).toHaveLength(after.nodes.length)
          expect(frame.feedObservedAt).toHaveLength(after.feeds.length)
        })
      }),
    )
  })

  it('what is unknown is never shown as zero, and a zero never as unknown', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const [first] = all
        if (first === undefined) return
        play([first], ({ told, frame }) => {
          for (const [row, reading] of told.edges.entries()) {
            const isSeen = !Number.isNaN(reading.observedAt)
            expect(frame.edges.requestsPerSecond[row]).toBe(isSeen ? Math.fround(reading.requestsPerSecond) : NaN)
            expect(frame.edges.errorShare[row]).toBe(isSeen ? Math.fround(reading.errorShare) : NaN)
          }
        })
      }),
    )
  })

  it("a region's total is the sum of the readings, to the last bit", () => {
    fc.assert(
      fc.property(steps, (all) => {
        const [first] = all
        if (first === undefined) return
        play([first], ({ told, frame }) => {
          for (const [index, { id }] of REGIONS.entries()) {
            const entries = told.edges.filter((each) => each.entry && each.targetRegion === id)
            const known = entries.filter((each) => !Number.isNaN(each.observedAt + each.requestsPerSecond))
            const sum = known.reduce((total, each) => total + each.requestsPerSecond, 0)
            expect(frame.regionTotals[index]).toMatchObject({
              requestsPerSecond: known.length === 0 ? NaN : sum,
              missingEdges: entries.filter((each) => !known.includes(each)).map((each) => told.edges.indexOf(each)),
            })
          }
        })
      }),
    )
  })

  it('a frame that was given away is never written again', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const given: { frame: object; copy: object }[] = []
        play(all, ({ frame }) => {
          given.push({ frame, copy: structuredClone(frame) })
        })
        for (const { frame, copy } of given) expect(frame).toEqual(copy)
      }),
    )
  })

  it('no measure is negative or infinite', () => {
    fc.assert(
      fc.property(steps, (all) => {
        play(all, ({ frame }) => {
          for (const column of EDGE_COLUMNS) {
            const values = [...frame.nodes[column], ...frame.edges[column]].filter((value) => !Number.isNaN(value))
            expect(values.every((value) => value >= 0 && Number.isFinite(value))).toBe(true)
          }
        })
      }),
    )
  })
})
