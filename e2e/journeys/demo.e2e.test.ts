import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { actions, stream } from '#web/messages/en.ts'
import { sources } from '#web/messages/sources-en.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { seriousFindings } from '#e2e/fixtures/serious-findings.ts'
import { launchBrowser } from '#e2e/fixtures/browser.ts'
import { journeysOf } from '#e2e/fixtures/journey.ts'
import { until } from '#e2e/fixtures/until.ts'
import { openPage } from '#e2e/fixtures/watched-page.ts'
import { consoleShell } from '#e2e/screens/console-shell.ts'
import { sourcesScreen } from '#e2e/screens/sources-screen.ts'
import { trafficScreen } from '#e2e/screens/traffic-screen.ts'
import { writtenNumber } from '#e2e/screens/written-number.ts'

/** What a person sees who types `npm start` and nothing else. */
const test = journeysOf()

describe('the world', () => {
  test('shows three regions with the numbers the API tells, marked as simulated, and moves', async ({
    page,
    spillway,
  }) => {
    const screen = trafficScreen(page, spillway.url)
    await screen.open()
    expect(await consoleShell(page).simulatedMark.isVisible()).toBe(true)
    const shown = await until('three regions with numbers', async () => {
      const regions = await screen.regions()
      return regions.length === 3 && regions.every((region) => region.requestsPerSecond > 0) && regions
    })
    const told = await spillway.traffic()
    for (const region of shown) {
      const facts = told.regions.find(({ id }) => id === region.id)
      expect(region.requestsPerSecond / (facts?.requestsPerSecond ?? NaN)).toBeCloseTo(1, 1)
      expect(region.freshness).toBe('live')
    }
    expect(await consoleShell(page).stream()).toMatch(new RegExp(`^${stream.live} · `))
    const before = shown.map(({ words }) => words).join()
    await until('the numbers to move', async () => (await screen.regions()).map(({ words }) => words).join() !== before)
  })

  test('is drawn, in at most ten draw calls', async ({ page, spillway }) => {
    const screen = trafficScreen(page, spillway.url)
    await screen.open()
    const { dots, drawCalls } = await until('dots on the map', async () => {
      const picture = await screen.picture()
      return picture.dots > 0 && picture
    })
    expect(dots).toBeGreaterThan(0)
    expect(drawCalls).toBeLessThanOrEqual(10)
    expect(await pictureChanges(page)).toBe(true)
  })
})

describe('drilling in', () => {
  test('from a region to a service: panel, table and API tell the same', async ({ page, spillway }) => {
    const screen = trafficScreen(page, spillway.url)
    await screen.open()
    await screen.openRegion('us-east-1')
    expect(await screen.view()).toBe('us-east-1')
    const told = await spillway.traffic('us-east-1')
    const busiest = told.services?.toSorted((a, b) => (b.requestsPerSecond ?? 0) - (a.requestsPerSecond ?? 0))[0]
    if (busiest === undefined) throw new Error('the API tells no services')
    const id = `us-east-1/${busiest.service}`

    await screen.showTable()
    await until('the table in the address', () => page.url().includes('table=true'))
    // Worst first is how it begins; the busiest is the first of another order.
    await page
      .getByRole('columnheader', { name: /requests/i })
      .getByRole('button')
      .click()
    await page.locator(`tr[data-row="${id}"]`).getByRole('button').click()
    const facts = await until('the panel of the service', async () => {
      const now = await screen.facts()
      return now.title.includes(busiest.name) && trafficWords.panel.requests in now.numbers && now
    })
    const row = await screen.row(id)
    const inPanel = writtenNumber(facts.numbers[trafficWords.panel.requests] ?? '')
    expect(inPanel / writtenNumber(row?.['requestsPerSecond'] ?? '')).toBeCloseTo(1, 1)
    expect(inPanel / (busiest.requestsPerSecond ?? NaN)).toBeCloseTo(1, 1)
    expect(row?.['age']).toMatch(/live/i)
    expect(page.url()).toContain(`sel=${id}`)
  })

  test('a reload shows the same again', async ({ page, spillway }) => {
    const screen = trafficScreen(page, spillway.url)
    await screen.open({ view: 'eu-west-1', sel: 'eu-west-1/edge-proxy', table: true })
    const before = await until('the numbers', async () => {
      const facts = await screen.facts()
      return Object.keys(facts.numbers).length > 0 && facts
    })
    await page.reload()
    await screen.panel.waitFor()
    const after = await until('the selection', async () => {
      const facts = await screen.facts()
      return facts.title === before.title && Object.keys(facts.numbers).length > 0 && facts
    })
    expect(await screen.view()).toBe('eu-west-1')
    expect(Object.keys(after.numbers)).toEqual(Object.keys(before.numbers))
    expect(await page.getByRole('table').first().isVisible()).toBe(true)
  })

  test('by keyboard alone: into a region, a service by the palette, and up again by Escape', async ({
    page,
    spillway,
  }) => {
    const screen = trafficScreen(page, spillway.url)
    const shell = consoleShell(page)
    await screen.open()
    await screen.regionButton('eu-west-1').focus()
    await page.keyboard.press('Enter')
    await until('the region', async () => (await screen.view()) === 'eu-west-1')
    await shell.find('eu-west-1/edge-proxy')
    await until('the service', () => page.url().includes('edge-proxy'))
    const region = await screen.view()
    await page.keyboard.press('Escape')
    await until('nothing selected', () => !page.url().includes('sel='))
    expect(await screen.view()).toBe(region)
    await page.keyboard.press('Escape')
    await until('the world', async () => (await screen.view()) === 'world')
    await page.keyboard.press('t')
    await page.getByRole('table').first().waitFor()
    await page.keyboard.press('t')
    await screen.map.waitFor()
  })
})

