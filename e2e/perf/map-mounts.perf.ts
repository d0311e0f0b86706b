import type { Page } from 'playwright-core'
import { z } from 'zod'
import { launchBrowser } from '#e2e/fixtures/browser.ts'
import { startSpillway } from '#e2e/fixtures/spillway.ts'
import { until } from '#e2e/fixtures/until.ts'
import { trafficScreen } from '#e2e/screens/traffic-screen.ts'
import { COUNT_CONTEXTS } from './count-contexts.ts'
import { memoryHeld } from './bundled-page.ts'
import { sayAtMost } from './say-figure.ts'

/** Map and table in turn, twenty times: each time the map goes, its context, its memory and its elements go with it. */
const ROUNDS = 20
const MB = 1_000_000

async function main(): Promise<void> {
  const [spillway, browser] = await Promise.all([startSpillway(), launchBrowser()])
  try {
    const page = await browser.newPage({ viewport: { width: 1_280, height: 800 } })
    await page.addInitScript(COUNT_CONTEXTS)
    const session = await page.context().newCDPSession(page)
    await session.send('Performance.enable')
    const screen = trafficScreen(page, spillway.url)
    await screen.open({ view: 'us-east-1' })
    await until('the picture', async () => (await screen.picture()).drawCalls > 0)
    // What is kept once for all of them (words, styles, caches) is there after the first rounds.
    for (let round = 0; round < 4; round++) await thereAndBack(page)
    const heapBefore = (await memoryHeld(session)).heap
    const before = await memoryOf(page)
    for (let round = 0; round < ROUNDS; round++) await thereAndBack(page)
    const after = await memoryOf(page)
    const made = z.number().parse(await page.evaluate('contextsMade()'))
    if (made < ROUNDS) throw new Error(`only ${made} maps were made: nothing was tried`)
    const alive = await until(
      'old contexts to be let go',
      async () => {
        const count = z.number().parse(await page.evaluate('contextsAlive()'))
        return count <= 1 ? { count } : null
      },
      { withinMs: 10_000 },
    ).catch(async () => ({ count: z.number().parse(await page.evaluate('contextsAlive()')) }))
    const grownMb = ((await memoryHeld(session)).heap - heapBefore) / MB
    sayAtMost({ name: `map shown ${ROUNDS} times: contexts alive`, value: alive.count, unit: 'contexts', bound: 1 })
    sayAtMost({ name: 'map shown 20 times: GPU objects more', value: after - before, unit: 'objects', bound: 0 })
    sayAtMost({ name: 'map shown 20 times: heap grown', value: grownMb, unit: 'MB', bound: 4 })
  } finally {
    await browser.close()
    await spillway.stop()
  }
}

async function thereAndBack(page: Page): Promise<void> {
  await page.keyboard.press('t')
  await page.getByRole('table').first().waitFor()
  await page.keyboard.press('t')
  await page.locator('[data-draw-calls]').first().waitFor({ state: 'attached' })
}

/** Geometries and textures of the map that is shown. */
async function memoryOf(page: Page): Promise<number> {
  const host = page.locator('[data-draw-calls]').first()
  return Number(await host.getAttribute('data-geometries')) + Number(await host.getAttribute('data-textures'))
}

await main()
