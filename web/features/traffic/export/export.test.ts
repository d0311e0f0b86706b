import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DARK_THEME } from '#web/engine/engine-theme.ts'
import { readFilter } from '#web/filter/map-filter.ts'
import { filteredOf } from '#web/filter/filtered.ts'
import { createFleet } from '#web/fleet/fleet-fixture.ts'
import { createRegionModel } from '../model/region-model.ts'
import { regionParts } from '../model/region-parts.ts'
import { createWorldModel } from '../model/world-model.ts'
import { csvOf } from '#web/ui/csv.ts'
import { prepareSheet } from './draw-sheet.ts'
import { fileName } from './file-name.ts'
import type { ShownFilter, ShownFleet } from './map-picture.ts'
import { createSvgPaper } from './svg-paper.ts'
import { tableCsv } from './table-csv.ts'
import { writtenLines } from './written-lines.ts'

const fleet = createFleet({ edges: { 'license>license-db': { errorShare: 0.2 } } })
const SHOWN: ShownFleet = { fleet, filter: null, group: null, simulated: true, comparison: null }

/** As the screen has it in us-east-1. */
function filtered(text: string, hidesOthers = false): ShownFilter {
  const asked = readFilter(text)
  if (asked.kind !== 'asked') throw new Error(`cannot be read: ${text}`)
  const { expression } = asked
  return { text, filtered: filteredOf({ fleet, expression, region: 'us-east-1', selected: undefined, hidesOthers }) }
}

/** A reader of RFC 4180 that knows nothing of the writer. */
function readCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let field = ''
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? ''
    if (quoted && character === '"' && text[at + 1] === '"') {
      field += '"'
      at += 1
    } else if (character === '"') quoted = !quoted
    else if (!quoted && character === ',') {
      row.push(field)
      field = ''
    } else if (!quoted && character === '\r' && text[at + 1] === '\n') {
      rows.push([...row, field])
      row = []
      field = ''
      at += 1
    } else field += character
  }
  return rows
}

/** Each row by the names of its columns. */
function records(text: string): Record<string, string>[] {
  const [header = [], ...rows] = readCsv(text)
  return rows.map((row) => Object.fromEntries(header.map((name, column) => [name, row[column] ?? ''])))
}

describe('comma-separated values', () => {
  it('read back as they were written, whatever the words', () => {
    const word = fc.string({ unit: 'grapheme' }).filter((text) => !/^[=+\-@\t\r]/.test(text))
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 8 }), (rows) => {
        expect(readCsv(csvOf(['a', 'b'], rows))).toEqual([['a', 'b'], ...rows])
      }),
    )
  })

  it('never begin with what a spreadsheet runs', () => {
    for (const evil of ['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1']) {
      expect(readCsv(csvOf(['a'], [[evil]]))[1]?.[0]).toBe(`'${evil}`)
    }
  })

  it('leave numbers alone, also negative ones, and unknown ones empty', () => {
    expect(csvOf(['a', 'b', 'c', 'd'], [[-1.5, NaN, null, 0]])).toBe('a,b,c,d\r\n-1.5,,,0\r\n')
  })
})

