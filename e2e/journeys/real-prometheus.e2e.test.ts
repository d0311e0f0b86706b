import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Sources } from '#contract/about.ts'
import { ROUTES } from '#contract/routes.ts'
import {
  findPrometheus,
  startPrometheus,
  type RealPrometheus,
} from '#bff/sources/prometheus/real-prometheus-fixture.ts'
import { scrapeTargets } from '#mocks/upstreams/scrape-targets.ts'
import { worldConfiguration } from '#mocks/upstreams/world-configuration.ts'
import { replayWords } from '#web/messages/replay-en.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { launchBrowser } from '#e2e/fixtures/browser.ts'
import { startSimulatedWorld, type SimulatedWorld } from '#e2e/fixtures/simulated-world.ts'
import { startSpillway, type Spillway } from '#e2e/fixtures/spillway.ts'
import { until } from '#e2e/fixtures/until.ts'
import { openPage, type WatchedPage } from '#e2e/fixtures/watched-page.ts'
import { consoleShell } from '#e2e/screens/console-shell.ts'
import { trafficScreen, type RegionOnScreen } from '#e2e/screens/traffic-screen.ts'

/**
 * Nothing between the fleet and the screen is played: a real Prometheus scrapes the world each second, Spillway reads
 * that Prometheus as it reads anybody's, and a browser shows it.
 */
const isInstalled = findPrometheus() !== undefined
/** Written from the metric's meaning, not from the configuration under test: what the internet asks of each region. */
const ENTRY_RATE =
  'sum by (callee_region) (rate(spillway_world_requests_total{caller="internet",callee_region!="global"}[10s]))'
const TOLERANCE = 0.03
/** The world’s configuration looks back ten scrapes. */
const RATE_WINDOW_MS = 12_000
const STALE_WITHIN_MS = 10_000
/** What a busy machine may add to reading the screen. */
const SLACK_MS = 3_000

const Answer = z.object({
  data: z.object({
    result: z.array(
      z.object({ metric: z.object({ callee_region: z.string() }), value: z.tuple([z.number(), z.string()]) }),
    ),
  }),
})

let world: SimulatedWorld
let prometheus: RealPrometheus
let spillway: Spillway
let browser: Browser
let visit: WatchedPage

describe.skipIf(!isInstalled)('with a real Prometheus', () => {
  beforeAll(async () => {
    world = await startSimulatedWorld()
    const started = await startPrometheus({ targets: scrapeTargets(world.port, 'custom') })
    if (started === undefined) throw new Error('Prometheus was there a moment ago')
    prometheus = started
    // Rates over ten seconds want ten seconds of samples.
    await until('enough samples', async () => (await askedAt(Date.now())).size === 3, { withinMs: 40_000 })
    const configuration = worldConfiguration({ port: world.port, prometheusUrl: prometheus.url })
    spillway = await startSpillway({ configuration: JSON.stringify(configuration) })
    browser = await launchBrowser()
    visit = await openPage(browser)
  }, 150_000)

  afterAll(async () => {
    await browser.close()
    await spillway.stop()
    await prometheus.dispose()
    await world.stop()
  })

  test('each region’s text agrees with PromQL asked at the same time', async () => {
    const screen = trafficScreen(visit.page, spillway.url)
    await screen.open()
    expect(await consoleShell(visit.page).simulatedMark.count()).toBe(0)
    await until(
      'live numbers',
      async () => {
        const regions = await screen.regions()
        return (
          regions.length === 3 &&
          regions.every(({ freshness, requestsPerSecond }) => freshness === 'live' && requestsPerSecond > 0)
        )
      },
      { withinMs: 30_000 },
    )
    // While the window of rate() first fills, numbers climb from poll to poll, and regions read one after another
    // would be of different polls.
    await visit.page.waitForTimeout(RATE_WINDOW_MS)
    const polls = watchPolls()
    await until('some polls', () => polls.times().length >= 4, { withinMs: 30_000 })
    for (let reading = 0; reading < 5; reading++) {
      const shown = await screen.regions()
      const asked = await Promise.all(polls.times().slice(-6).map(askedAt))
      const sentence = shown.map(
        ({ id, requestsPerSecond }) =>
          `${id}: ${requestsPerSecond} shown, ${asked.map((one) => Math.round(one.get(id) ?? NaN))} asked`,
      )
      expect(
        asked.some((answers) => agree(shown, answers)),
        sentence.join('; '),
      ).toBe(true)
      await visit.page.waitForTimeout(1_500)
    }
    polls.stop()
  })

  test('Prometheus is killed: stale within 10 s, the last picture ages, and it comes back by itself', async () => {
    expect.hasAssertions()
    await staysAndRecovers({ breakIt: () => prometheus.stop(), mendIt: () => prometheus.start() })
  }, 120_000)

  test('the fleet’s /metrics freezes while Prometheus lives: the same', async () => {
    expect.hasAssertions()
    await staysAndRecovers({ breakIt: () => world.freezeMetrics(), mendIt: () => world.thaw() })
  }, 120_000)
})

