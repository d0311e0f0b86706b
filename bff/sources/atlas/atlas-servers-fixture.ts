import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answer } from '#mocks/upstreams/answer.ts'
import { createAtlasApi, type AtlasQuirks } from '#mocks/upstreams/atlas/atlas-api.ts'
import { createWorldSeries, type WorldSeries } from '#mocks/upstreams/atlas/world-series.ts'
import { createFaultBoard } from '#mocks/upstreams/faults.ts'
import { closeAtOnce, listenOnLoopback } from '#mocks/upstreams/loopback.ts'
import { createRecorder } from '#mocks/upstreams/recorder.ts'
import { createSmallWorld } from '#mocks/upstreams/small-world-fixture.ts'
import { startJavaServer } from '../java-server-fixture.ts'
import { PUBLISH_PATH } from './wire.ts'

/** An Atlas that holds one minute of the same small fleet, in steps of 10 s. */
export interface AtlasServer {
  url: string
  /** UTC ms: the end of the newest step. */
  newestMs: number
  stop(): Promise<void>
}

export const STEP_MS = 10_000
const STEPS = 6

/** Per second, of each edge of the small world: good, failed, and given up. */
const TRAFFIC = [
  { good: 90, error: 10, timeout: 0 },
  { good: 50, error: 0, timeout: 0 },
  { good: 5, error: 0, timeout: 5 },
  { good: 20, error: 0, timeout: 0 },
  { good: 8, error: 2, timeout: 0 },
]

export async function startSimulatedAtlas(
  quirks: Partial<AtlasQuirks> = {},
): Promise<AtlasServer & { quirks: AtlasQuirks; asked: URLSearchParams[] }> {
  const { world, recorder, newestMs } = livedMinute()
  const api = createAtlasApi({ world, recorder, faults: createFaultBoard(() => newestMs), quirks })
  const asked: URLSearchParams[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    asked.push(url.searchParams)
    const content = api.answer({ path: url.pathname, params: url.searchParams, now: newestMs + 1_000 })
    answer(response, content ?? { status: 404, type: 'application/json', text: '{}' })
  })
  const port = await listenOnLoopback(server, 0)
  const stop = () => closeAtOnce(server)
  return { url: `http://127.0.0.1:${port}`, newestMs, quirks: api.quirks, asked, stop }
}

/** A real one that was told of the same, step by step. */
export async function startRealAtlas(): Promise<AtlasServer> {
  const { world, recorder, newestMs } = livedMinute()
  const directory = mkdtempSync(join(tmpdir(), 'spillway-atlas-'))
  const port = await freePort()
  writeFileSync(join(directory, 'memory.conf'), configurationOf(port))
  const server = await startJavaServer({ name: 'atlas', port, args: [join(directory, 'memory.conf')] })
  const series = createWorldSeries(world, recorder)
  for (let step = STEPS - 1; step >= 0; step -= 1) await publish(server.url, series, newestMs - step * STEP_MS)
  return {
    url: server.url,
    newestMs,
    async stop() {
      await server.stop()
      rmSync(directory, { recursive: true })
    },
  }
}

function livedMinute() {
  const newestMs = Math.floor(Date.now() / STEP_MS) * STEP_MS
  const startMs = newestMs - (STEPS + 1) * STEP_MS
  const world = createSmallWorld(startMs)
  const recorder = createRecorder(world)
  for (let at = startMs; at <= newestMs; at += 1_000) {
    TRAFFIC.forEach((fared, edge) => {
      world.add(edge, 'good', fared.good)
      world.add(edge, 'error', fared.error)
      world.add(edge, 'timeout', fared.timeout)
    })
    world.setNow(at)
    recorder.sample(at)
  }
  return { world, recorder, newestMs }
}

async function publish(url: string, series: readonly WorldSeries[], at: number): Promise<void> {
  const moment = { at, stepMs: STEP_MS, until: at }
  const metrics = series.flatMap((one) =>
    Array.from({ length: one.instances(moment) || 0 }, (_, place) => ({
      // Counters are told as rates already; what is no rate is a gauge.
      tags: {
        ...one.tags,
        ...(one.tags['statistic'] === 'gauge' ? { 'nf.node': `node-${place}` } : {}),
        'atlas.dstype': one.tags['statistic'] === 'count' || one.tags['statistic'] === 'totalTime' ? 'rate' : 'gauge',
      },
      timestamp: at,
      value: one.valueAt(moment),
    })).filter(({ value }) => !Number.isNaN(value)),
  )
  const response = await fetch(`${url}${PUBLISH_PATH}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ tags: {}, metrics }),
  })
  if (response.status !== 200) throw new Error(`publishing: ${response.status} ${await response.text()}`)
}

/** Data in memory in steps of 10 s; what is a minute old is taken as well. */
function configurationOf(port: number): string {
  return `
    atlas.core.model.step = 10s
    atlas.core.db { class = "com.netflix.atlas.core.db.MemoryDatabase", rebuild-frequency = 1s, block-size = 360, num-blocks = 3 }
    atlas.eval.graph { start-time = e-30m, step = 10s }
    atlas.webapi.publish.max-age = 10m
    atlas.pekko {
      port = ${port}
      actors = [
        { name = "db", class = "com.netflix.atlas.webapi.LocalDatabaseActor" }
        { name = "publish", class = "com.netflix.atlas.webapi.LocalPublishActor" }
      ]
      api-endpoints = [
        "com.netflix.atlas.webapi.TagsApi"
        "com.netflix.atlas.webapi.GraphApi"
        "com.netflix.atlas.webapi.PublishApi"
      ]
    }
  `
}

async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listenOnLoopback(server, 0)
  await closeAtOnce(server)
  return port
}