describe('the table as a file', () => {
  it('has the header first, with units, and a row for every row of the twin', () => {
    const [header, ...rows] = readCsv(tableCsv(SHOWN, 'services', 'us-east-1'))
    expect(header).toContain('requests (requests/s)')
    expect(header).toContain('failed (share 0-1)')
    expect(header).toContain('p99 latency (ms)')
    expect(rows.length).toBeGreaterThan(1)
    expect(rows.every((row) => row.length === header?.length)).toBe(true)
  })

  it('leaves out what the filter hides, and only then', () => {
    const names = (filter: ShownFilter | null) =>
      records(tableCsv({ ...SHOWN, filter }, 'services', 'us-east-1')).map(({ name }) => name)
    expect(names(filtered('name ~ "license"', true)).toSorted()).toEqual(['license', 'license-db'])
    expect(names(filtered('name ~ "license"'))).toEqual(names(null))
    expect(names(null).length).toBeGreaterThan(4)
  })

  it('says in each row what it is of: view, moment, filter, whether it matches, that it is simulated', () => {
    const filter = filtered('name ~ "license"')
    const rows = records(tableCsv({ ...SHOWN, filter }, 'services', 'us-east-1'))
    for (const row of rows) {
      expect(row).toMatchObject({
        view: 'us-east-1',
        'at (UTC)': '2026-11-22T14:03:27Z',
        filter: 'name ~ "license"',
        'matches the filter': row['name']?.startsWith('license') === true ? 'yes' : 'no',
        simulated: 'yes',
      })
      expect(row['freshness']).toBe('live')
      expect(Number(row['age of data (s)'])).toBeGreaterThanOrEqual(0)
    }
    const [bare] = records(tableCsv(SHOWN, 'connections', null))
    expect(bare).toMatchObject({ view: 'world', filter: '', 'matches the filter': '' })
  })

  it.each([
    ['errors > 1%', 'errors-over-1-percent'],
    ['owner = "a team" and rps <= 5', 'owner-is-a-team-and-rps-to-5'],
    ['name ~ "видео"', 'name'],
    ['"видео"', 'filtered'],
    ['../../etc/passwd', 'etc-passwd'],
  ])('says the filter %s in its name', (text, words) => {
    const name = fileName({ ...SHOWN, filter: { ...filtered('errors > 1%'), text } }, 'us-east-1', 'csv')
    expect(name).toBe(`spillway-us-east-1-${words}-2026-11-22T14-03-27Z.csv`)
  })

  it('has a name every disk takes, whatever the filter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 1_000 }), (text) => {
        const filter = { ...filtered('errors > 1%'), text }
        const name = fileName({ ...SHOWN, group: 'team', filter }, 'us-east-1', 'svg')
        expect(name).toMatch(/^spillway-us-east-1-by-team-[a-z0-9][a-z0-9.-]*Z\.svg$/i)
        expect(name.length).toBeLessThan(140)
      }),
    )
  })

  it('is named after the view and the moment of the data', () => {
    expect(fileName(SHOWN, 'us-east-1/api', 'csv')).toBe('spillway-us-east-1-api-2026-11-22T14-03-27Z.csv')
  })
})

describe('the drawing', () => {
  const model = createWorldModel(fleet.roster)

  function drawn(names: (id: string) => string = (id) => id): string {
    const named = {
      ...fleet,
      roster: { ...fleet.roster, regions: fleet.roster.regions.map((region) => ({ ...region, id: names(region.id) })) },
    }
    const paper = createSvgPaper()
    const sheet = prepareSheet({
      ...SHOWN,
      model,
      fleet: named,
      theme: DARK_THEME,
      requestsPerDot: 100,
      backdrop: null,
      widthOf: (text) => text.length * 6,
    })
    sheet.drawOn(paper)
    return paper.file({ width: sheet.width, height: sheet.height, scale: 2, title: 'A & B', fontFamily: 'sans-serif' })
  }

  it('says what it shows, when, in which zone, how old each region is, and that it is simulated', () => {
    const text = drawn()
    expect(text).toContain('Traffic, world')
    expect(text).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/)
    for (const { id } of fleet.roster.regions) expect(text).toMatch(new RegExp(`${id} (live|late|stale|unknown|never)`))
    expect(text).toContain('Simulated world')
    expect(text).toContain('1 dot ≈ 100 requests/s')
  })

  it('is the same for the same moment', () => {
    expect(drawn()).toBe(drawn())
  })

  it('holds names as text: nothing in them becomes a tag', () => {
    const evil = '<script>"&\u0000'
    const text = drawn(() => evil)
    expect(text).not.toContain('<script>')
    expect(text).toContain('&lt;script&gt;&quot;&amp;')
    expect(text).not.toContain('\u0000')
  })
})

