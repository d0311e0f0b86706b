import type { Page } from 'playwright-core'
import { afterAll, describe, expect } from 'vitest'
import { z } from 'zod'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { journeysOf } from '#e2e/fixtures/journey.ts'
import { seriousFindings } from '#e2e/fixtures/serious-findings.ts'
import { until } from '#e2e/fixtures/until.ts'
import { FED_REGION, openVizceralFeed, type FedGraph } from '#e2e/fixtures/vizceral-feed.ts'
import { trafficScreen } from '#e2e/screens/traffic-screen.ts'

/** What a map on a wall meets in a year: drivers that give up, other screens, hidden tabs, and rosters of every kind. */
const feed = openVizceralFeed()
const test = journeysOf({ configuration: feed.configuration })
afterAll(() => feed.remove())

const CHAIN: FedGraph = {
  services: ['proxy', 'api', 'playback', 'license', 'search'],
  calls: [
    ['INTERNET', 'proxy', 4_000],
    ['proxy', 'api', 3_000],
    ['api', 'playback', 900],
    ['api', 'search', 700],
    ['playback', 'license', 400],
  ],
}

const SMALL: readonly (readonly [string, FedGraph])[] = [
  ['no service', { services: [], calls: [] }],
  ['one service that nobody calls', { services: ['alone'], calls: [] }],
  ['one service', { services: ['alone'], calls: [['INTERNET', 'alone', 50]] }],
]

describe('the canvas', () => {
  test('comes back by itself when the driver has taken the context away', async ({ page, spillway }) => {
    const screen = await showing(page, spillway.url, CHAIN)
    await page.evaluate(`(() => {
      const context = document.querySelector('canvas').getContext('webgl2')
      window.losing = context.getExtension('WEBGL_lose_context')
      window.losing.loseContext()
    })()`)
    await page.getByText(trafficWords.broken.lost).waitFor()
    await page.evaluate('window.losing.restoreContext()')
    await page.getByText(trafficWords.broken.lost).waitFor({ state: 'detached' })
    await until('the picture', async () => (await screen.picture()).drawCalls > 0)
    await until('motion', () => movesOn(page))
  })

  test('draws nothing while its tab is hidden, and what is new when it is back', async ({ page, spillway }) => {
    await page.addInitScript(COUNT_DRAWS)
    await showing(page, spillway.url, CHAIN)
    await page.evaluate(`${HIDE}(true)`)
    // A frame that was under way may still come.
    let before = NaN
    await until('stillness', async () => before === (before = await drawsOf(page)), { everyMs: 1_000 })
    await page.waitForTimeout(2_500)
    expect(await drawsOf(page)).toBe(before)
    await page.evaluate(`${HIDE}(false)`)
    await until('frames again', async () => (await drawsOf(page)) > before)
  })

  test('fits another window and another resolution', async ({ page, spillway }) => {
    await page.addInitScript(LIKE_A_GRAPHICS_CARD)
    await showing(page, spillway.url, CHAIN)
    const map = page.getByRole('application')
    expect(await sharpness(page)).toBe(1)
    for (const [width, height] of [
      [1_280, 720],
      [700, 500],
      [1_920, 1_080],
    ] as const) {
      await page.setViewportSize({ width, height })
      await until('the canvas to fit', async () => {
        const [box, canvas] = [await map.boundingBox(), await page.locator('canvas').first().boundingBox()]
        return box !== null && canvas !== null && Math.abs(box.width - canvas.width) < 3 && canvas.height > 100
      })
    }
    const session = await page.context().newCDPSession(page)
    const screen = { width: 1_280, height: 720, mobile: false }
    await session.send('Emulation.setDeviceMetricsOverride', { ...screen, deviceScaleFactor: 2 })
    await until('a sharper picture', async () => (await sharpness(page)) === 2)
    await session.send('Emulation.setDeviceMetricsOverride', { ...screen, deviceScaleFactor: 1 })
    await until('the picture as it was', async () => (await sharpness(page)) === 1)
    await until('motion', () => movesOn(page))
  })
})

