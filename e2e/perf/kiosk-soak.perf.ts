import type { Page } from 'playwright-core'
import { launchBrowser } from '#e2e/fixtures/browser.ts'
import { startSpillway } from '#e2e/fixtures/spillway.ts'
import { trafficScreen } from '#e2e/screens/traffic-screen.ts'
import { until } from '#e2e/fixtures/until.ts'
import { COUNT_CONTEXTS } from './count-contexts.ts'
import { memoryHeld, metricOf } from './bundled-page.ts'
import { median } from './median.ts'
import { sayAtMost } from './say-figure.ts'

/**
 * A wall display that changes views every five seconds, a minute long (or `--minutes=20`): what it holds after each
 * whole turn around the world, once everything unreachable has been collected, stays the same, and so does the time its
 * main thread works. Views change many times faster than on a wall, so a minute here wears as much as a quarter of an
 * hour there.
 */
const VIEWS = 4
const VIEW_SECONDS = 5
const TURN_MS = VIEWS * VIEW_SECONDS * 1_000
const MB = 1_000_000
/** Of the turns, at either end: what is compared. */
const END_SHARE = 1 / 3

interface Held {
  heapMb: number
  buffersMb: number
  gpuObjects: number
  elements: number
  /** Of the main thread, per second of the turn. */
  cpuMs: number
}

async function main(): Promise<void> {
  const minutes = minutesAskedFor()
  const [spillway, browser] = await Promise.all([startSpillway(), launchBrowser()])
  try {
    const page = await browser.newPage({ viewport: { width: 1_920, height: 1_080 } })
    await page.addInitScript(COUNT_CONTEXTS)
    const session = await page.context().newCDPSession(page)
    // Thread time: what the main thread worked, not how long it waited for a core.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' })
    const screen = trafficScreen(page, spillway.url)
    await screen.open({ kiosk: true, rotate: `${VIEW_SECONDS}s` })
    await until('the picture', async () => (await screen.picture()).drawCalls > 0)
    const seen = new Set<string | null>()
    const holds: Held[] = []
    // The first turn meets every view for the first time: what it caches is not a leak.
    for (let ms = 0; ms < minutes * 60_000 + TURN_MS; ms += TURN_MS) {
      const begun = { at: performance.now(), cpu: await metricOf(session, 'TaskDuration') }
      for (let view = 0; view < VIEWS; view++) {
        await page.waitForTimeout(VIEW_SECONDS * 1_000)
        seen.add(await screen.view())
      }
      const cpuMs = ((await metricOf(session, 'TaskDuration')) - begun.cpu) * 1_000
      const seconds = (performance.now() - begun.at) / 1_000
      await until('the world', async () => (await screen.view()) === 'world', { withinMs: 3 * TURN_MS, everyMs: 200 })
      await page.waitForTimeout(1_500)
      const { heap, buffers } = await memoryHeld(session)
      const held = { heapMb: heap / MB, buffersMb: buffers / MB, ...(await heldBy(page)), cpuMs: cpuMs / seconds }
      if (!process.argv.includes('--json')) console.log(JSON.stringify(held))
      holds.push(held)
    }
    if (seen.size < 3) throw new Error(`only ${seen.size} views were shown`)
    report(holds.slice(1), minutes)
    const contexts = Number(await page.evaluate('contextsMade()'))
    sayAtMost({ name: 'wall display: drawing contexts', value: contexts, unit: 'contexts', bound: 1 })
  } finally {
    await browser.close()
    await spillway.stop()
  }
}

/**
 * At either end the least that was held: what a moment shows more (a table, a flight, a picture on its way) comes and
 * goes, what is never let go of stays in the least as well. Of things that are counted the least at the end is held
 * against the most at the beginning: a turn ends in one of a few pictures. Of the work the median.
 */
function report(turns: readonly Held[], minutes: number): void {
  const ends = Math.max(2, Math.floor(turns.length * END_SHARE))
  const [first, last] = [turns.slice(0, ends), turns.slice(-ends)]
  const of = (some: readonly Held[], what: keyof Held): number => median(some.map((turn) => turn[what]))
  const least = (some: readonly Held[], what: keyof Held): number => Math.min(...some.map((turn) => turn[what]))
  const grown = (what: keyof Held): number => least(last, what) - least(first, what)
  const more = (what: keyof Held): number => least(last, what) - Math.max(...first.map((turn) => turn[what]))
  const name = `wall display, ${minutes} min`
  sayAtMost({ name: `${name}: heap grown`, value: grown('heapMb'), unit: 'MB', bound: 6 })
  sayAtMost({ name: `${name}: buffers grown`, value: grown('buffersMb'), unit: 'MB', bound: 3 })
  sayAtMost({ name: `${name}: GPU objects more`, value: more('gpuObjects'), unit: 'objects', bound: 0 })
  sayAtMost({ name: `${name}: elements more`, value: more('elements'), unit: 'elements', bound: 0 })
  const cpuMs = of(last, 'cpuMs')
  sayAtMost({ name: `${name}: main thread a second`, value: cpuMs, unit: 'ms CPU', bound: 150 })
  sayAtMost({ name: `${name}: main thread, end ÷ beginning`, value: cpuMs / of(first, 'cpuMs'), unit: '×', bound: 1.3 })
}

function minutesAskedFor(): number {
  const asked = process.argv.find((arg) => arg.startsWith('--minutes='))?.slice('--minutes='.length) ?? '1'
  const minutes = Number(asked)
  if (!(minutes > 0)) throw new Error(`--minutes=${asked}: expected a number of minutes`)
  return minutes
}

async function heldBy(page: Page): Promise<Pick<Held, 'gpuObjects' | 'elements'>> {
  const host = page.locator('[data-draw-calls]').first()
  return {
    gpuObjects: Number(await host.getAttribute('data-geometries')) + Number(await host.getAttribute('data-textures')),
    elements: Number(await page.evaluate('document.querySelectorAll("*").length')),
  }
}

await main()
