import type { StepVerdict, Witness } from '#contract/evacuation/run.ts'
import type { FleetObservation, ProbeObservation } from './ports.ts'

/**
 * Three witnesses that share no fate: what the planes say, who receives requests, and who answers from outside. A share
 * measured on n requests scatters by sqrt(p(1 − p)/n); it agrees within two points or four such deviations, whichever is
 * more. Nothing known never agrees.
 */
export const DEVIATIONS = 4

export function withinOf(share: number, samples: number, tolerance: number): number {
  return Math.max(tolerance, DEVIATIONS * Math.sqrt((share * (1 - share)) / Math.max(samples, 1)))
}

export interface Expectation {
  victim: string
  /** Regions that take the traffic over. */
  saviors: readonly string[]
  /** Share the victim should have, 0–1; null where nobody can say. */
  share: number | null
  /** So much less than that is as well possible: by those that did not take the step and may not serve any more. */
  perhapsLess: number
  /** Of the demand, those whom DNS leads and who follow late or never: so much may not have come along yet. */
  trailing: number
  /** Nothing is left to be moved: from here on only having left counts. */
  isBehind: boolean
  /** Samples from before this instant tell of another position. UTC ms. */
  notBefore: number
  now: number
  freshMs: number
  tolerance: number
  leastProbes: number
  /** The whole demand, where it is known otherwise: what a dark victim lacks is what the saviors do not serve. */
  demand: number | null
  /** The victim's own numbers are not to be expected. */
  victimDark: boolean
}

const NOTHING = { victimShare: null, within: null, samples: null, observedAt: null, agrees: 'unknown' as const }
/** Demand of a dark victim is a forecast, and so is what is left of it. */
const FORECAST_SLACK = 0.05
/** Above it what a region says of itself is doubtful. */
const FAILING_SHARE = 0.05
/** Arrival counters are rates: a second's worth of requests is what they rest on. */
const COUNTED_SECONDS = 1

export function witnessArrivals(fleet: FleetObservation, expected: Expectation): Witness {
  const who = 'arrivals'
  let total = 0
  let victimRate = NaN
  let observedAt = Infinity
  for (const region of fleet.regions) {
    const isVictim = region.region === expected.victim
    if (!isVictim && !expected.saviors.includes(region.region)) continue
    const known = isFresh(region.observedAt, expected) && !Number.isNaN(region.requestsPerSecond)
    if (!known && !(isVictim && expected.victimDark)) return { who, ...NOTHING }
    if (known) {
      total += region.requestsPerSecond
      observedAt = Math.min(observedAt, region.observedAt)
      if (isVictim) victimRate = region.requestsPerSecond
    }
  }
  if (Number.isNaN(victimRate)) return witnessByWhatIsMissing(total, observedAt, expected)
  if (total <= 0) return { who, ...NOTHING }
  const share = victimRate / total
  const samples = Math.round(total * COUNTED_SECONDS)
  const doubt = doubtOf(fleet, expected)
  // What it gives up by itself does not speak against the planes, as long as it is not more that stays than they say.
  return agreement({ who, share, samples, observedAt, expected, slack: doubt, below: doubt > 0 ? 1 : 0 })
}

/** A region that fails is asked again, and gives up early: what it works on can be told no better than it fails. */
function doubtOf(fleet: FleetObservation, { victim, share }: Expectation): number {
  const errorShare = errorShareOf(fleet, victim)
  return errorShare > FAILING_SHARE ? (share ?? 0) * errorShare : 0
}

export function isFailing(fleet: FleetObservation, victim: string): boolean {
  return errorShareOf(fleet, victim) > FAILING_SHARE
}

function errorShareOf(fleet: FleetObservation, victim: string): number {
  return fleet.regions.find(({ region }) => region === victim)?.errorShare ?? NaN
}

function witnessByWhatIsMissing(arrived: number, observedAt: number, expected: Expectation): Witness {
  if (expected.demand === null || expected.demand <= 0 || observedAt === Infinity)
    return { who: 'arrivals', ...NOTHING }
  const share = Math.min(1, Math.max(0, 1 - arrived / expected.demand))
  const samples = Math.round(arrived * COUNTED_SECONDS)
  return agreement({ who: 'arrivals', share, samples, observedAt, expected, slack: FORECAST_SLACK })
}

