import type { Page } from 'playwright-core'
import { launchBrowser } from '#e2e/fixtures/browser.ts'
import { startSpillway } from '#e2e/fixtures/spillway.ts'
import { trafficScreen } from '#e2e/screens/traffic-screen.ts'
import { until } from '#e2e/fixtures/until.ts'
import { COUNT_CONTEXTS } from './count-contexts.ts'
import { heapBytesOf } from './engine-page.ts'
import { sayAtMost } from './say-figure.ts'

/**
 * A wall display that changes views every five seconds, a minute long (or `SPILLWAY_SOAK_MINUTES`): what it holds after
 * each whole turn around the world, once everything unreachable has been collected, stays the same. Views change many
 * times faster than on a wall, so a minute here wears as much as a quarter of an hour there.
 */
const VIEWS = 4
const VIEW_SECONDS = 5
const TURN_MS = VIEWS * VIEW_SECONDS * 1_000
const MB = 1_000_000

interface Held {
  heapMb: number
  gpuObjects: number
  elements: number
}

async function main(): Promise<void> {
  const minutes = Number(process.env['SPILLWAY_SOAK_MINUTES'] ?? '1')
  const [spillway, browser] = await Promise.all([startSpillway(), launchBrowser()])
  try {
    const page = await browser.newPage({ viewport: { width: 1_920, height: 1_080 } })
    await page.addInitScript(COUNT_CONTEXTS)
    const session = await page.context().newCDPSession(page)
    await session.send('Performance.enable')
    const screen = trafficScreen(page, spillway.url)
    await screen.open({ kiosk: true, rotate: `${VIEW_SECONDS}s` })
    await until('the picture', async () => (await screen.picture()).drawCalls > 0)
    const seen = new Set<string | null>()
    const holds: Held[] = []
    // The first turn meets every view for the first time: what it caches is not a leak.
    for (let ms = 0; ms < minutes * 60_000 + TURN_MS; ms += TURN_MS) {
      for (let view = 0; view < VIEWS; view++) {
        await page.waitForTimeout(VIEW_SECONDS * 1_000)
        seen.add(await screen.view())
      }
      await until('the world', async () => (await screen.view()) === 'world', { withinMs: 3 * TURN_MS, everyMs: 200 })
      await page.waitForTimeout(1_500)
      holds.push({ heapMb: (await heapBytesOf(session)) / MB, ...(await heldBy(page)) })
    }
    if (seen.size < 3) throw new Error(`only ${seen.size} views were shown`)
    const [first, last] = [holds[1] ?? holds[0], holds.at(-1)]
    if (first === undefined || last === undefined) throw new Error('nothing was measured')
    sayAtMost({ name: 'wall display: heap grown', value: last.heapMb - first.heapMb, unit: 'MB', bound: 6 })
    sayAtMost({
      name: 'wall display: GPU objects more',
      value: last.gpuObjects - first.gpuObjects,
      unit: 'objects',
      bound: 0,
    })
    sayAtMost({
      name: 'wall display: elements more',
      value: last.elements - first.elements,
      unit: 'elements',
      bound: 60,
    })
    sayAtMost({
      name: 'wall display: drawing contexts',
      value: Number(await page.evaluate('contextsMade()')),
      unit: 'contexts',
      bound: 1,
    })
  } finally {
    await browser.close()
    await spillway.stop()
  }
}

async function heldBy(page: Page): Promise<Omit<Held, 'heapMb'>> {
  const host = page.locator('[data-draw-calls]').first()
  return {
    gpuObjects: Number(await host.getAttribute('data-geometries')) + Number(await host.getAttribute('data-textures')),
    elements: Number(await page.evaluate('document.querySelectorAll("*").length')),
  }
}

await main()
