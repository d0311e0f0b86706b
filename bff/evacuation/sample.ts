import type { Witness } from '#contract/evacuation/run.ts'
import { booksThatCount } from './books.ts'
import { isLeftOut } from './excused.ts'
import { baselineSettings, believedSettings, goalSettings, plannedSettings, sharesWanted, shiftAt } from './goal.ts'
import { judgeGuards, rememberBusiness } from './guards.ts'
import { SYSTEM, tell } from './journal.ts'
import { type Machine, type Surroundings, writes } from './machine.ts'
import { demandOf } from './rules/surroundings.ts'
import { nameOf } from './rules/planes.ts'
import { isDrained, trailingShare } from './residual.ts'
import { stragglersOf } from './steps/stragglers.ts'
import {
  findSetting,
  holdsWeights,
  type Setting,
  shareOfTargets,
  victimOf,
  victimTargets,
  weightsIn,
} from './setting.ts'
import { pauseBySystem } from './transitions.ts'
import { watchedRegions } from './watched-regions.ts'
import { type Expectation, verdictOf, witnessArrivals, witnessProbes } from './witnesses.ts'

/** What every beat of the clock brings: the guards' and the witnesses' judgement of the newest sample. */
export function takeSample(machine: Machine, around: Surroundings): Machine {
  const remembered = { run: machine.run, memory: rememberBusiness(machine.memory, around) }
  if (!writes(machine.run)) return remembered
  const isNew = around.fleet.at !== machine.memory.judgedAt
  const judged = judgeGuards(remembered, around)
  const guarded: Machine = {
    run: isNew ? { ...machine.run, guards: [...judged.guards] } : machine.run,
    memory: judged.memory,
  }
  const witnessed = isNew ? takeWitness(guarded, around) : guarded
  const kept = keepShares(witnessed, around)
  if (judged.stop === null || isStandingStill(machine)) return kept
  if (judged.stop.lost && machine.memory.covered.includes('fresh-data')) return kept
  if (judged.stop.lost && machine.run.heading === 'back') return kept
  const told = tell(kept.run, { at: around.now, who: SYSTEM, kind: 'guard', says: judged.stop.says })
  return pauseBySystem({ ...kept, run: told }, 'guard', judged.stop.says, around)
}

/** Nothing of the present step has moved yet, so it cannot be to blame. */
function isStandingStill({ run }: Machine): boolean {
  return (
    run.stage === 'waiting' || run.plan.steps[run.step]?.kind === 'hook' || run.plan.steps[run.step]?.kind === 'scale'
  )
}

function takeWitness(machine: Machine, around: Surroundings): Machine {
  const { run, memory } = machine
  const kind = run.plan.steps[run.step]?.kind
  const looks =
    kind === 'drain' ||
    kind === 'verify' ||
    run.stage === 'settling' ||
    run.stage === 'observing' ||
    run.stage === 'holding'
  if (!looks) return machine
  const expected = expectationOf(machine, around)
  const planes = planesWitness(machine, around)
  const arrivals = witnessArrivals(around.fleet, expected)
  const probes = witnessProbes(around.probes, around.fleet, expected)
  const verdict = verdictOf(
    {
      planes: planes.agrees === 'unknown' && planes.samples === null ? 'mute' : planes.agrees,
      arrivals: arrivals.agrees,
      probes: probes.agrees,
    },
    {
      isSettled: around.steady - memory.readBackAt >= worstDelay(machine, around) + around.settings.settleMarginMs,
      needsProbes: kind === 'verify',
      withoutArrivals: memory.covered.includes('fresh-data'),
      holdsClients: concernedBy(machine, around).some((each) => each.stickiness !== 'none'),
    },
  )
  const step = run.plan.steps[run.step]
  const agrees = step?.kind === 'drain' ? isDrained(run, step, around) : verdict === 'verified'
  const agreed = agrees ? memory.agreed + 1 : 0
  const differing = [planes, arrivals, probes].filter((each) => each.agrees === 'no')
  const differedAt = Math.max(-Infinity, ...differing.map((each) => each.observedAt ?? around.now))
  const again = differedAt > memory.differedAt ? 1 : 0
  return {
    run: { ...run, verdict, witnesses: [planes, arrivals, probes] },
    memory:
      differing.length === 0
        ? { ...memory, agreed, differed: 0 }
        : { ...memory, agreed, differed: memory.differed + again, differedAt: Math.max(differedAt, memory.differedAt) },
  }
}

function worstDelay(machine: Machine, around: Surroundings): number {
  return Math.max(0, ...concernedBy(machine, around).map((each) => each.effectDelayMs.worst))
}

/** The planes a shifting step writes; behind the last of them, all. */
function concernedBy(machine: Machine, around: Surroundings): Surroundings['descriptors'] {
  const step = shiftAt(machine.run)
  return around.descriptors.filter((each) => step === null || step.splits.some((split) => split.plane === each.id))
}

