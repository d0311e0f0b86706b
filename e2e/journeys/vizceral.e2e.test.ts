import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect } from 'vitest'
import { ROUTES } from '#contract/routes.ts'
import { VizceralWorld } from '#contract/vizceral.ts'
import { stream } from '#web/messages/en.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { journeysOf, STILL } from '#e2e/fixtures/journey.ts'
import { seriousFindings } from '#e2e/fixtures/serious-findings.ts'
import { until } from '#e2e/fixtures/until.ts'
import { HEBREW_NAME, LONG_NAME, NOTICE_MARK, vizceralGraph } from '#e2e/fixtures/vizceral-graph.ts'
import { consoleShell } from '#e2e/screens/console-shell.ts'
import { trafficScreen } from '#e2e/screens/traffic-screen.ts'
import { writtenNumber } from '#e2e/screens/written-number.ts'

/** Somebody who has a program that writes for Vizceral puts one line into the configuration. */
const home = mkdtempSync(join(tmpdir(), 'spillway-vizceral-'))
const file = join(home, 'graph.json')
writeFileSync(file, JSON.stringify(vizceralGraph(Date.now())))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const configuration = `
version: 1
regions: [{ id: us-east-1, name: N. Virginia }, { id: us-west-2, name: Oregon }]
sources:
  - { id: promviz, kind: vizceral, url: "${pathToFileURL(file).href}", period: 1m }
`
const test = journeysOf({ configuration }, STILL)

test('the world of a feed: its regions with its numbers, and nothing of it is run', async ({ page, spillway }) => {
  const screen = trafficScreen(page, spillway.url)
  await screen.open()
  const regions = await until('two regions with numbers', async () => {
    const shown = await screen.regions()
    return shown.length === 2 && shown.every(({ requestsPerSecond }) => requestsPerSecond > 0) && shown
  })
  expect(regions).toMatchObject([
    { id: 'us-east-1', requestsPerSecond: 1_000, freshness: 'live' },
    { id: 'us-west-2', requestsPerSecond: 400, freshness: 'live' },
  ])
  expect(regions[0]?.words).toContain(trafficWords.failed('10.0 %'))
  expect(await consoleShell(page).simulatedMark.count()).toBe(0)
  expect(await consoleShell(page).stream()).toMatch(new RegExp(`^${stream.live}`))
  expect(await page.locator(`#${NOTICE_MARK}`).count()).toBe(0)
  expect(await seriousFindings(page)).toEqual([])
})

test('a region of it: what carries nothing is zero, what nobody told is unknown, names are whole', async ({
  page,
  spillway,
}) => {
  const screen = trafficScreen(page, spillway.url)
  await screen.open({ view: 'us-east-1' })
  await until('the picture', async () => (await screen.picture()).dots > 0)
  await screen.showTable()
  await screen.tab(trafficWords.table.connections)
  const rateOf = async (sentence: string): Promise<string> => {
    const row = page.locator('tr[data-row]').filter({ hasText: sentence }).first()
    await row.waitFor()
    return row.locator('[data-column="requestsPerSecond"]').innerText()
  }
  // Numbers travel in steps of a fraction of a percent.
  expect(writtenNumber(await rateOf('proxy → api')) / 808).toBeCloseTo(1, 1)
  expect(writtenNumber(await rateOf('api → api')) / 5).toBeCloseTo(1, 1)
  expect(writtenNumber(await rateOf('api → cache'))).toBe(0)
  expect(writtenNumber(await rateOf('api → db'))).toBeNaN()
  expect(await page.getByRole('table').first().innerText()).toContain(`${LONG_NAME} → ${HEBREW_NAME}`)
  expect(await seriousFindings(page)).toEqual([])

  await page
    .locator('tr[data-row]')
    .filter({ hasText: `${LONG_NAME} → ${HEBREW_NAME}` })
    .getByRole('button')
    .click()
  await until('its panel', async () => (await screen.facts()).title.includes(HEBREW_NAME))
  const { numbers } = await screen.facts()
  expect(writtenNumber(numbers[trafficWords.panel.requests] ?? '') / 100).toBeCloseTo(1, 1)
  expect(writtenNumber(numbers[trafficWords.panel.failed] ?? '')).toBeCloseTo(0.4, 2)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(wide).toBe(0)
})

test('what was read is given on in the same format', async ({ spillway }) => {
  const answer = await fetch(`${spillway.url}${ROUTES.vizceral}`)
  const world = VizceralWorld.parse(await answer.json())
  const east = world.nodes.find(({ name }) => name === 'us-east-1')
  if (east === undefined || !('connections' in east)) throw new Error('us-east-1 is not given on')
  expect(east.connections).toContainEqual(
    expect.objectContaining({
      source: 'proxy',
      target: 'api',
      metrics: expect.objectContaining({ normal: 800, danger: 8 }),
    }),
  )
})
