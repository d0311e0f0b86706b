import type { Guard } from '#contract/evacuation/run.ts'
import type { Machine, Memory, Surroundings } from './machine.ts'
import type { RegionObservation } from './ports.ts'
import { percent } from './rules/rule.ts'
import { watchedRegions } from './watched-regions.ts'

/**
 * What stops a step while it runs. A hard stop acts at its first sample, a soft one at its second in succession, and so
 * does the business's: a scrape that comes late lowers every rate of one sample, and everything would stop for that. All of
 * them compare: savior with itself before the step, the business with what it would be had nothing been done. A dying
 * region drags the global number down by itself, so the step fails only when it is worse than that forecast.
 */
export interface Judged {
  guards: readonly Guard[]
  memory: Memory
  /** The first that stops the step, in words. */
  stop: { says: string; lost: boolean } | null
}

interface Judgement {
  id: string
  name: string
  value: string
  limit: string
  broken: boolean | null
  hard: boolean
  /** Samples in succession after which it stops. */
  samples: number
}

const HARD_SAMPLES = 1
const SOFT_SAMPLES = 2

/** Judges one new sample; the same sample is never judged twice. */
export function judgeGuards(machine: Machine, around: Surroundings): Judged {
  const { memory } = machine
  const isNew = around.fleet.at !== memory.judgedAt
  const judgements = judgementsOf(machine, around)
  const lostSince = telemetryLostSince(machine, around)
  const broken: Record<string, number> = {}
  let stop: Judged['stop'] = null
  for (const each of judgements) {
    const before = memory.broken[each.id] ?? 0
    broken[each.id] = each.broken === true ? before + (isNew ? 1 : 0) : 0
    if (stop === null && each.broken === true && (broken[each.id] ?? 0) >= each.samples)
      stop = { says: `${each.name}: ${each.value} (limit ${each.limit})`, lost: false }
  }
  if (stop === null && lostSince !== null && around.steady - lostSince >= around.settings.telemetryLostMs) {
    stop = { says: `no telemetry of a savior for ${Math.round((around.steady - lostSince) / 1000)} s`, lost: true }
  }
  return {
    guards: judgements.map((each) => guardOf(each, broken[each.id] ?? 0)),
    memory: { ...memory, broken, judgedAt: around.fleet.at, telemetryLostSince: lostSince },
    stop,
  }
}

function guardOf(each: Judgement, times: number): Guard {
  const { id, name, value, limit, hard } = each
  const state = each.broken === null ? 'unknown' : !each.broken ? 'holds' : times >= each.samples ? 'broken' : 'waits'
  return { id, name, value, limit, hard, state }
}

function judgementsOf(machine: Machine, around: Surroundings): Judgement[] {
  const { run, memory } = machine
  const { guards } = around.settings
  const judgements: Judgement[] = []
  for (const region of watchedRegions(run)) {
    const seen = around.fleet.regions.find((each) => each.region === region)
    const before = memory.baseline?.regions.find((each) => each.region === region)
    const known = seen !== undefined && around.now - seen.observedAt <= around.settings.freshMs ? seen : null
    judgements.push(
      above(`saturation:${region}`, `${region} saturation`, known?.saturation, guards.saturation, true),
      above(`unhealthy:${region}`, `${region} unhealthy`, known?.errorShare, unhealthyLimit(before, around), true),
      above(`errors:${region}`, `${region} errors`, known?.errorShare, errorLimit(before, around), false),
      slower(region, known?.p99LatencyMs, before, around),
    )
  }
  judgements.push(businessOf(machine, around))
  return judgements
}

/** A region that was sick before the step cannot become it; then twice as sick is worse. */
function unhealthyLimit(before: RegionObservation | undefined, { settings }: Surroundings): number {
  const was = before === undefined || Number.isNaN(before.errorShare) ? 0 : before.errorShare
  return Math.max(settings.guards.unhealthyErrors, was * settings.guards.errorRise)
}

