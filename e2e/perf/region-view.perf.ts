import { z } from 'zod'
import { launchBrowser } from '#e2e/fixtures/browser.ts'
import { startSpillway } from '#e2e/fixtures/spillway.ts'
import { trafficScreen } from '#e2e/screens/traffic-screen.ts'
import { until } from '#e2e/fixtures/until.ts'
import { sayAtMost } from './say-figure.ts'

/**
 * What a frame of the region view costs the main thread: JavaScript and the recording of GL commands, with the draws
 * themselves left out (software WebGL would take the same cores and be measured instead). The mean over some hundred
 * frames counts what a coarse clock cannot see in one.
 */
const FRAMES = 400
const MAIN_THREAD_BOUND_MS = 1
const DRAW_CALLS_BOUND = 10

const STUB = `(() => {
  let calls = 0
  const names = ['drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced', 'drawRangeElements']
  for (const name of names) WebGL2RenderingContext.prototype[name] = function () { calls += 1 }
  const times = []
  const draws = []
  const request = window.requestAnimationFrame.bind(window)
  window.requestAnimationFrame = (callback) => request((at) => {
    const before = performance.now()
    const callsBefore = calls
    callback(at)
    if (calls === callsBefore) return
    times.push(performance.now() - before)
    draws.push(calls - callsBefore)
  })
  window.frameFigures = () => ({ times, draws })
  window.forgetFrames = () => { times.length = 0; draws.length = 0 }
})()`

const Measured = z.object({ times: z.array(z.number()), draws: z.array(z.number()) })

async function main(): Promise<void> {
  const [spillway, browser] = await Promise.all([startSpillway(), launchBrowser()])
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.addInitScript(STUB)
    const screen = trafficScreen(page, spillway.url)
    await screen.open({ view: 'us-east-1' })
    await until('the picture', async () => (await screen.picture()).drawCalls > 0)
    // The arrival's flight and the first uploads are not what every frame costs.
    await page.waitForTimeout(3_000)
    await page.evaluate('forgetFrames()')
    const { times, draws } = await until(
      `${FRAMES} frames`,
      async () => {
        const figures = Measured.parse(await page.evaluate('frameFigures()'))
        return figures.times.length >= FRAMES && figures
      },
      { withinMs: 90_000, everyMs: 500 },
    )
    const meanMs = times.reduce((sum, time) => sum + time, 0) / times.length
    const mostDraws = Math.max(...draws)
    const name = 'region view: main thread a frame, draws stubbed'
    sayAtMost({ name, value: meanMs, unit: 'ms', bound: MAIN_THREAD_BOUND_MS })
    sayAtMost({ name: 'region view: draw calls a frame', value: mostDraws, unit: 'calls', bound: DRAW_CALLS_BOUND })
  } finally {
    await browser.close()
    await spillway.stop()
  }
}

await main()