describe('the drawing of what a filter leaves', () => {
  const parts = regionParts(fleet.roster, 'us-east-1')
  const places = new Map(parts.nodes.map(({ id }, row) => [id, { x: row * 120, y: (row % 2) * 90 }]))
  const model = createRegionModel({ fleet, view: 'us-east-1', parts, places })

  function drawn(shown: Partial<ShownFleet>) {
    const strokes: { what: string; alpha: number }[] = []
    const note = (what: string, alpha = 1) => strokes.push({ what, alpha })
    const sheet = prepareSheet({
      ...SHOWN,
      ...shown,
      model,
      theme: DARK_THEME,
      requestsPerDot: 100,
      backdrop: null,
      widthOf: (text) => text.length * 6,
    })
    sheet.drawOn({
      dots: (places_, { alpha }) => void (places_.length > 2 && note('dots', alpha)),
      curve: (_, { alpha }) => void note('stream', alpha),
      disc: (_x, _y, _radius, { fill, alpha }) => void (fill === DARK_THEME.ink && note('node', alpha)),
      arc: () => {},
      polygon: () => {},
      box: () => {},
      text: (_x, _y, words, { alpha }) => void note(words, alpha),
    })
    const of = (what: string) => strokes.filter((stroke) => stroke.what === what)
    const words = strokes.map(({ what }) => what)
    return { of, words, width: sheet.width, height: sheet.height }
  }

  it('leaves out hidden services, their names and their streams; the others stay where they are', () => {
    const all = drawn({})
    const some = drawn({ filter: filtered('name ~ "license"', true) })
    expect(all.of('node').length).toBeGreaterThan(some.of('node').length)
    expect(some.of('node')).toHaveLength(2)
    expect(some.of('stream')).toHaveLength(1)
    expect(some.words).toContain('license-db')
    expect(some.words).not.toContain('edge-proxy')
    expect(all.words).toContain('edge-proxy')
    expect(some.width).toBe(all.width)
  })

  it('dims them where the screen dims them', () => {
    const all = drawn({})
    const some = drawn({ filter: filtered('name ~ "license"') })
    expect(all.of('node').every(({ alpha }) => alpha === 1)).toBe(true)
    expect(some.of('node')).toHaveLength(all.of('node').length)
    expect(some.of('node').filter(({ alpha }) => alpha === 1)).toHaveLength(2)
    expect(some.of('edge-proxy')[0]?.alpha).toBeLessThan(0.5)
    expect(some.of('license')[0]?.alpha).toBe(1)
    expect(Math.min(...some.of('dots').map(({ alpha }) => alpha))).toBeLessThan(0.3)
  })

  it('says the filter, what became of the rest, the view, its grouping, the moment and the age', () => {
    const { words } = drawn({ filter: filtered('name ~ "license"', true), group: 'team' })
    expect(words).toContain('Traffic, us-east-1, by team')
    expect(words).toContain('Filter: name ~ "license" · 2 of 6 services shown · 4 hidden')
    expect(words.find((line) => line.startsWith('2026-11-22 14:03:27 UTC'))).toMatch(/us-east-1 live, \d+ s old/)
    expect(drawn({}).words.some((line) => line.startsWith('Filter'))).toBe(false)
  })

  it('breaks a long filter into lines that fit, and makes room for them', () => {
    const text = `name ~ "license" ${'or errors > 1% '.repeat(60)}`.trim()
    const { words, height, width } = drawn({ filter: filtered(text) })
    const first = words.findIndex((line) => line.startsWith('Filter'))
    const lines = words.slice(first, words.indexOf('1 dot ≈ 100 requests/s'))
    expect(lines.length).toBeGreaterThan(3)
    expect(lines.join(' ')).toContain(text)
    for (const line of lines) expect(line.length * 6).toBeLessThan(width)
    expect(height).toBeGreaterThan(drawn({}).height + (lines.length - 1) * 15)
  })
})

describe('lines of words', () => {
  it('keep every letter and none is too wide, but a single letter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 30 }), (text, width) => {
        const lines = writtenLines(text, width, (line) => line.length)
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
        for (const line of lines) expect(line.length <= width || [...line].length === 1).toBe(true)
      }),
    )
  })
})