function errorLimit(before: RegionObservation | undefined, { settings }: Surroundings): number {
  const was = before === undefined || Number.isNaN(before.errorShare) ? 0 : before.errorShare
  return Math.max(settings.guards.errorFloor, was * settings.guards.errorRise)
}

function above(id: string, name: string, value: number | undefined, limit: number, hard: boolean): Judgement {
  const known = value !== undefined && !Number.isNaN(value)
  return {
    id,
    name,
    value: known ? percent(value) : 'unknown',
    limit: percent(limit),
    broken: known ? value > limit : null,
    hard,
    samples: hard ? HARD_SAMPLES : SOFT_SAMPLES,
  }
}

function slower(
  region: string,
  value: number | undefined,
  before: RegionObservation | undefined,
  around: Surroundings,
): Judgement {
  const limit = (before?.p99LatencyMs ?? NaN) * around.settings.guards.latencyRise
  const known = value !== undefined && !Number.isNaN(value) && !Number.isNaN(limit)
  return {
    id: `latency:${region}`,
    name: `${region} p99`,
    value: value === undefined || Number.isNaN(value) ? 'unknown' : `${Math.round(value)} ms`,
    limit: Number.isNaN(limit) ? 'unknown' : `${Math.round(limit)} ms`,
    broken: known ? value > limit : null,
    hard: false,
    samples: SOFT_SAMPLES,
  }
}

function businessOf(machine: Machine, around: Surroundings): Judgement {
  const seen = around.fleet.business
  const forecast = forecastWithoutStep(machine.memory, around.steady)
  const limit = forecast * (1 - around.settings.guards.businessDrop)
  const fresh = seen !== null && around.now - seen.observedAt <= around.settings.freshMs
  const known = fresh && !Number.isNaN(seen.value) && !Number.isNaN(limit)
  return {
    id: 'business',
    name: seen?.name ?? 'business',
    value: fresh && !Number.isNaN(seen.value) ? `${Math.round(seen.value)} ${seen.unit}` : 'unknown',
    limit: Number.isNaN(limit) ? 'unknown' : `at least ${Math.round(limit)} ${seen?.unit ?? ''}`.trim(),
    broken: known ? seen.value < limit : null,
    hard: true,
    samples: SOFT_SAMPLES,
  }
}

const TREND_MS = 30_000

/**
 * What the business would be now had the step not been made: its mean before the step, going on with the slope it had
 * where that slope was downward. NaN without samples.
 */
export function forecastWithoutStep(memory: Pick<Memory, 'business' | 'stepAt'>, steady: number): number {
  const before = memory.business.filter((each) => each.at <= memory.stepAt && memory.stepAt - each.at <= TREND_MS)
  const first = before[0]
  const last = before.at(-1)
  if (first === undefined || last === undefined) return NaN
  const slope = last.at > first.at ? Math.min(0, (last.value - first.value) / (last.at - first.at)) : 0
  return Math.max(0, last.value + slope * (steady - last.at))
}

const SAMPLES_KEPT = 60
const SAMPLE_EVERY_MS = 1000

/** Keeps the business metric's last samples for that forecast. */
export function rememberBusiness(memory: Memory, around: Surroundings): Memory {
  const seen = around.fleet.business
  if (seen === null || Number.isNaN(seen.value)) return memory
  const last = memory.business.at(-1)
  if (last !== undefined && around.steady - last.at < SAMPLE_EVERY_MS) return memory
  return { ...memory, business: [...memory.business.slice(1 - SAMPLES_KEPT), { at: around.steady, value: seen.value }] }
}

/** Since when a region that takes load has not been seen; null while all are. */
function telemetryLostSince({ run, memory }: Machine, around: Surroundings): number | null {
  const lost = watchedRegions(run).some((region) => {
    const seen = around.fleet.regions.find((each) => each.region === region)
    return seen === undefined || !(around.now - seen.observedAt <= around.settings.freshMs)
  })
  return lost ? (memory.telemetryLostSince ?? around.steady) : null
}
