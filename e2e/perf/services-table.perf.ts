import type { CDPSession } from 'playwright-core'
import { z } from 'zod'
import { launchBrowser } from '#e2e/fixtures/browser.ts'
import { openBundledPage, metricOf } from './bundled-page.ts'
import { median } from './median.ts'
import { sayAtMost } from './say-figure.ts'

/**
 * The table of 2,000 services in three regions as it renews itself each second, scrolled on the way, and the way from a
 * press on a row to a page that can be used; with the console's own code in a real Chromium. CPU time of the main
 * thread, so that other work of this machine does not count: script, style, layout and the recording of what is painted.
 */
// The script of an update is bound to 4 ms. Style, layout and the recording of what is painted come to some 10 ms more
// where other work shares the cores and there is no graphics card: two hundred texts are set anew.
const SERVICES = 2_000
const UPDATES = 18
const WARM_UPDATES = 30
const OPENED = 5
const Shown = z.object({ services: z.number(), rows: z.number() })

async function main(): Promise<void> {
  const browser = await launchBrowser()
  try {
    const bundle = { entry: 'web/app/services/measure-services-fixture.tsx', name: 'fleet' }
    const { page, run } = await openBundledPage(browser, bundle)
    await page.setViewportSize({ width: 1_440, height: 900 })
    const session = await page.context().newCDPSession(page)
    await session.send('Performance.enable', { timeDomain: 'threadTicks' })
    const { services, rows } = Shown.parse(await run(`fleet.openServices(${SERVICES})`))
    if (services !== SERVICES || rows < 20 || rows > 60) throw new Error(`${services} services, ${rows} rows are shown`)
    // As after half a minute of looking: a browser compiles what runs often.
    for (let update = 0; update < WARM_UPDATES; update += 1) await run('fleet.nextSecond()')
    const updates = await timesOf(session, UPDATES, () => run('fleet.nextSecond()'))
    sayAtMost({ ...figure('one update, script'), value: median(updates.script), bound: 4 })
    sayAtMost({ ...figure('one update, with style, layout and paint'), value: median(updates.all), bound: 24 })
    const scrolls = await timesOf(session, UPDATES, () => run('fleet.scrollOn()'))
    sayAtMost({ ...figure('half a screen scrolled, script'), value: median(scrolls.script), bound: 16 })
    const opened: number[] = []
    for (let time = 0; time < OPENED; time += 1) {
      opened.push(...(await timesOf(session, 1, () => run('fleet.openFirst()'))).all)
      await run('fleet.goBack()')
    }
    sayAtMost({ name: 'from a press on a row to its page', value: median(opened), unit: 'ms CPU', bound: 1_000 })
  } finally {
    await browser.close()
  }
}

function figure(what: string) {
  return { name: `services table, 2,000 rows: ${what}`, unit: 'ms CPU' }
}

/** CPU time of the main thread for each of them, ms: all of it, and the part that is script. */
async function timesOf(session: CDPSession, times: number, does: () => Promise<unknown>) {
  const [all, script]: [number[], number[]] = [[], []]
  for (let time = 0; time < times; time += 1) {
    const before = await durationsOf(session)
    await does()
    const after = await durationsOf(session)
    all.push((after.all - before.all) * 1_000)
    script.push((after.script - before.script) * 1_000)
  }
  return { all, script }
}

async function durationsOf(session: CDPSession) {
  return { all: await metricOf(session, 'TaskDuration'), script: await metricOf(session, 'ScriptDuration') }
}

await main()
