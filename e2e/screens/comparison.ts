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
    async choose(words: string): Promise<void> {
      await bar.getByRole('button', { name: words }).click()
    },

    /** Where the words of a side's regions stand on their map: x and y of each, CSS px. */
    async placesAt(side: 'left' | 'right'): Promise<number[]> {
      const regions = page.locator(`[data-half="${side}"] [data-region]`)
      const transforms = await regions.evaluateAll((all) => all.map((one) => one.parentElement?.style.transform ?? ''))
      return transforms.flatMap((transform) => {
        const [, x, y] = /^translate\(([-\d.]+)px, ([-\d.]+)px\)/.exec(transform) ?? []
        return [Number(x), Number(y)]
      })
    },

    /** What the map says of a region: its change in words. */
    async changeOf(region: string): Promise<string> {
      return page.locator(`[data-change="${region}"]`).first().innerText()
    },
  }
}
