import { describe, expect, it } from 'vitest'
import type { Change } from '#contract/change.ts'
import { createFleet, NOW, type FleetChanges } from './fleet-fixture.ts'
import { markLookOf, marksSummary, markText } from '#web/features/traffic/marks/mark-words.ts'
import { MARKED_FOR_MS, marksOfNode, marksOfRegion } from './node-marks.ts'

function changeOf(input: Partial<Change>): Change {
  return {
    id: '01M82WM2RCKZHTRWSQ7AB1KWVA',
    kind: 'deploy',
    title: 'api v88 deployed',
    startedAt: NOW - 240_000,
    recordedAt: NOW - 240_000,
    recordedBy: 'deploy-script',
    regions: ['us-east-1'],
    services: ['api'],
    origin: 'api',
    ...input,
  }
}

function marksIn(changes: FleetChanges, id = 'us-east-1/api'): string[] {
  const fleet = createFleet(changes)
  const row = fleet.roster.nodes.findIndex(({ region, service }) => `${region}/${service}` === id)
  return marksOfNode(fleet, row).map((mark) => markText(mark, fleet.worldNow))
}

describe('circuit breakers', () => {
  it.each([
    [NaN, []],
    [0, []],
    [1, ['1 circuit breaker open']],
    // Counts travel in steps of two per cent.
    [2.9999, ['3 circuit breakers open']],
  ])('%s open', (breakersOpen, marks) => {
    expect(marksIn({ nodes: { 'us-east-1/api': { breakersOpen } } })).toEqual(marks)
  })

  it('are not believed when nothing of the service is', () => {
    const ages = { 'us-east-1': 3_600_000 }
    expect(marksIn({ nodes: { 'us-east-1/api': { breakersOpen: 2 } }, ages })).toEqual([])
  })
})

describe('what changed', () => {
  it('marks the services it names in the regions it names', () => {
    const recorded = [changeOf({})]
    expect(marksIn({ recorded })).toEqual(['Deploy: api v88 deployed, 4 min ago'])
    expect(marksIn({ recorded }, 'us-west-2/api')).toEqual([])
    expect(marksIn({ recorded }, 'us-east-1/search')).toEqual([])
    expect(marksIn({ recorded: [changeOf({ regions: [] })] }, 'us-west-2/api')).toHaveLength(1)
  })

  it.each([
    ['just before the limit', { startedAt: NOW - MARKED_FOR_MS }, 1],
    ['beyond it', { startedAt: NOW - MARKED_FOR_MS - 1 }, 0],
    ['beyond it and under way', { startedAt: NOW - 3_600_000, endedAt: NOW + 60_000 }, 1],
    ['beyond it and over', { startedAt: NOW - 3_600_000, endedAt: NOW - 1 }, 0],
    ['after the moment shown', { startedAt: NOW + 1 }, 0],
  ])('%s', (_, input, count) => {
    expect(marksIn({ recorded: [changeOf(input)] })).toHaveLength(count)
  })

  it('of a whole region marks the region, not each of its services', () => {
    const fleet = createFleet({ recorded: [changeOf({ services: [], title: 'zone drained', kind: 'chaos' })] })
    expect(marksOfRegion(fleet, 'us-east-1').map(({ text }) => text)).toEqual(['zone drained'])
    expect(marksOfRegion(fleet, 'us-west-2')).toEqual([])
  })
})

describe('several marks', () => {
  const fleet = createFleet({
    nodes: {
      'us-east-1/api': {
        breakersOpen: 2,
        notices: [
          { severity: 'info', text: 'soon' },
          { severity: 'critical', text: 'pages somebody' },
        ],
      },
      'us-east-1/license': { breakersOpen: 1, notices: [{ severity: 'warning', text: 'slow' }] },
    },
    recorded: [changeOf({ services: ['api', 'license'] })],
  })

  it('stand the worst first, and are counted', () => {
    const marks = marksOfRegion(fleet, 'us-east-1')
    expect(marks.map(markLookOf)).toEqual(['critical', 'breaker', 'breaker', 'warning', 'change', 'change', 'info'])
    // A change of two services is one change.
    expect(marksSummary(marks)).toBe('3 alerts, 3 open circuit breakers, 1 recent change')
    expect(marksSummary([])).toBe('')
  })
})
