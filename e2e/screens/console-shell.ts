import type { Page } from 'playwright-core'
import { nav, search, simulated, stream } from '#web/messages/en.ts'

/** What stands around every screen. */
export function consoleShell(page: Page) {
  return {
    simulatedMark: page.getByText(simulated.title, { exact: true }),
    /** `Live · 1 s old`, `Reconnecting in 4 s · 12 s old`. */
    stream: async () => (await page.getByRole('group', { name: stream.label }).innerText()).replaceAll(/\s+/g, ' '),
    breadcrumb: async () =>
      page.getByRole('navigation', { name: nav.breadcrumb }).getByRole('listitem').allInnerTexts(),

    goTo: async (screen: 'traffic' | 'sources') => {
      await page
        .getByRole('navigation', { name: nav.label })
        .getByRole('link', { name: nav[screen], exact: true })
        .click()
    },

    /** By the palette, as hands on the keyboard do. */
    find: async (words: string) => {
      await page.keyboard.press('Control+k')
      const field = page.getByRole('combobox', { name: search.input })
      await field.waitFor()
      await field.fill(words)
      await page.getByRole('option').first().waitFor()
      await page.keyboard.press('Enter')
      await field.waitFor({ state: 'hidden' })
    },

    theme: () => page.locator('html').getAttribute('data-mantine-color-scheme'),
  }
}