async function staysAndRecovers({
  breakIt,
  mendIt,
}: {
  breakIt: () => Promise<void>
  mendIt: () => Promise<void>
}): Promise<void> {
  const screen = trafficScreen(visit.page, spillway.url)
  await screen.open()
  const allAre = (wanted: RegExp) => async () => {
    const regions = await screen.regions()
    return regions.length === 3 && regions.every(({ freshness }) => wanted.test(freshness)) && regions
  }
  await until('live numbers', allAre(/^live$/), { withinMs: 40_000 })
  // After an earlier outage the window of rate() first fills again.
  await visit.page.waitForTimeout(RATE_WINDOW_MS)
  const live = await until('live numbers', allAre(/^live$/), { withinMs: 40_000 })
  await breakIt()
  await until('stale regions', allAre(/^stale$/), { withinMs: STALE_WITHIN_MS + SLACK_MS })
  await visit.page.getByText(trafficWords.stale.title).waitFor()
  await everythingLooksStale()
  const early = await screen.regions()
  // The last picture, not what a rate over a window without new samples withers to.
  for (const [index, { id, requestsPerSecond }] of early.entries()) {
    expect(requestsPerSecond / (live[index]?.requestsPerSecond ?? NaN), `${id} while stale against live`).toBeCloseTo(
      1,
      0.7,
    )
  }
  await until('older ages beside the same numbers', async () => {
    const later = await screen.regions()
    return later.every(
      ({ words, requestsPerSecond }, index) =>
        words !== early[index]?.words && requestsPerSecond === early[index]?.requestsPerSecond,
    )
  })
  await mendIt()
  await until('live numbers again', allAre(/^live$/), { withinMs: 60_000 })
  expect(await visit.page.getByText(trafficWords.stale.title).count()).toBe(0)
}

/** Nothing old looks new: the headline, the timeline's mark and its figure say so in words, and none is drawn as live. */
async function everythingLooksStale(): Promise<void> {
  const { page } = visit
  const headline = page.locator('section[data-freshness]').first()
  await until('a stale headline', async () => (await headline.getAttribute('data-freshness')) === 'stale')
  expect(await headline.innerText()).toMatch(/stale \d+ s/)
  const time = page.getByRole('group', { name: replayWords.controls, exact: true })
  await until('a stale timeline', async () => /Stale · \d+ s old/.test(await time.innerText()))
  expect(await time.innerText()).not.toContain(replayWords.live)
  expect(await page.locator('[data-figure="world"]').innerText()).toMatch(/stale \d+ s/)
}

/** All regions at once, so that a chance agreement of one does not count. */
function agree(shown: readonly RegionOnScreen[], asked: ReadonlyMap<string, number>): boolean {
  return (
    shown.length === 3 &&
    shown.every(({ id, requestsPerSecond }) => Math.abs(requestsPerSecond / (asked.get(id) ?? NaN) - 1) < TOLERANCE)
  )
}

/** The instants Spillway has asked about, told by its own status: the very `time=` of its queries. */
function watchPolls() {
  const times = new Set<number>()
  const note = async () => {
    const answer = await fetch(`${spillway.url}${ROUTES.sources}`)
    for (const { lastAnswerAt, pollMs } of Sources.parse(await answer.json()).sources) {
      if (lastAnswerAt !== null && pollMs !== null) times.add(lastAnswerAt - pollMs)
    }
  }
  const timer = setInterval(() => void note().catch(() => undefined), 200)
  return { times: () => [...times].toSorted((a, b) => a - b), stop: () => clearInterval(timer) }
}

async function askedAt(time: number): Promise<Map<string, number>> {
  const params = new URLSearchParams({ query: ENTRY_RATE, time: String(time / 1_000) })
  const answer = await fetch(`${prometheus.url}/api/v1/query?${params}`)
  const { data } = Answer.parse(await answer.json())
  return new Map(data.result.map(({ metric, value }) => [metric.callee_region, Number(value[1])]))
}