export function expectationOf(machine: Machine, around: Surroundings): Expectation {
  const { run, memory } = machine
  const victim = victimOf(run.plan.scope)
  const wanted = sharesWanted(run)?.[victim]
  // Along the way adopted weights and stragglers are reckoned with; at the end only the plan's own word counts.
  const isBehind = run.heading === 'onward' && !run.plan.steps.slice(run.step).some((each) => each.kind === 'shift')
  const { adopted, unmoved } = isBehind ? NOTHING_BESIDE : shareBesidePlan(machine, around)
  return {
    victim,
    saviors: watchedRegions(run).filter((region) => region !== victim),
    share: wanted === undefined ? null : Math.min(1, Math.max(0, wanted + adopted + Math.max(0, unmoved))),
    // Whoever is down serves nobody, and its users have long been led on by the others.
    perhapsLess: Math.abs(unmoved),
    trailing: trailingShare(run, around),
    isBehind,
    notBefore: around.now - (around.steady - memory.readBackAt),
    now: around.now,
    freshMs: around.settings.freshMs,
    tolerance: around.settings.tolerance,
    leastProbes: around.settings.leastProbes,
    demand: demandOf({ run, around }),
    victimDark: run.plan.failure === 'edge-dark' || run.plan.failure === 'backend-sick',
  }
}

interface Beside {
  /** By what others set and was adopted: surely. */
  adopted: number
  /** By instances that did not take the step: up to so much, if they still serve. */
  unmoved: number
}

const NOTHING_BESIDE: Beside = { adopted: 0, unmoved: 0 }

/** What is sent to the victim beyond what the plan says of this position, as shares of the demand. Of several planes, the
 * one that differs most.
 */
function shareBesidePlan(machine: Machine, around: Surroundings): Beside {
  const stragglers = stragglersOf(machine)
  const planned = plannedSettings(machine.run, around.descriptors)
  const believed = believedSettings(machine.run, around.descriptors)
  const goal = goalSettings(machine.run, around.descriptors)
  const baseline = baselineSettings(machine.run, around.descriptors)
  let most = NOTHING_BESIDE
  for (const descriptor of around.descriptors) {
    const victims = victimTargets(descriptor, machine.run.plan.scope)
    let adopted = 0
    let unmoved = 0
    let places = 0
    for (const place of planned) {
      if (place.plane !== descriptor.id) continue
      const besideOf = (setting: Setting | undefined) => {
        const beside =
          shareOfTargets(setting?.weights ?? place.weights, victims) - shareOfTargets(place.weights, victims)
        return Number.isNaN(beside) ? 0 : beside
      }
      if (stragglers.includes(nameOf(place))) {
        // One that was left out may have been started anew, with what its file says.
        const was = isLeftOut(machine.run, place) ? besideOf(findSetting(baseline, place)) : 0
        const is = besideOf(findSetting(believed, place))
        unmoved += Math.abs(was) > Math.abs(is) ? was : is
      } else adopted += besideOf(findSetting(goal, place))
      places += 1
    }
    if (Math.abs(adopted + unmoved) > Math.abs(most.adopted + most.unmoved) * places)
      most = { adopted: adopted / places, unmoved: unmoved / places }
  }
  return most
}

/** What the planes say by themselves; `unknown` without samples where they have no voice at all. */
function planesWitness(machine: Machine, around: Surroundings): Witness {
  const goal = goalSettings(machine.run, around.descriptors)
  // Along the way a few may lag behind; at the end nobody may.
  const stragglers = shiftAt(machine.run) === null ? [] : stragglersOf(machine)
  const books = booksThatCount(machine, around).filter((book) => !stragglers.includes(nameOf(book)))
  const nothing = { who: 'planes' as const, victimShare: null, within: 0, samples: null, observedAt: null }
  if (books.length === 0) return { ...nothing, agrees: 'unknown' }
  const mute = books.filter((book) => book.reading === null || book.failure !== null)
  const wrong = goal.filter((each) => {
    const book = books.find((one) => one.plane === each.plane && one.instance === each.instance)
    return (
      book !== undefined &&
      book.reading !== null &&
      !holdsWeights(weightsIn(book.reading, each.segment) ?? {}, each.weights)
    )
  })
  const observedAt = Math.min(...books.map((book) => book.reading?.at ?? Infinity))
  const agrees = wrong.length > 0 ? 'no' : mute.length > 0 ? 'unknown' : 'yes'
  return { ...nothing, samples: books.length, observedAt: observedAt === Infinity ? null : observedAt, agrees }
}

const SHARES_EVERY_MS = 5000
const SHARES_KEPT = 720

/** Target and observed shares over time, for the drawing and the report. */
function keepShares(machine: Machine, around: Surroundings): Machine {
  const { run, memory } = machine
  if (around.steady - memory.sharesAt < SHARES_EVERY_MS) return machine
  const target = sharesWanted(run)
  if (target === null) return machine
  const observed: Record<string, number | null> = {}
  let total = 0
  for (const region of around.fleet.regions) {
    const fresh = around.now - region.observedAt <= around.settings.freshMs && !Number.isNaN(region.requestsPerSecond)
    observed[region.region] = fresh ? region.requestsPerSecond : null
    total += fresh ? region.requestsPerSecond : NaN
  }
  for (const region in observed) {
    const rate = observed[region] ?? null
    observed[region] = rate === null || Number.isNaN(total) || total === 0 ? null : rate / total
  }
  const sample = { at: around.now, target: { ...target }, observed }
  return {
    run: { ...run, shares: [...run.shares.slice(1 - SHARES_KEPT), sample] },
    memory: { ...memory, sharesAt: around.steady },
  }
}
