import type { Outlier, OutlierDecision, OutlierPolicy } from '#contract/alerts/outlier.ts'

/** What may be done to a group at once. */
export interface RemediationCaps {
  /** Of the group; one instance is always allowed, as long as enough stay. */
  mostShareAtOnce: number
  /** So many stay in service, whatever happens. */
  leastLeft: number
}

export const DEFAULT_CAPS: RemediationCaps = { mostShareAtOnce: 0.1, leastLeft: 2 }

export interface RemediationInput {
  policy: OutlierPolicy
  caps: RemediationCaps
  /** All of one group. */
  outliers: readonly Outlier[]
  /** Instances of the group that serve now; null where no registry tells. */
  serving: number | null
  /**
   * Taken out or proposed before, and not yet back or replaced. They count against the cap and, since it may not show
   * yet, as no longer serving: at worst one is left alone that might have gone.
   */
  pending: readonly string[]
}

/** By itself nothing is done that lies near the edge of chance: so many times beyond it is left to no person. */
const SURELY_BEYOND_CHANCE = 1.25

/**
 * What becomes of a group's outliers: nothing, a proposal to a person, or being taken out of service. Never more at once
 * than one instance or the capped share, whichever is more; never below the least that has to stay; never on a doubt.
 * The farthest apart come first.
 * The automatic turns to a person where more stand apart than may go at once, since that may as well be a new kind of
 * instance, and where chance is not far. One decision for each instance that is not fine.
 */
export function decideRemediation(input: RemediationInput): OutlierDecision[] {
  const doubts = input.outliers.filter(({ verdict }) => verdict === 'inconclusive')
  const outliers = input.outliers
    .filter(({ verdict }) => verdict === 'outlier')
    .toSorted((one, other) => farthest(other) - farthest(one) || (one.instance < other.instance ? -1 : 1))
  let free = freePlaces(input)
  const many = outliers.length > mostAtOnce(input)
  const decided = outliers.map((outlier): OutlierDecision => {
    const { instance, words } = outlier
    if (input.policy === 'off') return { instance, action: 'none', words: `Outliers are only shown here. ${words}` }
    if (input.pending.includes(instance)) return { instance, action: 'none', words: `Under way already. ${words}` }
    if (free.places < 1) return { instance, action: 'withheld', words: `${free.why} ${words}` }
    free = { ...free, places: free.places - 1 }
    if (input.policy === 'propose' || many || (outlier.beyondChance ?? 0) < SURELY_BEYOND_CHANCE)
      return { instance, action: 'propose', words: `To be taken out of service, if a person agrees. ${words}` }
    return { instance, action: 'take-out', words: `Taken out of service. ${words}` }
  })
  return [
    ...decided,
    ...doubts.map(({ instance, words }): OutlierDecision => ({
      instance,
      action: 'none',
      words: `No action on a doubt. ${words}`,
    })),
  ]
}

/** How many more may go, and what holds back the next. */
function freePlaces({ caps, serving, pending }: RemediationInput): { places: number; why: string } {
  if (serving === null) return { places: 0, why: 'Withheld: it is not known how many instances serve.' }
  const most = mostAtOnce({ caps, serving })
  const atOnce = most - pending.length
  const overLeast = serving - pending.length - caps.leastLeft
  return atOnce <= overLeast
    ? { places: atOnce, why: `Withheld: no more than ${most === 1 ? 'one instance' : `${most} instances`} at once.` }
    : { places: overLeast, why: `Withheld: ${caps.leastLeft} instances have to stay in service.` }
}

function mostAtOnce({ caps, serving }: Pick<RemediationInput, 'caps' | 'serving'>): number {
  return Math.max(1, Math.floor((serving ?? 0) * caps.mostShareAtOnce + 1e-9))
}

function farthest({ beyondChance }: Outlier): number {
  return beyondChance ?? 0
}