describe('around the screens', () => {
  test('the sources say how they stand and answer a try', async ({ page, spillway }) => {
    const screen = sourcesScreen(page, spillway.url)
    await screen.open()
    await until('a connected source', async () => (await screen.words('world')).includes(sources.state.connected))
    await screen.tryNow('world')
    expect(await screen.words('world')).toContain('127.0.0.1')
    await consoleShell(page).goTo('traffic')
    await trafficScreen(page, spillway.url).panel.waitFor()
  })

  test('the theme changes by the palette and is kept', async ({ page, spillway }) => {
    const shell = consoleShell(page)
    await trafficScreen(page, spillway.url).open()
    expect(await shell.theme()).toBe('dark')
    await shell.find(actions.theme.dark)
    await until('light', async () => (await shell.theme()) === 'light')
    await page.reload()
    expect(await shell.theme()).toBe('light')
  })

  test.for([
    ['traffic', 'dark', '/'],
    ['traffic', 'light', '/'],
    ['a region', 'dark', '/?view=us-east-1&sel=us-east-1/edge-proxy'],
    ['a region', 'light', '/?view=us-east-1&sel=us-east-1/edge-proxy'],
    ['the table', 'dark', '/?view=us-east-1&table=true'],
    ['the table', 'light', '/?view=us-east-1&table=true'],
    ['sources', 'dark', '/sources'],
    ['sources', 'light', '/sources'],
  ] as const)('axe finds nothing serious on %s, %s', async ([, theme, address], { page, spillway }) => {
    await page.addInitScript(`localStorage.setItem('spillway.color-scheme', '${theme}')`)
    await page.goto(spillway.url + address)
    await page.getByRole('heading').first().waitFor()
    await until('numbers', async () => /\d/.test(await page.locator('main').innerText()))
    expect(await consoleShell(page).theme()).toBe(theme)
    expect(await seriousFindings(page)).toEqual([])
  })
})

describe('when something is missing', () => {
  test('the server dies: the picture stays and ages, and comes back by itself', async ({ page, visit, spillway }) => {
    const screen = trafficScreen(page, spillway.url)
    const shell = consoleShell(page)
    await screen.open()
    await until('live numbers', async () => (await screen.regions()).some(({ freshness }) => freshness === 'live'))
    await spillway.kill()
    await until('reconnecting', async () => (await shell.stream()).startsWith(stream.reconnecting))
    const early = (await screen.regions()).map(({ words }) => words)
    await until('older ages', async () => (await screen.regions()).every(({ words }, index) => words !== early[index]))
    expect((await screen.regions()).every(({ requestsPerSecond }) => requestsPerSecond > 0)).toBe(true)
    await spillway.startAgain()
    await until('live again', async () => (await shell.stream()).startsWith(stream.live), { withinMs: 45_000 })
    await until('live numbers', async () => (await screen.regions()).every(({ freshness }) => freshness === 'live'))
    visit.forgetComplaints()
  }, 180_000)

  test('without WebGL the table stands in and says why', async ({ spillway }) => {
    const plain = await launchBrowser({ webgl: false })
    try {
      const other = await openPage(plain)
      const screen = trafficScreen(other.page, spillway.url)
      await screen.open()
      await other.page.getByText(trafficWords.broken.noWebgl).waitFor()
      const row = await until('the table', () => screen.row('us-east-1'))
      expect(writtenNumber(row['requestsPerSecond'] ?? '')).toBeGreaterThan(0)
      expect(other.complaints()).toEqual([])
    } finally {
      await plain.close()
    }
  })
})

/** Two pictures a moment apart differ: something on the map moves. */
async function pictureChanges(on: Page): Promise<boolean> {
  const map = on.getByRole('application')
  const one = await map.screenshot()
  const other = await map.screenshot()
  return !one.equals(other)
}
