import type { Locator, Page } from 'playwright-core'
import { filterWords as words } from '#web/messages/filter-en.ts'

/** The map's filter as an operator uses it. */
export function filterBar(page: Page) {
  const field = page.getByRole('combobox', { name: words.label })
  return {
    field,
    options: page.getByRole('option'),
    errorsOnly: page.getByRole('button', { name: words.errorsOnly }),
    presets: page.getByRole('button', { name: words.presets }),
    hideOthers: page.getByRole('button', { name: words.hideOthers }),
    showAll: page.getByRole('button', { name: words.showAll }),

    async write(text: string): Promise<void> {
      await field.fill(text)
      await field.press('Enter')
    },

    /** `18 of 94 services shown`: both numbers; null while nothing is filtered. */
    async count(): Promise<{ shown: number; services: number } | null> {
      const note = page.getByText(/\d+ of \d+ services shown/).first()
      if ((await note.count()) === 0) return null
      const [shown = NaN, services = NaN] = ((await note.innerText()).match(/\d+/g) ?? []).map(Number)
      return { shown, services }
    },

    /** What is said under the field. */
    async note(): Promise<string> {
      const id = await field.getAttribute('aria-describedby')
      return page.locator(`[id="${id}"]`).innerText()
    },
  }
}

/** The charts of the panel, by their titles. */
export function chartsIn(panel: Locator) {
  return {
    chart: (title: string): Locator => panel.getByRole('figure').filter({ hasText: title }),

    /** The chart's sentence for those who do not see it. */
    async words(title: string): Promise<string> {
      return (await panel.getByRole('figure').filter({ hasText: title }).locator('p').first().textContent()) ?? ''
    },

    /** Whether anything is drawn: some of the canvas has a colour. */
    async isDrawn(title: string): Promise<boolean> {
      const canvas = panel.getByRole('figure').filter({ hasText: title }).locator('canvas')
      if ((await canvas.count()) === 0) return false
      return canvas.first().evaluate((element) => {
        if (!(element instanceof HTMLCanvasElement)) return false
        const context = element.getContext('2d')
        const { data } = context?.getImageData(0, 0, element.width, element.height) ?? { data: [] }
        return data.some((byte, index) => index % 4 === 3 && byte > 0)
      })
    },
  }
}
