import { describe, expect } from 'vitest'
import { servicePageWords as page } from '#web/messages/service-page-en.ts'
import { servicesWords as words } from '#web/messages/services-en.ts'
import { journeysOf, STILL } from '#e2e/fixtures/journey.ts'
import { seriousFindings } from '#e2e/fixtures/serious-findings.ts'
import { until } from '#e2e/fixtures/until.ts'
import { goByKeys } from '#e2e/screens/go-by-keys.ts'
import { consoleShell } from '#e2e/screens/console-shell.ts'

/** Every service in one table, and all that is known of one of them. */
const test = journeysOf({}, STILL)

describe('the health of services', () => {
  test('by keyboard: a name in the palette leads to its page, whose facts come from the world’s own systems', async ({
    page: browser,
    spillway,
  }) => {
    await browser.goto(`${spillway.url}/services`)
    await browser.getByRole('table', { name: words.label }).waitFor()
    await consoleShell(browser).find('playback-api')
    await until('the page of the service', () => new URL(browser.url()).pathname === '/services/playback-api')
    await browser.getByRole('heading', { level: 1, name: /playback-api/ }).waitFor()
    const regions = browser.getByRole('table', { name: page.sections.regions }).locator('[data-region]')
    await until('three regions', async () => (await regions.count()) === 3)
    await browser.getByRole('table', { name: page.sections.breakers }).locator('[data-breaker]').first().waitFor()
    await browser.getByRole('table', { name: page.sections.instances }).locator('[data-instance]').first().waitFor()
    await until('who calls it', async () => {
      const rows = browser.getByRole('table', { name: page.calls.callers }).getByRole('row')
      return (await rows.count()) > 1
    })
    expect(await seriousFindings(browser)).toEqual([])
    await goByKeys(browser, 's', /\/services(?:\?|$)/)
    await browser.getByRole('table', { name: words.label }).waitFor()
  })

  test('the table: found as on the map, sorted, row after row by the arrows, opened by Enter', async ({
    page: browser,
    spillway,
  }) => {
    await browser.goto(`${spillway.url}/services?q=name%20~%20playback&hide`)
    const rows = browser.locator('[data-service][role="row"]')
    await until('what is found', async () => {
      const names = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-service') ?? ''))
      return names.length > 1 && names.every((name) => name.includes('playback'))
    })
    await browser.getByRole('button', { name: words.columns.requests }).click()
    await until('the address', () => browser.url().includes('sort=-requests'))
    expect(await seriousFindings(browser)).toEqual([])
    await browser.getByRole('region', { name: words.label }).focus()
    await browser.keyboard.press('ArrowDown')
    await browser.keyboard.press('ArrowDown')
    const second = await rows.nth(1).getAttribute('data-service')
    expect(
      await browser.evaluate(() => document.activeElement?.closest('[data-service]')?.getAttribute('data-place')),
    ).toBe('1')
    await browser.keyboard.press('Enter')
    await until('its page', () => new URL(browser.url()).pathname === `/services/${second}`)
  })
})
