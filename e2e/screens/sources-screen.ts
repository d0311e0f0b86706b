import type { Page } from 'playwright-core'
import { sources } from '#web/messages/sources-en.ts'
import { sourcesUrl } from '#web/urls/urls.ts'

/** `/sources` as an operator reads and uses it. */
export function sourcesScreen(page: Page, url: string) {
  const section = (id: string) => page.getByRole('region', { name: id, exact: true })
  return {
    open: async () => {
      await page.goto(url + sourcesUrl())
      await page.getByRole('heading', { name: sources.title, level: 1 }).waitFor()
    },
    words: async (id: string) => (await section(id).innerText()).replaceAll(/\s+/g, ' '),
    tryNow: async (id: string) => {
      await section(id).getByRole('button', { name: sources.tryNow }).click()
      await section(id).getByText(sources.tried).waitFor()
    },
  }
}