describe('a roster', () => {
  test.for(SMALL)('of %s is a map', async ([, graph], { page, spillway }) => {
    const screen = await showing(page, spillway.url, graph)
    expect((await screen.picture()).drawCalls).toBeGreaterThan(0)
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('application').focus()
    for (const key of ['+', '-', '0', 'ArrowLeft', 'Escape']) await page.keyboard.press(key)
    await screen.open()
    await until('the world', async () => (await screen.regions()).length === 1)
  })

  test('of a service that calls itself shows that stream', async ({ page, spillway }) => {
    const screen = await showing(page, spillway.url, { services: ['alone'], calls: [['alone', 'alone', 400]] })
    await until('dots', async () => (await screen.picture()).dots > 0)
  })

  test('that changes each second keeps its picture and its people', async ({ page, spillway }) => {
    const screen = await showing(page, spillway.url, CHAIN)
    const contexts = page.locator('[data-draw-calls]')
    const steady = await contexts.count()
    let second = 0
    const changing = setInterval(() => {
      second += 1
      const others = Array.from({ length: 1 + (second % 5) }, (_, n) => `other-${(second * 3 + n) % 11}`)
      feed.tell({
        services: [...CHAIN.services, ...others],
        calls: [...CHAIN.calls, ...others.map((name) => ['api', name, 40] as const)],
      })
    }, 1_000)
    try {
      for (let look = 0; look < 12; look++) {
        await page.waitForTimeout(1_000)
        expect((await screen.picture()).dots).toBeGreaterThan(0)
      }
    } finally {
      clearInterval(changing)
    }
    expect(await contexts.count()).toBe(steady)
    await until('motion', () => movesOn(page))
  })

  test('with names of three hundred letters and from right to left stays legible', async ({ page, spillway }) => {
    const long = `checkout-${'very-'.repeat(57)}long`
    const hebrew = 'שירות-תשלומים'
    const services = [long, hebrew, 'خدمة-الدفع', '<b>bold</b>']
    const screen = await showing(page, spillway.url, {
      services,
      calls: services.map((name, row) => [services[row - 1] ?? 'INTERNET', name, 900 / (row + 1)] as const),
    })
    await screen.showTable()
    const table = page.getByRole('table').first()
    for (const name of services) await table.getByText(name, { exact: false }).first().waitFor()
    const widest = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    expect(widest).toBe(0)
    expect(await page.locator('b', { hasText: 'bold' }).count()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
  })
})

/** The region's map with all services of this graph. */
async function showing(page: Page, url: string, graph: FedGraph) {
  feed.tell(graph)
  const screen = trafficScreen(page, url)
  await screen.open({ view: FED_REGION })
  await until('the picture', async () => (await screen.picture()).drawCalls > 0)
  await until(
    'the services in the roster',
    async () => {
      const answer = await fetch(`${url}/api/v1/traffic?region=${FED_REGION}`)
      const { services } = Told.parse(await answer.json())
      return graph.services.every((name) => services.some((service) => service.name === name))
    },
    { withinMs: 20_000 },
  )
  return screen
}

const Told = z.object({ services: z.array(z.object({ name: z.string() })).default([]) })

/** Two pictures a moment apart differ. */
async function movesOn(page: Page): Promise<boolean> {
  const map = page.getByRole('application')
  const one = await map.screenshot()
  await page.waitForTimeout(300)
  return !one.equals(await map.screenshot())
}

const HIDE = `((hidden) => {
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden })
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (hidden ? 'hidden' : 'visible') })
  document.dispatchEvent(new Event('visibilitychange'))
})`

const COUNT_DRAWS = `(() => {
  window.draws = 0
  for (const name of ['drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced']) {
    const original = WebGL2RenderingContext.prototype[name]
    WebGL2RenderingContext.prototype[name] = function (...rest) {
      window.draws += 1
      return original.apply(this, rest)
    }
  }
})()`

async function drawsOf(page: Page): Promise<number> {
  return z.number().parse(await page.evaluate('window.draws'))
}

/** Software renderers are spared resolution; here the name alone is another. */
const LIKE_A_GRAPHICS_CARD = `(() => {
  const original = WebGL2RenderingContext.prototype.getParameter
  WebGL2RenderingContext.prototype.getParameter = function (name) {
    return name === 0x9246 ? 'ANGLE (A graphics card)' : original.call(this, name)
  }
})()`

/** Device px per CSS px of the canvas. */
async function sharpness(page: Page): Promise<number> {
  return z.number().parse(
    await page.evaluate(`(() => {
      const canvas = document.querySelector('canvas')
      return Math.round((canvas.width / canvas.clientWidth) * 100) / 100
    })()`),
  )
}
