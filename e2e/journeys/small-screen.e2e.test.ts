import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { journeysOf, STILL } from '#e2e/fixtures/journey.ts'
import { until } from '#e2e/fixtures/until.ts'
import { filterBar } from '#e2e/screens/filter-bar.ts'
import { trafficScreen } from '#e2e/screens/traffic-screen.ts'

/** A laptop's screen: the map keeps most of it. */
const test = journeysOf({}, { ...STILL, viewport: { width: 1280, height: 720 } })

/** How many rows the filter and the toolbar take, by where their buttons and the field stand. */
async function rowsOfTools(page: Page): Promise<number> {
  const tools = page.getByRole('toolbar', { name: trafficWords.map.toolbar }).getByRole('button')
  const bar = filterBar(page)
  const parts = [bar.field, bar.errorsOnly, bar.presets, bar.hideOthers, ...(await tools.all())]
  const middles: number[] = []
  for (const part of parts) {
    const box = (await part.count()) === 0 ? null : await part.boundingBox()
    if (box !== null) middles.push(box.y + box.height / 2)
  }
  return middles.toSorted((a, b) => a - b).filter((middle, at, all) => at === 0 || middle - (all[at - 1] ?? 0) > 8)
    .length
}

describe('the tools over the map', () => {
  for (const view of [undefined, 'us-east-1']) {
    test(`take at most two rows in ${view ?? 'the world'}, also while something is filtered`, async ({
      page,
      spillway,
    }) => {
      const screen = trafficScreen(page, spillway.url)
      await screen.open(view === undefined ? {} : { view })
      await filterBar(page).field.waitFor()
      expect(await rowsOfTools(page)).toBeLessThanOrEqual(2)
      await filterBar(page).write('top(10) by rps')
      await until('the count', () => filterBar(page).count(), { withinMs: 60_000 })
      expect(await rowsOfTools(page)).toBeLessThanOrEqual(2)
    })
  }

  test('keep their names and their tooltips where only their icons are seen', async ({ page, spillway }) => {
    const screen = trafficScreen(page, spillway.url)
    await screen.open()
    const table = page.getByRole('toolbar').getByRole('button', { name: trafficWords.map.showTable })
    expect(await table.getAttribute('title')).toBe(trafficWords.map.showTable)
    expect((await table.boundingBox())?.width).toBeLessThan(48)
    await screen.showTable()
  })
})
