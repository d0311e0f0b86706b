import type { Outlier, OutlierReason, OutlierVerdict } from '#contract/alerts/outlier.ts'
import { explainOutlier } from './explain-outlier.ts'
import { findBands, type Band } from './find-bands.ts'
import { fitMeasure, type MeasureFit } from './fit-measure.ts'
import type { InstanceGroup } from './instance-group.ts'
import { lastingOf, type Lasting } from './lasting.ts'
import { LEAST_INSTANCES, MOST_APART_SHARE, spreadsBeyondChance, WINDOWS } from './outlier-limits.ts'
import { standingOf, type Standing } from './standing.ts'

/** What is known of one instance before it is put into words. */
export interface Judged {
  verdict: OutlierVerdict
  reason: OutlierReason
  standing: Standing | null
  lasting: Lasting | null
}

/**
 * Which of a group's instances do not behave like the others. Each measure is taken apart into what all share and where
 * each instance stands over the last windows; where many stand densely together is a band; who stands apart from every
 * band by more than chance explains, by enough to matter, for most of the windows and still, is an outlier. Answers one
 * for each instance, in their order.
 */
export function judgeGroup(group: InstanceGroup): Outlier[] {
  const recent = lastWindows(group)
  const count = recent.instances.length
  const fits = recent.measures.map((measure) => fitMeasure(measure, recent.at.length, count))
  const comparable = recent.instances
    .map((_, instance) => instance)
    .filter((instance) => fits.some(({ levels }) => Number.isFinite(levels[instance])))
  const bands = comparable.length < LEAST_INSTANCES ? [] : bandsAmong(comparable, fits)
  const evidence = bands.reduce((sum, { members }) => sum + members.length, 0)
  const limit = spreadsBeyondChance(comparable.length * fits.length, evidence)
  const judged = recent.instances.map((_, instance) =>
    judgeInstance(comparable.includes(instance) ? standingOf(instance, bands, fits, limit) : null, (standing) =>
      lastingOf(instance, standing, fits, recent.at.length),
    ),
  )
  const said = withDoubt(judged, comparable.length, bands.length)
  return recent.instances.map((_, instance) =>
    explainOutlier({ group: recent, instance, fits, bands, limit, judged: said[instance] ?? NOT_KNOWN }),
  )
}

const NOT_KNOWN: Judged = { verdict: 'inconclusive', reason: 'too-little-known', standing: null, lasting: null }

function lastWindows(group: InstanceGroup): InstanceGroup {
  const from = Math.max(0, group.at.length - WINDOWS)
  if (from === 0) return group
  const cells = from * group.instances.length
  const measures = group.measures.map((measure) => ({ ...measure, values: measure.values.subarray(cells) }))
  return { ...group, at: group.at.slice(from), measures }
}

function bandsAmong(comparable: readonly number[], fits: readonly MeasureFit[]): Band[] {
  const points = comparable.map((instance) => Float64Array.from(fits, ({ levels }) => levels[instance] ?? NaN))
  const bands = findBands(
    points,
    Float64Array.from(fits, ({ error }) => error),
  )
  return bands.map((band) => ({ ...band, members: band.members.map((at) => comparable[at] ?? 0) }))
}

function judgeInstance(standing: Standing | null, lasting: (standing: Standing) => Lasting): Judged {
  if (standing === null) return NOT_KNOWN
  if (standing.apart.length === 0) return { verdict: 'fine', reason: 'among-others', standing, lasting: null }
  const found = lasting(standing)
  if (!found.lasts) return { verdict: 'inconclusive', reason: 'not-lasting', standing, lasting: found }
  return { verdict: 'outlier', reason: 'apart', standing, lasting: found }
}

/** What only the group as a whole can tell. */
function withDoubt(judged: readonly Judged[], comparable: number, bands: number): Judged[] {
  const apart = judged.filter(({ reason }) => reason === 'apart' || reason === 'not-lasting').length
  return judged.map((one): Judged => {
    if (comparable < LEAST_INSTANCES) return { ...one, verdict: 'inconclusive', reason: 'too-few-instances' }
    if (one.reason === 'among-others' && bands > 1) return { ...one, reason: 'in-a-band' }
    if (one.reason !== 'apart' || apart <= MOST_APART_SHARE * comparable) return one
    return { ...one, verdict: 'inconclusive', reason: 'too-many-apart' }
  })
}
