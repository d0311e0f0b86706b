import { z } from 'zod'
import { launchBrowser } from '#e2e/fixtures/browser.ts'
import { startSpillway } from '#e2e/fixtures/spillway.ts'
import { trafficScreen } from '#e2e/screens/traffic-screen.ts'
import { until } from '#e2e/fixtures/until.ts'
import { metricOf } from './bundled-page.ts'
import { sayAtMost } from './say-figure.ts'

/**
 * What the region view costs the whole console's main thread in a second, by the thread's own CPU time: all frames and
 * everything that happens once a second, with the draws themselves left out (software WebGL would take the same cores
 * and be measured instead). What one frame costs is map-engine.perf.ts's to say.
 */
const FRAMES = 400
/** At 60 frames a second: two milliseconds for each, and as much again for the second's numbers. */
const MAIN_THREAD_BOUND_MS = 240
const DRAW_CALLS_BOUND = 10

const STUB = `(() => {
  let calls = 0
  const names = ['drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced', 'drawRangeElements']
  for (const name of names) WebGL2RenderingContext.prototype[name] = function () { calls += 1 }
  const draws = []
  const request = window.requestAnimationFrame.bind(window)
  window.requestAnimationFrame = (callback) => request((at) => {
    const callsBefore = calls
    callback(at)
    if (calls > callsBefore) draws.push(calls - callsBefore)
  })
  window.drawsOfFrames = () => draws
})()`

const Draws = z.array(z.number())

async function main(): Promise<void> {
  const [spillway, browser] = await Promise.all([startSpillway(), launchBrowser()])
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.addInitScript(STUB)
    const session = await page.context().newCDPSession(page)
    await session.send('Performance.enable', { timeDomain: 'threadTicks' })
    const screen = trafficScreen(page, spillway.url)
    await screen.open({ view: 'us-east-1' })
    await until('the picture', async () => (await screen.picture()).drawCalls > 0)
    // The arrival's flight and the first uploads are not what every frame costs.
    await page.waitForTimeout(3_000)
    const drawsNow = async (): Promise<number[]> => Draws.parse(await page.evaluate('drawsOfFrames()'))
    const [before, cpuBefore, begun] = [await drawsNow(), await metricOf(session, 'TaskDuration'), performance.now()]
    const enough = async (): Promise<boolean> => (await drawsNow()).length - before.length >= FRAMES
    await until(`${FRAMES} frames`, enough, { withinMs: 180_000, everyMs: 2_000 })
    const cpuMs = ((await metricOf(session, 'TaskDuration')) - cpuBefore) * 1_000
    const seconds = (performance.now() - begun) / 1_000
    const draws = (await drawsNow()).slice(before.length)
    const name = `region view: main thread a second, the whole console (${Math.round(draws.length / seconds)} frames)`
    sayAtMost({ name, value: cpuMs / seconds, unit: 'ms CPU', bound: MAIN_THREAD_BOUND_MS })
    const most = Math.max(...draws)
    sayAtMost({ name: 'region view: draw calls a frame', value: most, unit: 'calls', bound: DRAW_CALLS_BOUND })
  } finally {
    await browser.close()
    await spillway.stop()
  }
}

await main()
