import { describe, expect, it } from 'vitest'
import { nodeIdOf } from '#contract/ids.ts'
import { DARK_THEME } from '#web/engine/engine-theme.ts'
import { createUniter } from '../compare/unite-fleets.ts'
import { withChanges } from '../compare/model-changes.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import { createFleet, NOW } from '#web/fleet/fleet-fixture.ts'
import { createRegionModel } from '../model/region-model.ts'
import { regionParts } from '../model/region-parts.ts'
import { createWorldModel } from '../model/world-model.ts'
import type { MapModel } from '../model/map-model.ts'
import { differenceCsv } from './difference-csv.ts'
import { changeColor } from './draw-changes.ts'
import { prepareSheet } from './draw-sheet.ts'
import { fileName } from './file-name.ts'
import type { ShownComparison } from './map-picture.ts'
import type { Measure } from '../traffic-search.ts'

const MINUTES_MS = 10 * 60_000

/** Ten minutes before there was a search, and no license-db; the edge-proxy served half as much and failed less. */
function difference(measure: Measure): ShownComparison {
  const of = (requestsPerSecond: number, errorShare: number) =>
    createFleet({
      edges: { 'internet>us-east-1': { requestsPerSecond, errorShare } },
      nodes: { 'us-east-1/edge-proxy': { requestsPerSecond, errorShare } },
    })
  const then = of(5_000, 0.001)
  const now = without(of(10_000, 0.2), 'us-east-1/search', 2)
  const before = without({ ...then, frame: { ...then.frame, worldAt: NOW - MINUTES_MS } }, 'us-east-1/license-db', 1)
  return { fleets: createUniter()(now, before), measure }
}

function without(fleet: Fleet, id: string, version: number): Fleet {
  const { roster } = fleet
  const row = roster.nodes.findIndex((node) => nodeIdOf(node) === id)
  const nodes = roster.nodes.map((node, at) => (at === row ? { ...node, gone: true as const } : node))
  const edges = roster.edges.map((edge) =>
    edge.source === row || edge.target === row ? { ...edge, gone: true as const } : edge,
  )
  return { ...fleet, roster: { ...roster, version, nodes, edges } }
}

function shownOf(comparison: ShownComparison) {
  return { fleet: comparison.fleets.drawn, filter: null, group: null, simulated: true, comparison }
}

function records(text: string): Record<string, string>[] {
  const [header = '', ...lines] = text.trimEnd().split('\r\n')
  const names = header.split(',').map((name) => name.replaceAll('"', ''))
  // The only comma within a field is that of one heading.
  const columns = names.flatMap((name) => (name === ' 0.01 is one percent)' ? [] : [name]))
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [columns[at] ?? '', cell])))
}

describe('the table of a difference as a file', () => {
  const comparison = difference('volume')
  const rows = records(differenceCsv(shownOf(comparison), 'services', 'us-east-1'))
  const row = (id: string) => rows.find((one) => one['id'] === id)

  it('holds both moments of every row and the change, and says of which moments', () => {
    expect(row('us-east-1/edge-proxy')).toMatchObject({
      'new or gone': '',
      'requests (requests/s)': '10000',
      'requests then (requests/s)': '5000',
      'requests change (ratio)': '1',
      view: 'us-east-1',
      'at (UTC)': '2026-11-22T14:03:27Z',
      'against (UTC)': '2026-11-22T13:53:27Z',
      simulated: 'yes',
    })
    expect(Number(row('us-east-1/edge-proxy')?.['failed (share 0-1)'])).toBeCloseTo(0.2)
  })

  it('says what is gone and what is new, with the numbers of the moment at which it was there', () => {
    expect(row('us-east-1/search')).toMatchObject({
      'new or gone': 'gone',
      'requests (requests/s)': '',
      'requests then (requests/s)': '1000',
      'requests change (ratio)': '',
    })
    expect(row('us-east-1/license-db')).toMatchObject({ 'new or gone': 'new', 'requests then (requests/s)': '' })
    const connections = records(differenceCsv(shownOf(comparison), 'connections', 'us-east-1'))
    expect(connections.filter((one) => one['new or gone'] === 'gone').map(({ name }) => name)).toEqual(['api → search'])
  })

  it('has regions, and what changed most first', () => {
    const regions = records(differenceCsv(shownOf(comparison), 'regions', null))
    expect(regions.map(({ id }) => id)[0]).toBe('us-east-1')
    expect(regions).toHaveLength(3)
  })

  it('names both moments', () => {
    expect(fileName(shownOf(comparison), 'us-east-1-services', 'csv')).toBe(
      'spillway-us-east-1-services-2026-11-22T14-03-27Z-against-2026-11-22T13-53-27Z.csv',
    )
  })
})

