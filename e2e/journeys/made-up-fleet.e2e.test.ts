import { expect } from 'vitest'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { journeysOf, STILL } from '#e2e/fixtures/journey.ts'
import { until } from '#e2e/fixtures/until.ts'
import { consoleShell } from '#e2e/screens/console-shell.ts'
import { filterBar } from '#e2e/screens/filter-bar.ts'
import { trafficScreen } from '#e2e/screens/traffic-screen.ts'

/** Somebody with hundreds of services wants to know what that will look like. */
const test = journeysOf({ fleet: { services: 300, connections: 900 } }, STILL)

test('a region of 300 services: all of them drawn, in ten draw calls, with a legend', async ({ page, spillway }) => {
  const screen = trafficScreen(page, spillway.url)
  await screen.open({ view: 'us-west-2' })
  await until('the picture', async () => (await screen.picture()).dots > 0, { withinMs: 60_000 })
  expect((await screen.picture()).drawCalls).toBeLessThanOrEqual(10)
  // Its own, and those from the internet, the CDN and the other regions.
  await page.getByText(/^300 services · 90\d connections/).waitFor()
  await page.getByText(/^1 dot ≈ /).waitFor()
  expect(await consoleShell(page).simulatedMark.count()).toBe(1)
  const { regions } = await spillway.traffic()
  expect(regions.every(({ requestsPerSecond }) => (requestsPerSecond ?? 0) > 10_000)).toBe(true)
})

test('finding what is sick among them', async ({ page, spillway }) => {
  const screen = trafficScreen(page, spillway.url)
  await screen.open({ view: 'us-east-1' })
  const filter = filterBar(page)
  await filter.write('errors > 5%')
  const count = await until('the count', () => filter.count(), { withinMs: 60_000 })
  expect(count.services).toBe(300)
  expect(count.shown).toBeGreaterThanOrEqual(1)
  expect(count.shown).toBeLessThan(5)
  await filter.write('neighbours of edge-proxy')
  await until('others', async () => ((await filter.count())?.shown ?? 0) > 5, { withinMs: 60_000 })
  await screen.showTable()
  await screen.tab(trafficWords.table.connections)
  await page.locator('tr[data-row]').first().waitFor()
})
