import type { Page } from 'playwright-core'
import { until } from '#e2e/fixtures/until.ts'

/**
 * To a screen by `g` and its letter, as often as it takes: on a busy machine more may lie between the two keys than a
 * pair allows.
 */
export async function goByKeys(page: Page, letter: string, address: RegExp): Promise<void> {
  await until(`the way to ${address} by two keys`, async () => {
    await page.keyboard.press('g')
    await page.keyboard.press(letter)
    return page.waitForURL(address, { timeout: 3_000 }).then(
      () => true,
      () => false,
    )
  })
}
