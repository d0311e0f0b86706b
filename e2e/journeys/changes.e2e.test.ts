import { describe, expect } from 'vitest'
import { changesWords as words } from '#web/messages/changes-en.ts'
import { journeysOf, STILL } from '#e2e/fixtures/journey.ts'
import { seriousFindings } from '#e2e/fixtures/serious-findings.ts'
import { until } from '#e2e/fixtures/until.ts'
import { goByKeys } from '#e2e/screens/go-by-keys.ts'

/** Whatever changed the fleet, and what a person writes down by hand. */
const test = journeysOf({}, STILL)

describe('changes', () => {
  test('one written down by hand, by keyboard, stands in the feed, and on the timeline at its moment', async ({
    page,
    spillway,
  }) => {
    const title = 'Timeouts of playback-api raised'
    await page.goto(`${spillway.url}/services`)
    await page.getByRole('main').waitFor()
    await goByKeys(page, 'c', /\/changes/)
    const record = page.getByRole('button', { name: words.record })
    await until('whoever looks may record', async () => (await record.count()) === 1 && (await record.isEnabled()))
    await record.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: words.dialog.title })
    await dialog.waitFor()
    await dialog.getByLabel(words.dialog.what).fill(title)
    await dialog.getByLabel(words.dialog.services).pressSequentially('playback-api,')
    await dialog.getByRole('checkbox', { name: 'us-east-1' }).check()
    expect(await seriousFindings(page)).toEqual([])
    await dialog.getByRole('button', { name: words.dialog.action }).click()
    await dialog.waitFor({ state: 'detached' })
    const row = page.getByRole('row').filter({ hasText: title })
    await until('it stands in the feed', async () => (await row.count()) === 1)
    expect(await row.getByRole('link', { name: 'playback-api', exact: true }).getAttribute('href')).toBe(
      '/services/playback-api',
    )
    expect(await seriousFindings(page)).toEqual([])
    await row.getByRole('link', { name: words.onMap }).click()
    await until('that moment in the address', () => {
      const search = new URL(page.url()).searchParams
      return search.get('sel') === 'us-east-1/playback-api' && search.has('at')
    })
    await page.getByRole('listitem').filter({ hasText: title }).first().waitFor({ state: 'attached' })
  })
})
