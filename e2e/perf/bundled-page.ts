import { build } from 'vite'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { z } from 'zod'
import { ROOT } from '#e2e/fixtures/child-program.ts'

/** A page that holds one bundled file and nothing else; what the file exports is `name`'s. */
export interface BundledPage {
  readonly page: Page
  /** Runs words of JavaScript in the page, where `name` is. */
  run(script: string): Promise<unknown>
  /** The main thread's own CPU time while `script` runs, ms. */
  cpuMsOf(script: string): Promise<number>
  held(): Promise<HeldMemory>
}

/** After everything unreachable has been collected, bytes. */
export interface HeldMemory {
  heap: number
  /** Array buffers and the like, which lie outside of the heap. */
  buffers: number
}

const Metrics = z.object({ metrics: z.array(z.object({ name: z.string(), value: z.number() })) })
const HeapUsage = z.object({ usedSize: z.number(), backingStorageSize: z.number() })

/** A file whose exports stand under a name in the page. */
export interface Bundle {
  entry: string
  name: string
}

/** Bundled as the console is. */
export async function openBundledPage(browser: Browser, bundle: Bundle): Promise<BundledPage> {
  const page = await browser.newPage({ viewport: { width: 1_000, height: 700 } })
  await addBundle(page, bundle)
  const session = await page.context().newCDPSession(page)
  // Thread time counts what this thread worked, not how long it waited for a core.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  return {
    page,
    run: (script) => page.evaluate(script),
    cpuMsOf: async (script) => {
      const before = await metricOf(session, 'TaskDuration')
      await page.evaluate(script)
      return ((await metricOf(session, 'TaskDuration')) - before) * 1_000
    },
    held: () => memoryHeld(session),
  }
}

export async function addBundle(page: Page, { entry, name }: Bundle): Promise<void> {
  const { code, style } = await bundled(entry, name)
  if (style !== '') await page.addStyleTag({ content: style })
  await page.addScriptTag({ content: `${code}\nwindow.${name} = ${name}` })
}

export async function memoryHeld(session: CDPSession): Promise<HeldMemory> {
  // What finalizers let go of is collected by the next round.
  for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage')
  const { usedSize, backingStorageSize } = HeapUsage.parse(await session.send('Runtime.getHeapUsage'))
  return { heap: usedSize, buffers: backingStorageSize }
}

/** Seconds or a count, as `Performance.getMetrics` names them. */
export async function metricOf(session: CDPSession, name: string): Promise<number> {
  const { metrics } = Metrics.parse(await session.send('Performance.getMetrics'))
  return metrics.find((metric) => metric.name === name)?.value ?? NaN
}

async function bundled(entry: string, name: string): Promise<{ code: string; style: string }> {
  const output = await build({
    root: ROOT,
    configFile: false,
    logLevel: 'silent',
    // A library's build leaves this to whoever uses it; here nobody else does.
    define: { 'process.env.NODE_ENV': '"production"' },
    build: { write: false, target: 'es2024', lib: { entry, formats: ['iife'], name } },
  })
  const chunks = (Array.isArray(output) ? output : [output]).flatMap((one) => ('output' in one ? one.output : []))
  return {
    code: chunks.map((chunk) => (chunk.type === 'chunk' ? chunk.code : '')).join('\n'),
    style: chunks
      .map((chunk) => (chunk.type === 'asset' && chunk.fileName.endsWith('.css') ? String(chunk.source) : ''))
      .join('\n'),
  }
}
