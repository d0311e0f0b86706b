import { z } from 'zod'
import { launchBrowser } from '#e2e/fixtures/browser.ts'
import { openBundledPage, type BundledPage } from './bundled-page.ts'
import { sayAtMost, type PromisedFigure } from './say-figure.ts'

/**
 * What the engine costs the main thread, by the thread's own CPU time and with draws left out (software WebGL would
 * take the same cores), on made-up fleets of four sizes; whether it lets go of everything; whether the picture is the
 * same at every frame rate.
 */
const SIZES = [
  ['S', 60, 150],
  ['M', 300, 900],
  ['L', 1_000, 4_000],
  ['XL', 2_000, 10_000],
] as const
const FRAMES = 600
const UPDATES = 40
const PICKS = 2_000
const LABEL_ZOOMS = 160
const MB = 1_000_000

async function main(): Promise<void> {
  const browser = await launchBrowser()
  try {
    const page = await openBundledPage(browser, { entry: 'web/engine/measure-engine-fixture.ts', name: 'engine' })
    const figures: PromisedFigure[] = []
    for (const [name, nodes, edges] of SIZES) figures.push(...(await costsOf(page, name, nodes, edges)))
    for (const [name, nodes, edges] of SIZES.slice(0, 3)) figures.push(...(await labelsOf(page, name, nodes, edges)))
    figures.push(...(await leaksOf(page)))
    figures.push(...(await samenessOf(page)))
    figures.forEach(sayAtMost)
  } finally {
    await browser.close()
  }
}

async function costsOf(page: BundledPage, name: string, nodes: number, edges: number): Promise<PromisedFigure[]> {
  const firstMs = await page.cpuMsOf(
    `void (window.map = engine.openMap({ nodes: ${nodes}, edges: ${edges}, stub: true }))`,
  )
  await page.run('map.frames(60)')
  const frameMs = (await page.cpuMsOf(`map.frames(${FRAMES})`)) / FRAMES
  const zoomMs = (await page.cpuMsOf(`map.zooming(${FRAMES})`)) / FRAMES
  const calls = z.number().parse(await page.run('map.drawCalls()'))
  await page.run('map.updates(5)')
  const updateMs = (await page.cpuMsOf(`map.updates(${UPDATES})`)) / UPDATES
  const pickMs = (await page.cpuMsOf(`map.picks(${PICKS})`)) / PICKS
  await page.run('map.close()')
  return [
    { name: `map ${name}: main thread a frame`, value: frameMs, unit: 'ms CPU', bound: 2 },
    { name: `map ${name}: main thread a frame, zooming`, value: zoomMs, unit: 'ms CPU', bound: 2 },
    { name: `map ${name}: draw calls a frame`, value: calls, unit: 'calls', bound: 10 },
    ...(name === 'L'
      ? [
          { name: 'map L: graph to first frame, engine alone', value: firstMs, unit: 'ms CPU', bound: 1_500 },
          { name: 'map L: one update of all volumes, engine alone', value: updateMs, unit: 'ms CPU', bound: 5 },
        ]
      : []),
    ...(name === 'XL' ? [{ name: 'map XL: pick under the pointer', value: pickMs, unit: 'ms CPU', bound: 0.2 }] : []),
  ]
}

const Memory = z.object({ geometries: z.number(), textures: z.number() })

const Overlaps = z.object({ shown: z.number(), pairs: z.number(), onNodes: z.number() })

/** Named nodes, laid out as the console does it, from the farthest to the nearest zoom. */
async function labelsOf(page: BundledPage, name: string, nodes: number, edges: number): Promise<PromisedFigure[]> {
  const found = Overlaps.parse(await page.run(`engine.overlapsAtZooms(${nodes}, ${edges}, ${LABEL_ZOOMS})`))
  if (found.shown < LABEL_ZOOMS)
    throw new Error(`only ${found.shown} labels at ${LABEL_ZOOMS} zooms: nothing was tried`)
  const at = `${LABEL_ZOOMS} zooms, ${found.shown} shown`
  return [
    { name: `map ${name}: labels on labels (${at})`, value: found.pairs, unit: 'pairs', bound: 0 },
    { name: `map ${name}: labels of what is well on nodes`, value: found.onNodes, unit: 'labels', bound: 0 },
  ]
}

async function leaksOf(page: BundledPage): Promise<PromisedFigure[]> {
  const cycle =
    'for (let n = 0; n < 10; n++) { const one = engine.openMap({ nodes: 60, edges: 150 }), other = engine.openMap({ nodes: 60, edges: 150 }); one.frames(2); other.frames(2); one.close(); other.close() }'
  await page.run(cycle)
  const { heap: heapOnce } = await page.held()
  await page.run(cycle)
  const { heap: heapTwice } = await page.held()
  const left = Memory.parse(
    await page.run(
      '(() => { const one = engine.openMap({ nodes: 60, edges: 150 }); one.frames(2); one.close(); return one.memory() })()',
    ),
  )
  return [
    {
      name: 'map: GPU objects left by a closed map',
      value: left.geometries + left.textures,
      unit: 'objects',
      bound: 0,
    },
    {
      name: 'map: heap kept by 20 maps, two at a time',
      value: (heapTwice - heapOnce) / MB,
      unit: 'MB',
      bound: 0.5,
    },
  ]
}

async function samenessOf(page: BundledPage): Promise<PromisedFigure[]> {
  await page.run('void (window.map = engine.openMap({ nodes: 60, edges: 150 }))')
  const rates = await Promise.all(
    [10, 60, 144].map(async (rate) => z.string().parse(await page.run(`map.hashAfterFiveSeconds(${rate})`))),
  )
  const instants = await Promise.all(
    [0, 2, 9].map(async (before) => z.string().parse(await page.run(`map.hashOfInstant(1763820131, ${before})`))),
  )
  const rosters = [
    z.string().parse(await page.run('map.hashAfterRosterChanges(0)')),
    z.string().parse(await page.run('map.hashAfterRosterChanges(3)')),
  ]
  await page.run('map.close()')
  if ([...rates, ...instants, ...rosters].includes('empty')) throw new Error('the map drew nothing')
  return [
    {
      name: 'map: different pictures at 10, 60 and 144 Hz',
      value: new Set(rates).size - 1,
      unit: 'pictures',
      bound: 0,
    },
    {
      name: 'map: different pictures of one instant',
      value: new Set(instants).size - 1,
      unit: 'pictures',
      bound: 0,
    },
    {
      name: 'map: different pictures where others come and go out of sight',
      value: new Set(rosters).size - 1,
      unit: 'pictures',
      bound: 0,
    },
  ]
}

await main()
