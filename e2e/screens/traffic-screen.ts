import type { Locator, Page } from 'playwright-core'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { trafficUrl, type TrafficAddress } from '#web/urls/urls.ts'
import { until } from '#e2e/fixtures/until.ts'
import { writtenNumber } from './written-number.ts'

export interface RegionOnScreen {
  id: string
  requestsPerSecond: number
  /** `live`, `late`, `stale`, `unknown`. */
  freshness: string
  /** All words of the region, age included. */
  words: string
}

/** `/` as an operator reads and uses it. */
export function trafficScreen(page: Page, url: string) {
  const panel = page.getByRole('complementary', { name: trafficWords.panel.label })
  return {
    page,
    panel,
    map: page.getByRole('application'),
    notice: page.locator('[data-state="stale"], [data-state="partial"]').first(),

    async open(address: TrafficAddress = {}): Promise<void> {
      await page.goto(url + trafficUrl(address))
      await panel.waitFor()
    },

    /** The world's regions as the map says them. */
    async regions(): Promise<RegionOnScreen[]> {
      return Promise.all((await page.locator('[data-region]').all()).map(regionOf))
    },

    /** The button on the map that opens a region. */
    regionButton(id: string): Locator {
      return page.locator(`[data-region="${id}"]`).getByRole('button').first()
    },

    /** Clicks the region's ring, where its number stands: the words over the map let the mouse through to it. */
    async openRegion(id: string): Promise<void> {
      const place = await placeAtRest(page.locator(`[data-region="${id}"] strong`).first())
      await page.mouse.click(place.x, place.y)
      await page.locator(`[data-view="${id}"]`).waitFor()
    },

    /** The view the screen shows: `world` or a region's id. */
    async view(): Promise<string | null> {
      return page.locator('[data-view]').first().getAttribute('data-view')
    },

    async showTable(): Promise<void> {
      await page.getByRole('toolbar').getByRole('button', { name: trafficWords.map.showTable }).click()
      await page.getByRole('table').first().waitFor()
    },

    async tab(name: string): Promise<void> {
      await page.getByRole('tab', { name }).click()
    },

    /** One row of the table twin, by column; null where it is not in sight. */
    async row(id: string): Promise<Record<string, string> | null> {
      const row = page.locator(`tr[data-row="${id}"]`)
      if ((await row.count()) === 0) return null
      const cells = await row.locator('td').all()
      return Object.fromEntries(
        await Promise.all(
          cells.map(async (cell) => [await cell.getAttribute('data-column'), await textOf(cell)] as const),
        ),
      )
    },

    /** What the panel says of the thing it is about: its name and its numbers by name. */
    async facts(): Promise<{ title: string; numbers: Record<string, string> }> {
      // Of one panel: another one may take its place while it is read.
      const title = await textOf(panel.getByRole('heading').first())
      const names = await panel.locator('dl').first().locator('dt').allTextContents()
      const values = await panel.locator('dl').first().locator('dd').allInnerTexts()
      const numbers = Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']))
      const after = await textOf(panel.getByRole('heading').first())
      return { title: after, numbers: title === after ? numbers : {} }
    },

    /** What the picture reports of itself. */
    async picture(): Promise<{ dots: number; drawCalls: number }> {
      const host = page.locator('[data-draw-calls]').first()
      await host.waitFor({ state: 'attached' })
      return {
        dots: Number(await host.getAttribute('data-dots')),
        drawCalls: Number(await host.getAttribute('data-draw-calls')),
      }
    },
  }
}

/** The middle of something that may still be on its way to its place. */
async function placeAtRest(element: Locator): Promise<{ x: number; y: number }> {
  await element.page().locator('[data-draw-calls]').first().waitFor({ state: 'attached' })
  let before = ''
  const box = await until(
    'the map at rest',
    async () => {
      const now = await element.boundingBox()
      const isAtRest = JSON.stringify(now) === before
      before = JSON.stringify(now)
      return isAtRest && now
    },
    { everyMs: 300 },
  )
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

async function regionOf(element: Locator): Promise<RegionOnScreen> {
  const [id, freshness, large, words] = await Promise.all([
    element.getAttribute('data-region'),
    element.getAttribute('data-freshness'),
    element.locator('strong').first().innerText(),
    element.innerText(),
  ])
  return { id: id ?? '', freshness: freshness ?? '', requestsPerSecond: writtenNumber(large), words }
}

async function textOf(element: Locator): Promise<string> {
  return (await element.innerText()).replaceAll(/\s+/g, ' ').trim()
}
