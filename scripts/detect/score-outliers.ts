import { decideRemediation, DEFAULT_CAPS } from '#bff/detection/outliers/decide-remediation.ts'
import { judgeGroup } from '#bff/detection/outliers/judge-group.ts'
import { BACKGROUNDS, makeOutlierFleet, type Background, type OutlierFleet, type Shift } from './outlier-fleets.ts'

export interface OutlierScore {
  /** A background with a kind of shift, or `all`. */
  name: string
  fleets: number
  instances: number
  sick: number
  found: number
  /** Said to be an outlier without being sick. */
  wrong: number
  precision: number
  recall: number
  /** Fleets in which the automatic would have taken out an instance that is not sick, of all. */
  falseActionShare: number
}

export interface OutlierReport {
  all: OutlierScore
  /** Of subtle shifts alone, on all backgrounds. */
  subtle: OutlierScore
  /** Banded and bimodal fleets, sick ones and sound. */
  banded: OutlierScore
  parts: OutlierScore[]
}

interface ScoredFleet {
  background: Background
  shift: Shift
  instances: number
  sick: number
  found: number
  wrong: number
  falseAction: boolean
}

/** Judges so many seeded fleets of each background and kind of shift. */
export function scoreOutliers({ fleets, firstSeed = 1 }: { fleets: number; firstSeed?: number }): OutlierReport {
  const shifts: Shift[] = ['subtle', 'strong']
  const kinds = BACKGROUNDS.flatMap((background) => shifts.map((shift) => ({ background, shift })))
  const scored = kinds.flatMap(({ background, shift }, kind) =>
    Array.from({ length: fleets }, (_, at) =>
      scoreFleet(makeOutlierFleet(firstSeed + at * kinds.length + kind, background, shift)),
    ),
  )
  const of = (name: string, keep: (fleet: ScoredFleet) => boolean) => sumUp(name, scored.filter(keep))
  return {
    all: of('all', () => true),
    subtle: of('subtle 15 % shifts', ({ shift }) => shift === 'subtle'),
    banded: of('banded and bimodal', ({ background }) => background === 'banded' || background === 'bimodal'),
    parts: kinds.map(({ background, shift }) =>
      of(`${background}, ${shift}`, (fleet) => fleet.background === background && fleet.shift === shift),
    ),
  }
}

function scoreFleet({ group, sick, background, shift }: OutlierFleet): ScoredFleet {
  const outliers = judgeGroup(group)
  const said = outliers.filter(({ verdict }) => verdict === 'outlier').map(({ instance }) => instance)
  const actions = decideRemediation({
    policy: 'automatic',
    caps: DEFAULT_CAPS,
    outliers,
    serving: group.instances.length,
    pending: [],
  }).filter(({ action }) => action === 'take-out')
  const found = said.filter((instance) => sick.has(instance)).length
  return {
    background,
    shift,
    instances: group.instances.length,
    sick: sick.size,
    found,
    wrong: said.length - found,
    falseAction: actions.some(({ instance }) => !sick.has(instance)),
  }
}

function sumUp(name: string, fleets: readonly ScoredFleet[]): OutlierScore {
  const sum = (count: (fleet: ScoredFleet) => number) => fleets.reduce((all, fleet) => all + count(fleet), 0)
  const [sick, found, wrong] = [sum((fleet) => fleet.sick), sum((fleet) => fleet.found), sum((fleet) => fleet.wrong)]
  return {
    name,
    fleets: fleets.length,
    instances: sum((fleet) => fleet.instances),
    sick,
    found,
    wrong,
    precision: found / (found + wrong),
    recall: found / sick,
    falseActionShare: sum((fleet) => (fleet.falseAction ? 1 : 0)) / fleets.length,
  }
}
