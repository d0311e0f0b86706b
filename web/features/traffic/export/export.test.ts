import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DARK_THEME } from '#web/engine/engine-theme.ts'
import { createFleet } from '../fleet-fixture.ts'
import { createWorldModel } from '../model/world-model.ts'
import { csvOf } from './csv.ts'
import { prepareSheet } from './draw-sheet.ts'
import { createSvgPaper } from './svg-paper.ts'
import { tableCsv } from './table-csv.ts'
import { fileName } from './write-file.ts'

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
  const fleet = createFleet()

  it('has the header first, with units, and a row for every row of the twin', () => {
    const [header, ...rows] = readCsv(tableCsv(fleet, 'services', 'us-east-1'))
    expect(header).toContain('requests (requests/s)')
    expect(header).toContain('failed (share 0-1)')
    expect(header).toContain('p99 latency (ms)')
    expect(rows.length).toBeGreaterThan(1)
    expect(rows.every((row) => row.length === header?.length)).toBe(true)
  })

  it('is named after the view and the moment of the data', () => {
    expect(fileName(fleet, 'us-east-1/api', 'csv')).toMatch(
      /^spillway-us-east-1-api-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.csv$/,
    )
  })
})

describe('the drawing', () => {
  const fleet = createFleet()
  const model = createWorldModel(fleet.roster)

  function drawn(names: (id: string) => string = (id) => id): string {
    const named = {
      ...fleet,
      roster: { ...fleet.roster, regions: fleet.roster.regions.map((region) => ({ ...region, id: names(region.id) })) },
    }
    const paper = createSvgPaper()
    const sheet = prepareSheet({
      model,
      fleet: named,
      theme: DARK_THEME,
      requestsPerDot: 100,
      backdrop: null,
      simulated: true,
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