describe('the drawing of a difference', () => {
  function drawn(plain: MapModel, comparison: ShownComparison) {
    const model = withChanges(plain, comparison.fleets, comparison.measure)
    const colors: { what: string; color: string; dashed: boolean }[] = []
    const words: { text: string; color: string }[] = []
    const sheet = prepareSheet({
      ...shownOf(comparison),
      model,
      theme: DARK_THEME,
      requestsPerDot: 100,
      backdrop: null,
      widthOf: (text) => text.length * 6,
    })
    const note = (what: string, color: string, dash?: readonly number[]) =>
      colors.push({ what, color, dashed: dash !== undefined })
    sheet.drawOn({
      dots: (_, { color }) => void note('dots', color),
      curve: (_, { color, dash }) => void note('stream', color, dash),
      disc: (_x, _y, _radius, { stroke }) =>
        void (stroke !== undefined && stroke.width > 1 && note('ring', stroke.color, stroke.dash)),
      arc: () => {},
      polygon: () => {},
      box: () => {},
      text: (_x, _y, text, { color }) => void words.push({ text, color }),
    })
    return { colors, words, texts: words.map(({ text }) => text) }
  }

  it('has the colours of the change instead of those of health, and names both moments', () => {
    const comparison = difference('volume')
    const { colors, texts } = drawn(createWorldModel(comparison.fleets.drawn.roster), comparison)
    const strong = changeColor(1, DARK_THEME.muted, DARK_THEME)
    expect(strong).toBe(DARK_THEME.more)
    expect(colors.some(({ what, color }) => what === 'stream' && color === strong)).toBe(true)
    expect(colors.some(({ color }) => color === DARK_THEME.failing)).toBe(false)
    expect(colors.some(({ what, color }) => what === 'dots' && color === DARK_THEME.flow)).toBe(false)
    expect(texts).toContain('Traffic, world: change of Requests/s')
    expect(texts).toContain('Against 2026-11-22 13:53:27 UTC (10 min before)')
    expect(texts).toContain('▲ +100 %')
    expect(texts).toContain('5 k → 10 k')
    expect(texts).not.toContain('served')
    expect(texts).toContain('+50 %')
  })

  it('says of errors how many points', () => {
    const comparison = difference('errors')
    const { texts } = drawn(createWorldModel(comparison.fleets.drawn.roster), comparison)
    expect(texts).toContain('Traffic, world: change of Errors')
    expect(texts.some((text) => /^▲ \+\d+(\.\d)? pt$/.test(text))).toBe(true)
  })

  it('marks what is gone: an outline of dashes with the word', () => {
    const comparison = difference('volume')
    const { drawn: fleet } = comparison.fleets
    const parts = regionParts(fleet.roster, 'us-east-1')
    const places = new Map(parts.nodes.map(({ id }, row) => [id, { x: row * 160, y: (row % 2) * 120 }]))
    const model = createRegionModel({ fleet, view: 'us-east-1', parts, places })
    const { colors, words, texts } = drawn(model, comparison)
    expect(texts).toContain('search')
    expect(words.find(({ text }) => text === 'gone')?.color).toBe(DARK_THEME.less)
    expect(words.find(({ text }) => text === 'new')?.color).toBe(DARK_THEME.more)
    const gone = colors.filter(({ color, dashed }) => color === DARK_THEME.less && dashed)
    expect(gone.map(({ what }) => what).toSorted()).toEqual(['ring', 'stream'])
  })
})
