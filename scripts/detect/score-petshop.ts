import type { Cause } from '#bff/detection/cause/rank-causes.ts'
import type { PetshopIssue } from './load-petshop.ts'
import { rankCauses } from '#bff/detection/cause/rank-causes.ts'
import { loadPetshop } from './load-petshop.ts'

/** How often the broken node is named first, and among the first three. */
export interface PetshopScore {
  /** A variant, a kind of symptom, or `all`. */
  name: string
  issues: number
  top1: number
  top3: number
}

export interface PetshopRanking {
  issue: string
  variant: string
  symptom: string
  rootCause: string
  /** 1 is first; null where it is not named at all. */
  rank: number | null
  causes: Cause[]
}

export interface PetshopReport {
  all: PetshopScore
  /** By variant, and by kind of symptom. */
  parts: PetshopScore[]
  rankings: PetshopRanking[]
}

/** Scores any folder of the data set's form: one variant, or several below one another. */
export function scorePetshop(dir: string): PetshopReport {
  const rankings = loadPetshop(dir).map(rankingOf)
  const variants = [...new Set(rankings.map(({ variant }) => variant))]
  const symptoms = [...new Set(rankings.map(({ symptom }) => symptom))]
  const parts = [
    ...variants.map((name) =>
      scoreOf(
        name,
        rankings.filter(({ variant }) => variant === name),
      ),
    ),
    ...symptoms.map((name) =>
      scoreOf(
        name,
        rankings.filter(({ symptom }) => symptom === name),
      ),
    ),
  ]
  return { all: scoreOf('all', rankings), parts, rankings }
}

function rankingOf({ name, variant, incident, rootCause }: PetshopIssue): PetshopRanking {
  const causes = rankCauses(incident)
  const at = causes.findIndex(({ node }) => node === rootCause)
  return { issue: name, variant, symptom: incident.symptom.measure, rootCause, rank: at < 0 ? null : at + 1, causes }
}

function scoreOf(name: string, rankings: readonly PetshopRanking[]): PetshopScore {
  const within = (most: number) => rankings.filter(({ rank }) => rank !== null && rank <= most).length / rankings.length
  return { name, issues: rankings.length, top1: within(1), top3: within(3) }
}
