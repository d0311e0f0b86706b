import { build } from 'vite'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { z } from 'zod'
import { ROOT } from '#e2e/fixtures/child-program.ts'

export interface EnginePage {
  readonly page: Page
  /** Runs words of JavaScript in the page, where `engine.openMap` is. */
  run(script: string): Promise<unknown>
  /** The main thread's own CPU time while `script` runs, ms. */
  cpuMsOf(script: string): Promise<number>
  /** After everything unreachable has been collected, bytes. */
  heapBytes(): Promise<number>
}

const Metrics = z.object({ metrics: z.array(z.object({ name: z.string(), value: z.number() })) })

/** A page with the engine and nothing else, bundled as the console bundles it. */
export async function openEnginePage(browser: Browser): Promise<EnginePage> {
  const page = await browser.newPage({ viewport: { width: 1_000, height: 700 } })
  await page.addScriptTag({ content: await engineScript() })
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
    heapBytes: () => heapBytesOf(session),
  }
}

/** After everything unreachable has been collected, bytes. */
export async function heapBytesOf(session: CDPSession): Promise<number> {
  // What finalizers let go of is collected by the next round.
  for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage')
  return metricOf(session, 'JSHeapUsedSize')
}

async function metricOf(session: CDPSession, name: string): Promise<number> {
  const { metrics } = Metrics.parse(await session.send('Performance.getMetrics'))
  return metrics.find((metric) => metric.name === name)?.value ?? NaN
}

async function engineScript(): Promise<string> {
  const output = await build({
    root: ROOT,
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      target: 'es2024',
      lib: { entry: 'web/engine/measure-engine-fixture.ts', formats: ['iife'], name: 'engine' },
    },
  })
  const chunks = (Array.isArray(output) ? output : [output]).flatMap((one) => ('output' in one ? one.output : []))
  const code = chunks.map((chunk) => (chunk.type === 'chunk' ? chunk.code : '')).join('\n')
  return `${code}\nwindow.engine = engine`
}
