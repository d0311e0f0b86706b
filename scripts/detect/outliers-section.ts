import type { DetectSection } from '../detect-table.ts'
import { type OutlierScore, scoreOutliers } from './score-outliers.ts'

const PERCENT = 100
/** Of each background and kind of shift. */
const FLEETS = 50
/** None of these fleets was looked at while the limits were chosen. */
const FIRST_SEED = 500_001

/** Outlier instances of seeded fleets as a part of the benchmark's table, in percent. */
export function outliersSection(): DetectSection {
  const before = process.cpuUsage()
  const { all, subtle, banded, parts } = scoreOutliers({ fleets: FLEETS, firstSeed: FIRST_SEED })
  const { user, system } = process.cpuUsage(before)
  return {
    name: 'Outliers',
    fingerprint: `${FLEETS} fleets a kind from ${FIRST_SEED}`,
    rows: [all, subtle, banded, ...parts].map((score) => ({
      name: score.name,
      figures: figuresOf(score),
      notes: {
        instances: score.instances,
        sick: score.sick,
        ...(score === all && { 'ms a fleet': (user + system) / 1_000 / all.fleets }),
      },
    })),
  }
}

function figuresOf({ precision, recall, falseActionShare }: OutlierScore): Record<string, number> {
  return {
    'precision %': PERCENT * precision,
    'recall %': PERCENT * recall,
    'no false action %': PERCENT * (1 - falseActionShare),
  }
}
