import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { Totals } from '#contract/history.ts'
import { ROUTES } from '#contract/routes.ts'
import { seriousFindings } from '#e2e/fixtures/serious-findings.ts'
import { journeysOf } from '#e2e/fixtures/journey.ts'
import type { Spillway } from '#e2e/fixtures/spillway.ts'
import { until } from '#e2e/fixtures/until.ts'
import { timelineStrip } from '#e2e/screens/timeline-strip.ts'
import { trafficScreen } from '#e2e/screens/traffic-screen.ts'

/** A crisis leader drags time back, watches again, and hands on what is seen. */
const test = journeysOf()

/** Before the start the demo has recorded every tenth second. */
const RECORDED_EVERY_MS = 10_000

/** What the history says of the frame that was recorded last before this moment. */
async function requestsThen(spillway: Spillway, at: number): Promise<Map<string, number>> {
  const recordedAt = Math.floor(at / RECORDED_EVERY_MS) * RECORDED_EVERY_MS
  const query = `from=${recordedAt - 2_000}&to=${recordedAt}&points=3`
  const totals = Totals.parse(await (await fetch(`${spillway.url}${ROUTES.totals}?${query}`)).json())
  const place = totals.at.findLastIndex((middle) => middle <= recordedAt)
  return new Map(totals.regions.map(({ region, requestsPerSecond }) => [region, requestsPerSecond[place] ?? NaN]))
}

async function shownRegions(page: Page, spillway: Spillway) {
  const screen = trafficScreen(page, spillway.url)
  return until('three regions with numbers', async () => {
    const regions = await screen.regions()
    return regions.length === 3 && regions.every(({ requestsPerSecond }) => requestsPerSecond > 0) && regions
  })
}

async function expectNumbersOf(page: Page, spillway: Spillway, at: number): Promise<void> {
  const told = await requestsThen(spillway, at)
  expect(told.size).toBe(3)
  await until('the numbers of then', async () =>
    (await shownRegions(page, spillway)).every(
      ({ id, requestsPerSecond }) => Math.abs(requestsPerSecond / (told.get(id) ?? NaN) - 1) < 0.01,
    ),
  )
}

test('dragging back shows the numbers of then, marked as the past; a reload and a link show them again', async ({
  page,
  visitors,
  spillway,
}) => {
  const strip = timelineStrip(page)
  await trafficScreen(page, spillway.url).open()
  await shownRegions(page, spillway)
  expect(await strip.band.count()).toBe(0)

  await strip.dragTo(0.4)
  await strip.band.waitFor()
  const at = await strip.momentInAddress()
  const hoursAgo = (Date.now() - at) / 3_600_000
  expect(hoursAgo).toBeGreaterThan(1)
  expect(hoursAgo).toBeLessThan(1.5)
  const clock = new Date(at).toISOString().slice(11, 19)
  expect(await strip.band.textContent()).toMatch(new RegExp(`^Paused${clock} UTC1 h \\d+ min ago`))
  await expectNumbersOf(page, spillway, at)
  expect((await shownRegions(page, spillway)).map(({ freshness }) => freshness)).toEqual(['live', 'live', 'live'])

  const address = page.url()
  await page.reload()
  await strip.band.waitFor()
  expect(await strip.moment()).toBe(at)
  await expectNumbersOf(page, spillway, at)
  const words = (await shownRegions(page, spillway)).map((region) => region.words)

  const other = await visitors.open()
  await other.page.goto(address)
  await timelineStrip(other.page).band.waitFor()
  const theirs = trafficScreen(other.page, spillway.url)
  await until('the same words on another screen', async () => {
    return (await theirs.regions()).map((region) => region.words).join() === words.join()
  })
})

test('while paused nothing moves; playing goes on; live is live again', async ({ page, spillway }) => {
  const strip = timelineStrip(page)
  const screen = trafficScreen(page, spillway.url)
  await screen.open({ at: Date.now() - 3_600_000 })
  await strip.band.waitFor()
  await shownRegions(page, spillway)
  await until('dots on the map', async () => (await screen.picture()).dots > 0)
  const still = () => page.locator('canvas').first().screenshot()
  await until('the picture at rest', async () => (await still()).equals(await still()))
  const before = await still()
  await page.waitForTimeout(1_200)
  expect((await still()).equals(before)).toBe(true)

  const from = await strip.moment()
  await page.getByRole('button', { name: '×60' }).click()
  await until('two minutes of the past to go by', async () => (await strip.moment()) > from + 120_000)
  expect(await strip.band.textContent()).toMatch(/^Playing ×60/)
  expect((await still()).equals(before)).toBe(false)
  await page.keyboard.press('Escape')
  await strip.slider.focus()
  await page.keyboard.press('Space')
  await until('it to stand', async () => (await strip.band.textContent())?.startsWith('Paused'))
  await page.keyboard.press('Shift+ArrowLeft')
  await strip.momentInAddress()

  await page.keyboard.press('l')
  await strip.band.waitFor({ state: 'detached' })
  await until('an address without a moment', () => !page.url().includes('at='))
  const told = await spillway.traffic()
  for (const region of await shownRegions(page, spillway)) {
    const facts = told.regions.find(({ id }) => id === region.id)
    expect(region.requestsPerSecond / (facts?.requestsPerSecond ?? NaN)).toBeCloseTo(1, 1)
  }
})

test('where nothing was recorded it says so, and leads to what was', async ({ page, spillway }) => {
  const strip = timelineStrip(page)
  await page.goto(`${spillway.url}/?at=${new Date(Date.now() - 5 * 3_600_000).toISOString()}`)
  const heading = page.getByRole('heading', { name: /^Nothing was recorded before/ })
  await heading.waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: /^Go to / }).click()
  // The first second recorded may not know every number yet.
  const { regions } = trafficScreen(page, spillway.url)
  await until('the regions of then', async () => (await regions()).length === 3)
  expect(await strip.band.textContent()).toMatch(/^Paused/)
})
