import type { EvacuationScope } from '#contract/evacuation/plan.ts'
import type { InstanceReading, PlaneDescriptor } from '#contract/evacuation/plane.ts'
import type { RegionVerdict } from '#contract/evacuation/verdict.ts'
import type { Frame } from '#contract/frame-codec/frame.ts'
import type { RegionId } from '#contract/ids.ts'
import type { Roster } from '#contract/roster.ts'
import { forecastDemand } from '#bff/evacuation/planner/forecast-demand.ts'
import { DEFAULT_SETTINGS, type Pace, type ServiceCapacity, type Situation } from '#bff/evacuation/planner/situation.ts'
import type { Fleet } from '#bff/controls/scaler/wire.ts'
import { measureCapacity } from './measure-capacity.ts'
import type { PlanningSettings } from './planning-settings.ts'
import { guessDemand, type DemandPast } from './recall-demand.ts'
import { servedByRegion } from './watch-fleet.ts'

/** Puts together all the planner reasons from: what is seen, what is remembered, what was written down. */
export function gatherSituation(input: {
  at: number
  /** Null: nothing is to be left. */
  scope: EvacuationScope | null
  frame: Frame
  roster: Roster
  past: DemandPast
  planes: readonly { descriptor: PlaneDescriptor; readings: readonly InstanceReading[] }[]
  verdicts: readonly RegionVerdict[]
  /** Regions a run has emptied or is emptying. */
  evacuated: readonly RegionId[]
  /** What the autoscaler has; null where none can be asked. */
  fleet: Fleet | null
  settings: PlanningSettings
}): Situation {
  const { at, scope, frame, roster, past, planes, verdicts, evacuated, fleet, settings } = input
  const served = servedByRegion(frame, roster)
  const sick = verdicts.filter(({ word }) => word === 'sick' || word === 'dead').map(({ region }) => region)
  const failing = [...new Set([...(scope === null ? [] : [scope.region]), ...sick])]
  const now = roster.regions.map(({ id }) => ({ region: id, requestsPerSecond: served.get(id) ?? NaN }))
  return {
    at,
    regions: roster.regions.map(({ id, position }) => ({
      region: id,
      position: position ?? null,
      unfit: unfitness(id, sick, evacuated),
    })),
    demand: forecastDemand({
      history: { weeks: past.weeks, now },
      failing,
      entered: guessDemand({ past, now, failing }),
    }),
    capacity: capacityRows(measureCapacity(frame, roster, fleet), settings),
    segmentPositions: {},
    planes: planes.map(({ descriptor, readings }) => {
      const timeToLiveMs = settings.timeToLiveMs[descriptor.id]
      return { descriptor, readings, ...(timeToLiveMs === undefined ? {} : { timeToLiveMs }) }
    }),
    ...writtenDown(settings),
  }
}

/** What no metric tells. */
function writtenDown(
  settings: PlanningSettings,
): Pick<Situation, 'roundTrips' | 'forbidden' | 'stores' | 'jobs' | 'hooks' | 'uplift' | 'settings'> {
  return {
    roundTrips: settings.roundTrips,
    forbidden: settings.forbidden,
    stores: settings.stores.map(({ lagMs, fenceHook, promoteHook, resyncHook, ...store }) => ({
      ...store,
      lagMs: lagMs ?? NaN,
      ...(fenceHook === undefined ? {} : { fenceHook }),
      ...(promoteHook === undefined ? {} : { promoteHook }),
      ...(resyncHook === undefined ? {} : { resyncHook }),
    })),
    jobs: settings.jobs.map(({ stopHook, startHook, ...job }) => ({
      ...job,
      backlog: null,
      ...(stopHook === undefined ? {} : { stopHook }),
      ...(startHook === undefined ? {} : { startHook }),
    })),
    hooks: settings.hooks.map(({ id, does, strength, when, directions, regions, estimateMs, budgetMs, url }) => ({
      id,
      does,
      strength,
      when,
      directions,
      estimateMs,
      budgetMs,
      how: url === undefined ? 'manual' : 'webhook',
      ...(regions === undefined ? {} : { regions }),
    })),
    uplift:
      settings.uplift === undefined
        ? { factor: GUESSED_UPLIFT, from: 'guess' }
        : { factor: settings.uplift, from: 'entered' },
    settings: {
      ...DEFAULT_SETTINGS,
      utilisationCeiling: settings.utilisationCeiling,
      observeMs: settings.observeMs,
      verifyMs: settings.verifyMs,
      paces: {
        emergency: paceOf('emergency', settings),
        drill: paceOf('drill', settings),
        failback: paceOf('failback', settings),
      },
    },
  }
}

function paceOf(name: keyof PlanningSettings['paces'], { paces }: PlanningSettings): Pace {
  const usual = DEFAULT_SETTINGS.paces[name]
  const { stages = usual.stages, holdMs = usual.holdMs, mostRise = usual.mostRise } = paces[name] ?? {}
  return { stages, holdMs, mostRise }
}

/** No published constant exists. */
const GUESSED_UPLIFT = 1.15

function unfitness(region: RegionId, sick: readonly RegionId[], evacuated: readonly RegionId[]): string | null {
  if (evacuated.includes(region)) return `${region} is evacuated`
  return sick.includes(region) ? `${region} is judged sick` : null
}

/** What somebody entered stands before what is measured. */
function capacityRows(measured: readonly ServiceCapacity[], settings: PlanningSettings): ServiceCapacity[] {
  const entered = settings.capacity.map(({ reachableInstances, readyAfterMs, ...row }): ServiceCapacity => ({
    ...row,
    ...(reachableInstances === undefined ? {} : { reachableInstances }),
    ...(readyAfterMs === undefined ? {} : { readyAfterMs }),
    from: 'entered',
  }))
  const known = new Set(entered.map(({ region, service }) => `${region}/${service}`))
  return [...entered, ...measured.filter(({ region, service }) => !known.has(`${region}/${service}`))]
}
