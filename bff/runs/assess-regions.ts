import type { RegionsReadiness } from '#contract/evacuation/api.ts'
import { assessReadiness } from '#bff/evacuation/planner/assess-readiness.ts'
import type { EvacuationSettings } from '#bff/evacuation/settings.ts'
import type { EvacuationRow } from '#bff/store/schema.ts'
import type { Planning } from './plan-runs.ts'
import type { PlaneWatch } from './watch-planes.ts'

/** How ready each region is to be left, as on a calm day: no region is taken to be failing but those judged sick. */
export async function assessRegions(input: {
  planning: Pick<Planning, 'calmSituation'>
  planes: Pick<PlaneWatch, 'planes'>
  /** Newest first. */
  past: readonly Omit<EvacuationRow, 'document'>[]
  settings: Pick<EvacuationSettings, 'dependencies'>
}): Promise<RegionsReadiness> {
  const { planning, planes, past, settings } = input
  const situation = await planning.calmSituation()
  const readiness = assessReadiness({
    situation,
    lastDrill: past
      .filter(({ direction, phase }) => direction === 'evacuate' && COMPLETED.includes(phase))
      .map(({ region, updated_at: at }) => ({ region, at })),
    credentials: planes.planes().map(({ descriptor, readings }) => ({
      plane: descriptor.id,
      // Whatever was read was read with them.
      provenAt: readings.length === 0 ? NaN : Math.max(...readings.map(({ at }) => at)),
      expiresAt: NaN,
    })),
    dependencies: settings.dependencies.map(({ name, region }) => ({
      what: name,
      region,
      works: false,
      why: `it stands in ${region}`,
    })),
    standingPlan: [],
  })
  return {
    at: situation.at,
    regions: readiness.map(({ region, findings, prediction }) => ({ region, findings: [...findings], prediction })),
  }
}

const COMPLETED: readonly string[] = ['evacuated', 'restored']
