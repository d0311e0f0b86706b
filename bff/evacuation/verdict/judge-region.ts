import type { Evidence, RegionVerdict, VerdictWord } from '#contract/evacuation/verdict.ts'
import { hearChanges } from './hear-changes.ts'
import { hearMetrics, hearPlanes, hearSurvivors } from './hear-inside.ts'
import { hearProbes } from './hear-probes.ts'
import { DEFAULT_VERDICT_SETTINGS, type Heard, type Testimony, type VerdictSettings } from './testimony.ts'

/** What the next judgement has to remember. */
export interface JudgedRegion {
  verdict: RegionVerdict
  /** A word that is seen but not yet said, and since when. */
  pending: { word: VerdictWord; since: number } | null
}

/**
 * Is evacuating right? Five witnesses that share no fate give one word.
 *
 * - *dead* needs two points of view that see nothing answer, and nobody who hears anything from inside.
 * - *sick* is said of any trouble, also where witnesses contradict each other: something fails for somebody.
 * - *follows-traffic* is a sick region whose trouble is elsewhere too, or on its way there.
 * - *healthy* needs two kinds of witnesses that say so and none that speaks against it.
 * - else *blind*: not knowing is never green.
 *
 * Whatever is seen must stand a moment before it is said, the end of trouble longer; *blind* is said at once.
 */
export function judgeRegion(
  testimony: Testimony,
  before: JudgedRegion | null,
  settings: VerdictSettings = DEFAULT_VERDICT_SETTINGS,
): JudgedRegion {
  const said = before?.verdict.word ?? null
  const witnesses = [
    hearProbes(testimony, settings, said),
    hearSurvivors(testimony, settings, said),
    hearMetrics(testimony, settings, said),
    hearPlanes(testimony, settings),
    hearChanges(testimony, settings),
  ]
  const seen = wordOf(witnesses)
  const { word, pending } = settle({ seen, before, now: testimony.now, settings })
  const since = before !== null && before.verdict.word === word ? before.verdict.since : testimony.now
  const evidence = witnesses.map(evidenceOf)
  return { verdict: { region: testimony.region, word, since, at: testimony.now, evidence }, pending }
}

export function wordOf(witnesses: readonly Pick<Heard, 'witness' | 'points' | 'deadPoints'>[]): VerdictWord {
  const pointsOf = (name: Evidence['witness']) => witnesses.find(({ witness }) => witness === name)?.points ?? 'nothing'
  const direct = [pointsOf('probes'), pointsOf('survivors'), pointsOf('metrics')]
  const isGone = direct.includes('dead')
  const answers = direct.includes('healthy') || direct.includes('sick')
  const views = witnesses.reduce((sum, { deadPoints }) => sum + deadPoints, 0)
  if (isGone && !answers) return views >= 2 ? 'dead' : 'blind'
  if (isGone || direct.includes('sick')) return pointsOf('changes') === 'follows-traffic' ? 'follows-traffic' : 'sick'
  return direct.filter((point) => point === 'healthy').length >= 2 ? 'healthy' : 'blind'
}

function settle(input: { seen: VerdictWord; before: JudgedRegion | null; now: number; settings: VerdictSettings }): {
  word: VerdictWord
  pending: JudgedRegion['pending']
} {
  const { seen, before, now, settings } = input
  if (before === null || seen === before.verdict.word || seen === 'blind') return { word: seen, pending: null }
  const said = before.verdict.word
  const { pending } = before
  // Trouble that changes its name is still the same trouble waiting to be said.
  const goesOn = pending !== null && (pending.word === 'healthy') === (seen === 'healthy')
  const since = goesOn ? pending.since : now
  const wait = seen === 'healthy' && said !== 'blind' ? settings.recoverMs : settings.confirmMs
  if (now - since >= wait) return { word: seen, pending: null }
  return { word: said, pending: { word: seen, since } }
}

function evidenceOf({ witness, says, points, observedAt, fresh }: Heard): Evidence {
  return { witness, says, points, observedAt, fresh }
}
