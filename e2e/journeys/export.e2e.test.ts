import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { mapWords } from '#web/messages/map-en.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { journeysOf, STILL } from '#e2e/fixtures/journey.ts'
import { until } from '#e2e/fixtures/until.ts'
import { csvRecords, exportedFile, sizeOfPng } from '#e2e/screens/download-files.ts'
import { filterBar } from '#e2e/screens/filter-bar.ts'
import { trafficScreen } from '#e2e/screens/traffic-screen.ts'
import { writtenNumber } from '#e2e/screens/written-number.ts'

/** What was seen is taken along: into a review, a message, a spreadsheet. */
const test = journeysOf({}, STILL)
const REGION = 'us-east-1'
const FILTER = 'top(10) by rps'
const words = mapWords.export

test('a drawing and a picture of the whole region say what they show, and what the filter leaves of it', async ({
  page,
  visitors,
  spillway,
}) => {
  // A page of nobody's: the console's own policy has no say in how a file is read.
  const reader = (await visitors.open()).page
  const screen = trafficScreen(page, spillway.url)
  await screen.open({ view: REGION, q: FILTER, hide: true })
  await until('the picture', async () => (await screen.picture()).dots > 0)
  await until('ten', async () => (await filterBar(page).count())?.shown === 10)
  const svg = await exportedFile(page, words.svg)
  expect(svg.name).toMatch(/^spillway-us-east-1-top-10-by-rps-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.svg$/)
  const drawing = await readSvg(reader, svg.content.toString())
  expect(drawing.texts).toContain(words.title(REGION))
  expect(drawing.texts).toContain(words.simulated)
  expect(drawing.texts.join(' ')).toMatch(/\d\d:\d\d:\d\d UTC · us-east-1 live, \d+ s old/)
  expect(drawing.texts.join(' ')).toMatch(/Filter: top\(10\) by rps · 10 of \d+ services shown · \d+ hidden/)

  const png = await exportedFile(page, words.png)
  expect(png.name).toMatch(/^spillway-us-east-1-top-10-by-rps-.*\.png$/)
  expect(sizeOfPng(png.content)).toEqual({ width: drawing.width, height: drawing.height })

  await filterBar(page).showAll.click()
  const whole = await readSvg(reader, (await exportedFile(page, words.svg)).content.toString())
  expect(whole.texts.length).toBeGreaterThan(drawing.texts.length + 20)
  expect(whole.texts.some((text) => text.includes('Filter:'))).toBe(false)
  expect(whole.width).toBe(drawing.width)
})

test('the table as a file has the rows and the numbers of the table, at the moment that is shown', async ({
  page,
  spillway,
}) => {
  const at = Math.floor((Date.now() - 1_800_000) / 10_000) * 10_000
  const screen = trafficScreen(page, spillway.url)
  await screen.open({ view: REGION, q: FILTER, hide: true, table: true, at })
  const rows = page.locator('tr[data-row]')
  await until('ten rows of then', async () => (await rows.count()) === 10, { withinMs: 60_000 })
  const shown = await Promise.all((await rows.all()).map(async (row) => (await row.getAttribute('data-row')) ?? ''))
  const file = await exportedFile(page, words.csv(trafficWords.table.services))
  const instant = new Date(at).toISOString().slice(0, 19).replaceAll(':', '-')
  expect(file.name).toBe(`spillway-us-east-1-services-top-10-by-rps-${instant}Z.csv`)
  const records = csvRecords(file.content.toString())
  expect(records.map(({ id }) => id)).toEqual(shown)
  for (const record of records) {
    expect(record).toMatchObject({ view: REGION, filter: FILTER, simulated: 'yes', 'matches the filter': 'yes' })
    expect(record['at (UTC)']).toBe(new Date(at).toISOString().replace('.000Z', 'Z'))
    const row = await screen.row(record['id'] ?? '')
    const told = Number(record['requests (requests/s)'])
    expect(writtenNumber(row?.['requestsPerSecond'] ?? '') / told).toBeCloseTo(1, 2)
    expect(writtenNumber(row?.['p99LatencyMs'] ?? '') / Number(record['p99 latency (ms)'])).toBeCloseTo(1, 1)
  }
})

/** The drawing as a browser reads it, which refuses a file that is not well-formed. */
async function readSvg(page: Page, text: string): Promise<{ width: number; height: number; texts: string[] }> {
  return page.evaluate((source) => {
    const file = new DOMParser().parseFromString(source, 'image/svg+xml')
    const fault = file.querySelector('parsererror')
    if (fault !== null) throw new Error(`not well-formed: ${fault.textContent}`)
    const size = (name: string) => Number(file.documentElement.getAttribute(name))
    const texts = [...file.querySelectorAll('text')].map((one) => one.textContent ?? '')
    return { width: size('width'), height: size('height'), texts }
  }, text)
}
