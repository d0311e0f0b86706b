import { z } from 'zod'
import { launchBrowser } from '#e2e/fixtures/browser.ts'
import { openBundledPage, type BundledPage } from './bundled-page.ts'
import { sayAtMost } from './say-figure.ts'

/**
 * From the bytes of a frame to the drawn picture by the console's own code, in a real Chromium: decoding, the join with
 * the roster, the layout, the model, the engine and the recording of draws (which are left out: software WebGL would
 * take the same cores). CPU time of one thread on which all of it runs; in the console the layout has a thread of its
 * own, and what else a page does when it opens is measured by the size budget and the journeys.
 */
const UPDATES = 60
const LIVED_BEFORE = 600
const LIVED = 3_000
const MB = 1_000_000

const Prepared = z.object({ services: z.number(), connections: z.number() })
const Memory = z.object({ geometries: z.number(), textures: z.number() })

async function main(): Promise<void> {
  const browser = await launchBrowser()
  try {
    const page = await openBundledPage(browser, { entry: 'web/features/traffic/measure-map-fixture.ts', name: 'fleet' })
    await measureSize(page, 'L', 1_000, 4_000)
    await measureSize(page, 'XL', 2_000, 10_000)
    await measureLife(page)
  } finally {
    await browser.close()
  }
}

async function measureSize(page: BundledPage, size: string, services: number, connections: number): Promise<void> {
  const prepared = `(() => { window.map = fleet.prepareFleet(${services}, ${connections}); return { services: map.services, connections: map.connections } })()`
  const { services: madeServices, connections: made } = Prepared.parse(await page.run(prepared))
  if (madeServices < services * 0.97 || made < connections * 0.97) {
    throw new Error(`the fleet has ${madeServices} services and ${made} connections`)
  }
  const firstMs = await page.cpuMsOf('map.firstFrame()')
  await page.run('map.updates(12)')
  const updateMs = (await page.cpuMsOf(`map.updates(${UPDATES})`)) / UPDATES
  await page.run('map.close()')
  const what = `${madeServices}/${made}`
  // Twice the services and 2.5 times the connections may take twice as long.
  const factor = size === 'L' ? 1 : 2
  sayAtMost({
    name: `map ${size} (${what}): bytes to first frame`,
    value: firstMs,
    unit: 'ms CPU',
    bound: 1_500 * factor,
  })
  sayAtMost({
    name: `map ${size}: bytes to picture, all volumes changed`,
    value: updateMs,
    unit: 'ms CPU',
    bound: 5 * factor,
  })
}

/** World, region and service in turn; with each update services and connections come and go. */
async function measureLife(page: BundledPage): Promise<void> {
  await page.run('void (window.map = fleet.liveFleet(120, 400))')
  await page.run(`map.updates(${LIVED_BEFORE})`)
  const before = { ...(await page.held()), ...Memory.parse(await page.run('map.memory()')) }
  await page.run(`map.updates(${LIVED})`)
  const after = { ...(await page.held()), ...Memory.parse(await page.run('map.memory()')) }
  await page.run('map.close()')
  const name = `map: ${LIVED} rosters in three views`
  sayAtMost({ name: `${name}, heap grown`, value: (after.heap - before.heap) / MB, unit: 'MB', bound: 0.5 })
  sayAtMost({ name: `${name}, buffers grown`, value: (after.buffers - before.buffers) / MB, unit: 'MB', bound: 0.5 })
  sayAtMost({
    name: `${name}, geometries more`,
    value: after.geometries - before.geometries,
    unit: 'objects',
    bound: 0,
  })
  sayAtMost({ name: `${name}, textures more`, value: after.textures - before.textures, unit: 'objects', bound: 0 })
}

await main()
