import type { OwnDependency, ReadinessFinding, RegionsReadiness } from '#contract/evacuation/api.ts'
import type { StandingLine, StandingPlans } from '#contract/evacuation/standing.ts'
import { assessReadiness, type ReadinessFacts } from '#bff/evacuation/planner/assess-readiness.ts'
import { whereToEnter } from '#bff/evacuation/planner/where-to-enter.ts'
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
  standing: StandingPlans
  /** What the console stands on, as it was last asked. */
  own: readonly OwnDependency[]
  settings: Pick<EvacuationSettings, 'dependencies'>
}): Promise<RegionsReadiness> {
  const { planning, planes, past, standing, own, settings } = input
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
    standingPlan: standingFacts(standing.plans),
  })
  return {
    at: situation.at,
    regions: readiness.map(({ region, findings, prediction }) => ({
      region,
      findings: [...findings],
      prediction,
      guesses: [...prediction.guesses, ...unmeasured(findings)].map((says) => ({ says, enter: whereToEnter(says) })),
    })),
    dependencies: [...own],
  }
}

const COMPLETED: readonly string[] = ['evacuated', 'restored']

/** A region is ready when the plan of each way it may fail is; what is wrong is said with the way it is about. */
function standingFacts(plans: readonly StandingLine[]): ReadinessFacts['standingPlan'][number][] {
  return [...Map.groupBy(plans, ({ region }) => region)].map(([region, lines]) => ({
    region,
    approved: lines.every(({ state }) => state === 'approved' || state === 'outside'),
    differences: lines.flatMap(({ failure, differences }) => differences.map((says) => `${failure}: ${says}`)),
  }))
}

function unmeasured(findings: readonly ReadinessFinding[]): string[] {
  return findings.filter(({ about, state }) => about === 'stores' && state === 'unknown').map(({ says }) => says)
}
