import type { Page } from 'playwright-core'
import { compareWords } from '#web/messages/compare-en.ts'
import { replayWords } from '#web/messages/replay-en.ts'

/** Two moments held against each other. */
export function comparison(page: Page) {
  const bar = page.getByRole('region', { name: compareWords.label })
  return {
    bar,
    legend: page.getByRole('figure', { name: compareWords.legend.label }),
    handle: page.getByRole('slider', { name: replayWords.comparedWith }),
    canvases: page.locator('canvas[data-engine], [role="application"] canvas'),

    async choose(words: string): Promise<void> {
      await bar.getByRole('button', { name: words }).click()
    },

    /** What the map says of a region: its change in words. */
    async changeOf(region: string): Promise<string> {
      return page.locator(`[data-change="${region}"]`).first().innerText()
    },
  }
}
