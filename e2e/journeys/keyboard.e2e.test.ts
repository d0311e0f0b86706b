import { expect } from 'vitest'
import { filterWords } from '#web/messages/filter-en.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { journeysOf, STILL } from '#e2e/fixtures/journey.ts'
import { seriousFindings } from '#e2e/fixtures/serious-findings.ts'
import { until } from '#e2e/fixtures/until.ts'
import { filterBar } from '#e2e/screens/filter-bar.ts'
import { trafficScreen } from '#e2e/screens/traffic-screen.ts'
import { tabTo } from '#e2e/screens/visible-focus.ts'

/** Somebody without a mouse: every step of the way by Tab, Enter and keys, and always seen where one is. */
const test = journeysOf({}, STILL)

test('world, region, service, connection, filter, and back', async ({ page, spillway }) => {
  const screen = trafficScreen(page, spillway.url)
  const searchOf = (field: string) => new URL(page.url()).searchParams.get(field)
  await screen.open()
  await until('the regions', async () => (await screen.regions()).length === 3)

  await tabTo(page, new RegExp(`^${trafficWords.map.open('us-east-1')}$`))
  await page.keyboard.press('Enter')
  await until('the region', async () => (await screen.view()) === 'us-east-1')
  expect(await seriousFindings(page)).toEqual([])

  await tabTo(page, /failed .*requests\/s/)
  await page.keyboard.press('Enter')
  await until('a service', () => searchOf('sel')?.startsWith('us-east-1/'))
  expect((await screen.facts()).numbers).toHaveProperty(trafficWords.panel.p99)
  expect(await seriousFindings(page)).toEqual([])

  await page.keyboard.press('t')
  await page.getByRole('table').first().waitFor()
  await tabTo(page, new RegExp(`^${trafficWords.table.connections}`))
  await page.keyboard.press('Enter')
  await tabTo(page, / → /)
  await page.keyboard.press('Enter')
  await until('a connection', () => searchOf('sel')?.includes('>'))
  expect((await screen.facts()).title).toContain('→')
  expect(await seriousFindings(page)).toEqual([])

  await page.keyboard.press('t')
  await screen.map.waitFor()
  await tabTo(page, new RegExp(`^${filterWords.label}`), { back: true })
  await page.keyboard.type('errors > 0.05%')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Enter')
  await until('the count', () => filterBar(page).count())
  expect(searchOf('q')).toBe('errors > 0.05%')
  expect(await seriousFindings(page)).toEqual([])

  await tabTo(page, new RegExp(`^${filterWords.showAll}$`))
  await page.keyboard.press('Enter')
  await until('no filter', () => searchOf('q') === null)
  await until('the world', async () => {
    await page.keyboard.press('Escape')
    return (await screen.view()) === 'world'
  })
  expect(searchOf('sel')).toBeNull()
})
