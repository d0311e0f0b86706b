import { describe, expect } from 'vitest'
import { chartWords } from '#web/messages/charts-en.ts'
import { filterWords } from '#web/messages/filter-en.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { journeysOf, STILL } from '#e2e/fixtures/journey.ts'
import { seriousFindings } from '#e2e/fixtures/serious-findings.ts'
import { until } from '#e2e/fixtures/until.ts'
import { chartsIn, filterBar } from '#e2e/screens/filter-bar.ts'
import { trafficScreen } from '#e2e/screens/traffic-screen.ts'

/** Finding a service among many, and what its panel tells of the last half hour. */
const test = journeysOf({}, STILL)

describe('find and hide', () => {
  test('by keyboard: completion, the count, the address, and the same for who gets the link', async ({
    page,
    visitors,
    spillway,
  }) => {
    const screen = trafficScreen(page, spillway.url)
    await screen.open({ view: 'us-east-1' })
    const filter = filterBar(page)
    await filter.field.focus()
    await page.keyboard.type('neighbours of playback-lic')
    await filter.options.first().waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    expect(await filter.field.inputValue()).toBe('neighbours of playback-license ')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Enter')
    const count = await until('the count', () => filter.count())
    expect(count.services).toBeGreaterThan(50)
    expect(count.shown).toBeGreaterThan(1)
    expect(count.shown).toBeLessThan(count.services / 2)
    expect(new URL(page.url()).searchParams.get('q')).toBe('neighbours of playback-license')

    const link = page.url()
    const other = await visitors.open()
    await other.page.goto(link)
    expect(await until('the same count', () => filterBar(other.page).count())).toEqual(count)
  })

  test('says in words what is wrong, and the picture stays', async ({ page, spillway }) => {
    const screen = trafficScreen(page, spillway.url)
    await screen.open({ view: 'us-east-1' })
    const filter = filterBar(page)
    await filter.write('errorz > 1%')
    await until('the fault', async () => (await filter.note()).includes('did you mean'))
    expect(await filter.field.getAttribute('aria-invalid')).toBe('true')
    expect(await seriousFindings(page)).toEqual([])
    await filter.write('top(10) by rps')
    expect(await until('ten', () => filter.count())).toMatchObject({ shown: 10 })
  })

  test('hidden in the table as on the map; show all brings everything back', async ({ page, spillway }) => {
    const screen = trafficScreen(page, spillway.url)
    await screen.open({ view: 'us-east-1', q: 'top(10) by rps' })
    const filter = filterBar(page)
    await screen.showTable()
    const rows = page.locator('tr[data-row]')
    const all = await until('the rows of the table', async () => {
      const count = await rows.count()
      return count > 10 && count
    })
    await filter.hideOthers.click()
    await until('ten rows', async () => (await rows.count()) === 10)
    expect(new URL(page.url()).searchParams.get('hide')).toBe('true')
    await filter.showAll.click()
    await until('all rows', async () => (await rows.count()) === all)
    expect(new URL(page.url()).search).not.toContain('hide')
  })

  test('e is errors only, and goes back in one step', async ({ page, spillway }) => {
    const screen = trafficScreen(page, spillway.url)
    await screen.open({ view: 'us-east-1' })
    await screen.map.focus()
    await page.keyboard.press('e')
    await until('the filter', () => new URL(page.url()).searchParams.get('q') === 'health in (degraded, failing)')
    expect(await filterBar(page).errorsOnly.getAttribute('aria-pressed')).toBe('true')
    await page.goBack()
    await until('no filter', () => !new URL(page.url()).searchParams.has('q'))
    expect(await filterBar(page).field.inputValue()).toBe('')
  })

  test('what lies around a service stands in the field', async ({ page, spillway }) => {
    const screen = trafficScreen(page, spillway.url)
    await screen.open({ view: 'us-east-1', sel: 'us-east-1/playback-license' })
    await screen.panel.getByRole('button', { name: filterWords.around.hops(1), exact: true }).click()
    const filter = filterBar(page)
    const near = await until('the count', () => filter.count())
    await screen.panel.getByRole('button', { name: filterWords.around.hops(2) }).click()
    await until('more of it', async () => ((await filter.count())?.shown ?? 0) > near.shown)
    const path = screen.panel.getByLabel(filterWords.around.pathLabel)
    await path.fill('license-db')
    await path.press('Enter')
    const asked = await until('the path', async () => {
      const text = await filter.field.inputValue()
      return text.startsWith('path') && text
    })
    expect(asked).toBe('path from us-east-1/playback-license to us-east-1/license-db')
  })
})

describe('panels', () => {
  test('a service’s last half hour is drawn, and told in words', async ({ page, spillway }) => {
    const screen = trafficScreen(page, spillway.url)
    await screen.open({ view: 'us-east-1', sel: 'us-east-1/playback-license' })
    const charts = chartsIn(screen.panel)
    for (const title of [chartWords.requests, chartWords.failedShare]) {
      await until(`the chart of ${title}`, () => charts.isDrawn(title))
      expect(await charts.words(title)).toMatch(/at the end, lowest .* highest /)
    }
    await screen.panel.getByText(chartWords.nothingRecorded([chartWords.yesterday, chartWords.lastWeek])).waitFor()
    expect(await seriousFindings(page)).toEqual([])
  })

  test('a region has charts, movers and its zones', async ({ page, spillway }) => {
    const screen = trafficScreen(page, spillway.url)
    await screen.open({ view: 'us-east-1' })
    await until('the chart of headroom', async () => {
      await chartsIn(screen.panel).chart(chartWords.headroom).scrollIntoViewIfNeeded()
      return chartsIn(screen.panel).isDrawn(chartWords.headroom)
    })
    await screen.panel.getByText(chartWords.movers).waitFor()
    expect(await screen.panel.getByText(/^us-east-1[a-f]$/).count()).toBeGreaterThan(1)
  })

  test('a connection leads to both of its ends', async ({ page, spillway }) => {
    const screen = trafficScreen(page, spillway.url)
    const connection = 'us-east-1/playback-api>us-east-1/playback-license:grpc'
    await screen.open({ view: 'us-east-1', sel: connection })
    expect((await screen.facts()).numbers).toHaveProperty(trafficWords.panel.p99)
    await until('its chart', () => chartsIn(screen.panel).isDrawn(chartWords.requests))
    await screen.panel.getByRole('button', { name: /playback-license/ }).click()
    await until('the service', () => new URL(page.url()).searchParams.get('sel') === 'us-east-1/playback-license')
  })
})
