import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { atMost, cpuMsOf, median, reportFigures } from '#scripts/figures.ts'
import { createSimulatedFleet } from '#contract/frame-codec/simulated-fleet-fixture.ts'
import type { Roster } from '#contract/roster.ts'
import { systemClock } from '#bff/clock.ts'
import { openStore } from '#bff/store/open-store.ts'
import { MINUTES_A_DAY, packDay } from '#bff/store/pack-day.ts'
import { createHistory } from './create-history.ts'
import { fleetRoster } from './fleet-fixture.ts'
import type { RecordedFrame } from './history.ts'

/**
 * What history costs: the two hours read in at start, a second of a large fleet on the main thread, and a minute of
 * years on the disk.
 */
const NOW = Math.floor(systemClock.now() / 10_000) * 10_000
const FILL_FRAMES = 720
const LARGE_FRAMES = 120

const directory = mkdtempSync(join(tmpdir(), 'spillway-bench-'))
const store = await openStore({ directory, clock: systemClock })
try {
  reportFigures([
    atMost({
      name: 'history: two hours read in at start, all threads, CPU',
      value: await fillMs(),
      unit: 'ms',
      bound: 1_500,
    }),
    atMost({
      name: 'history: a second of 1,000 services, 10,000 connections, CPU',
      value: await secondMs(),
      unit: 'ms',
      bound: 5,
    }),
    atMost({ name: 'history: a minute of a busy service, packed', value: bytesOfMinute(), unit: 'bytes', bound: 3 }),
  ])
} finally {
  await store.close()
  rmSync(directory, { recursive: true, force: true })
}

/** 720 frames of three regions of 75 services, in steps of ten seconds, until they are in the store. */
async function fillMs(): Promise<number> {
  const roster = rosterOf(fleetRoster({ regions: 3, services: 75 }), 700)
  const frames = framesOf(roster, FILL_FRAMES, 10_000)
  const history = await createHistory({ store, clock: systemClock })
  const before = process.cpuUsage()
  for (const entry of frames) history.record(entry)
  await history.flush()
  const { user, system } = process.cpuUsage(before)
  await history.close()
  return (user + system) / 1_000
}

async function secondMs(): Promise<number> {
  const roster = rosterOf({ ...fleetRoster({ regions: 3, services: 333 }), epoch: 'large' }, 10_000)
  const frames = framesOf(roster, LARGE_FRAMES, 1_000)
  const history = await createHistory({ store, clock: systemClock })
  const times = frames.map((entry) => cpuMsOf(() => history.record(entry)))
  await history.close()
  return median(times)
}

function bytesOfMinute(): number {
  const busyMinutes = Array.from({ length: MINUTES_A_DAY }, (_, index) => minuteOf(index))
  return deflateRawSync(packDay(busyMinutes)).length / MINUTES_A_DAY
}

/** A daily curve that trembles by half a per cent, few errors, no fallbacks. */
function minuteOf(index: number) {
  const curve = 12_000 * (1 + 0.4 * Math.sin((index / MINUTES_A_DAY) * 2 * Math.PI))
  const good = Math.round(curve + (noise(index) - 0.5) * 120)
  return { index, good, degraded: 0, error: Math.floor(noise(index + 0.5) * 7), expected: null, known_ms: 60_000 }
}

/** 0–1; no pattern that deflating could find. */
function noise(index: number): number {
  const wild = Math.sin(index * 12.9898 + 78.233) * 43_758.5453
  return wild - Math.floor(wild)
}

function rosterOf(roster: Roster, edges: number): Roster {
  const rows = roster.nodes.length
  const shape = { protocol: 'http' as const }
  return {
    ...roster,
    zones: Array.from({ length: 9 }, (_, index) => ({ region: `region-${index % 3}`, id: `zone-${index}` })),
    edges: Array.from({ length: edges }, (_, index) => ({
      ...shape,
      source: index % rows,
      target: (index * 7 + 1) % rows,
      feed: index % 3,
    })),
  }
}

/** The last so many steps before now. */
function framesOf(roster: Roster, count: number, stepMs: number): RecordedFrame[] {
  const fleet = createSimulatedFleet({ nodes: roster.nodes.length, edges: roster.edges.length, seed: 5 })
  return Array.from({ length: count }, (_, index) => {
    const at = NOW - (count - 1 - index) * stepMs
    const frame = fleet.next()
    const observed = {
      at,
      worldAt: at,
      rosterEpoch: roster.epoch,
      rosterVersion: roster.version,
      feedObservedAt: new Float64Array(roster.feeds.length).fill(at),
      regionTotals: frame.regionTotals.map((total) => ({ ...total, observedAt: at, missingEdges: [] })),
    }
    return { frame: { ...frame, ...observed }, roster }
  })
}