/**
 * Who answers from outside. A region that fails, by its own numbers, answers few of those who reach it: those that failed
 * were lost there, and behind the last step they are counted as its own, so that failing is not taken for having left, and
 * nobody who still fails there is forgotten. On the way there nobody knows where they would have been led, had they come
 * through its door: by whom they would have been answered is told no better than that.
 */
export function witnessProbes(probes: ProbeObservation, fleet: FleetObservation, expected: Expectation): Witness {
  let answered = 0
  for (const region in probes.answeredBy) answered += probes.answeredBy[region] ?? 0
  if (!isFresh(probes.observedAt, expected) || answered < expected.leastProbes) return { who: 'probes', ...NOTHING }
  const lost = isFailing(fleet, expected.victim) ? probes.failed : 0
  const samples = answered + lost
  const doubt = expected.isBehind ? 0 : lost / samples / 2
  const share = ((probes.answeredBy[expected.victim] ?? 0) + lost) / samples - doubt
  // Those who never follow go on failing there: they are counted apart, and keep nobody from saying that all others left.
  const tolerance = expected.isBehind ? Math.max(expected.tolerance, expected.trailing) : expected.tolerance
  const { observedAt } = probes
  return agreement({ who: 'probes', share, samples, observedAt, expected: { ...expected, tolerance }, slack: doubt })
}

function agreement(input: {
  who: Witness['who']
  share: number
  samples: number
  observedAt: number
  expected: Expectation
  slack: number
  /** So much less than expected is no disagreement either. */
  below?: number
}): Witness {
  const { who, share, samples, observedAt, expected, slack, below = 0 } = input
  const { perhapsLess, trailing, isBehind } = expected
  const within = withinOf(expected.share ?? share, samples, expected.tolerance) + slack
  const over = expected.share === null ? NaN : share - expected.share
  const most = isBehind ? within : within + Math.max(0, trailing)
  const least = within + perhapsLess + below + (isBehind ? 0 : Math.max(0, -trailing))
  const agrees = expected.share === null ? 'unknown' : over <= most && -over <= least ? 'yes' : 'no'
  return { who, victimShare: share, within, samples, observedAt, agrees }
}

function isFresh(observedAt: number, expected: Expectation): boolean {
  return observedAt >= expected.notBefore && expected.now - observedAt <= expected.freshMs
}

/**
 * The verdict over the three. Planes that cannot be read at all leave it to the other two, who must then both agree.
 * `isSettled` says that the planes' own delay is over: what has not moved by then does not move.
 */
export function verdictOf(
  witnesses: { planes: Witness['agrees'] | 'mute'; arrivals: Witness['agrees']; probes: Witness['agrees'] },
  how: { isSettled: boolean; needsProbes: boolean; withoutArrivals: boolean; holdsClients?: boolean },
): StepVerdict {
  const { planes, arrivals, probes } = witnesses
  if (planes === 'no') return arrivals === 'yes' || probes === 'yes' ? 'foreign' : 'unknown'
  if (planes === 'unknown') return 'unknown'
  const needsProbes = how.needsProbes || planes === 'mute' || how.withoutArrivals
  if (isSatisfied(arrivals, !how.withoutArrivals) && isSatisfied(probes, needsProbes)) return 'verified'
  if (arrivals === 'no' || probes === 'no') {
    if (!how.isSettled) return 'settling'
    // Probes come anew each time: where a plane holds who came before, they go and the users stay.
    if (arrivals === 'no' && how.holdsClients === true) return 'not-effective'
    // Else two that contradict each other prove nothing.
    return arrivals === 'yes' || probes === 'yes' ? 'unknown' : 'not-effective'
  }
  return how.isSettled ? 'unknown' : 'settling'
}

function isSatisfied(agrees: Witness['agrees'], isNeeded: boolean): boolean {
  return agrees === 'yes' || (!isNeeded && agrees === 'unknown')
}
