import { z } from 'zod'
import { launchBrowser } from '#e2e/fixtures/browser.ts'
import { openEnginePage, type EnginePage } from './engine-page.ts'
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
const ROSTER_CHANGES = 400
const MB = 1_000_000

async function main(): Promise<void> {
  const browser = await launchBrowser()
  try {
    const page = await openEnginePage(browser)
    const figures: PromisedFigure[] = []
    for (const [name, nodes, edges] of SIZES) figures.push(...(await costsOf(page, name, nodes, edges)))
    figures.push(...(await leaksOf(page)))
    figures.push(...(await samenessOf(page)))
    figures.forEach(sayAtMost)
  } finally {
    await browser.close()
  }
}

async function costsOf(page: EnginePage, name: string, nodes: number, edges: number): Promise<PromisedFigure[]> {
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
          { name: 'map L: graph to first frame', value: firstMs, unit: 'ms CPU', bound: 1_500 },
          { name: 'map L: one update of all volumes', value: updateMs, unit: 'ms CPU', bound: 5 },
        ]
      : []),
    ...(name === 'XL' ? [{ name: 'map XL: pick under the pointer', value: pickMs, unit: 'ms CPU', bound: 0.2 }] : []),
  ]
}

const Memory = z.object({ geometries: z.number(), textures: z.number() })

async function leaksOf(page: EnginePage): Promise<PromisedFigure[]> {
  await page.run('void (window.map = engine.openMap({ nodes: 300, edges: 900, stub: true }))')
  await page.run(`map.rosterChanges(${ROSTER_CHANGES})`)
  const heapBefore = await page.heapBytes()
  const memoryBefore = Memory.parse(await page.run('map.memory()'))
  await page.run(`map.rosterChanges(${ROSTER_CHANGES})`)
  const memoryAfter = Memory.parse(await page.run('map.memory()'))
  const perChange = ((await page.heapBytes()) - heapBefore) / ROSTER_CHANGES / 1_000
  await page.run('map.close()')

  const cycle =
    'for (let n = 0; n < 10; n++) { const one = engine.openMap({ nodes: 60, edges: 150 }), other = engine.openMap({ nodes: 60, edges: 150 }); one.frames(2); other.frames(2); one.close(); other.close() }'
  await page.run(cycle)
  const heapOnce = await page.heapBytes()
  await page.run(cycle)
  const heapTwice = await page.heapBytes()
  const left = Memory.parse(
    await page.run(
      '(() => { const one = engine.openMap({ nodes: 60, edges: 150 }); one.frames(2); one.close(); return one.memory() })()',
    ),
  )
  const grown = memoryAfter.geometries - memoryBefore.geometries + (memoryAfter.textures - memoryBefore.textures)
  return [
    { name: 'map: heap kept by a change of the roster', value: perChange, unit: 'kB', bound: 1 },
    { name: `map: GPU objects kept by ${ROSTER_CHANGES} changes`, value: grown, unit: 'objects', bound: 0 },
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

async function samenessOf(page: EnginePage): Promise<PromisedFigure[]> {
  await page.run('void (window.map = engine.openMap({ nodes: 60, edges: 150 }))')
  const rates = await Promise.all(
    [10, 60, 144].map(async (rate) => z.string().parse(await page.run(`map.hashAfterFiveSeconds(${rate})`))),
  )
  const instants = await Promise.all(
    [0, 2, 9].map(async (before) => z.string().parse(await page.run(`map.hashOfInstant(1763820131, ${before})`))),
  )
  await page.run('map.close()')
  if ([...rates, ...instants].includes('empty')) throw new Error('the map drew nothing')
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
  ]
}

await main()
