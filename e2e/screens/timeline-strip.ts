import type { Page } from 'playwright-core'
import { replayWords } from '#web/messages/replay-en.ts'
import { until } from '#e2e/fixtures/until.ts'

/** The strip along the bottom: the way through the past. */
export function timelineStrip(page: Page) {
  const slider = page.getByRole('slider', { name: replayWords.slider })
  const band = page.getByRole('complementary', { name: replayWords.past })
  return {
    slider,
    band,
    playButton: page.getByRole('button', { name: replayWords.play }),
    pauseButton: page.getByRole('button', { name: replayWords.pause, exact: true }),

    /** Takes the handle by the mouse to this share of the strip, 0 its beginning, 1 now. */
    async dragTo(share: number): Promise<void> {
      const box = await slider.boundingBox()
      if (box === null) throw new Error('the timeline is not in sight')
      const y = box.y + box.height / 2
      await page.mouse.move(box.x + box.width - 20, y)
      await page.mouse.down()
      await page.mouse.move(box.x + box.width * share, y, { steps: 8 })
      await page.mouse.up()
    },

    /** The moment shown, UTC ms. */
    async moment(): Promise<number> {
      return Number(await slider.getAttribute('aria-valuenow'))
    },

    /** The moment in the address, once the address says what the strip says. */
    async momentInAddress(): Promise<number> {
      return until('the address to follow', async () => {
        const at = Date.parse(new URL(page.url()).searchParams.get('at') ?? '')
        return at === (await this.moment()) && at
      })
    },
  }
}
