import { PERMISSION_OF_ACT, type RunActVerb } from '#contract/evacuation/api.ts'
import { isAllowedIn } from '#contract/evacuation/allowed.ts'
import type { Run } from '#contract/evacuation/run.ts'
import { PERMISSIONS, type Permission } from '#contract/permissions.ts'
import type { SignedIn } from '#contract/session.ts'
import { roleNames } from '#web/messages/access-en.ts'
import { phaseWords, refusalWords } from '#web/messages/evacuation-run-en.ts'

/** A button's verb: an act upon the run, or the draft of its way back. */
export type ButtonVerb = Exclude<RunActVerb, 'note'> | 'draft-failback'

export interface JudgeActInput {
  run: Run
  verb: ButtonVerb
  signedIn: SignedIn | null
  /** What is shown is old: stopping alone may be asked for. */
  isStale: boolean
  isPending: boolean
}

/** Why a button rests, in words; null where it may be pressed. The server judges again, and more. */
export function whyNot({ run, verb, signedIn, isStale, isPending }: JudgeActInput): string | null {
  // Whoever may say yes may say no.
  if (!isAllowedIn(run.phase, verb === 'refuse' ? 'approve' : verb))
    return refusalWords.phase(phaseWords[run.phase].toLowerCase())
  if (signedIn === null) return refusalWords.unknownWho
  const permission = permissionOf(verb)
  if (!signedIn.permissions.includes(permission)) {
    return refusalWords.roles(PERMISSIONS[permission].roles.map((role) => roleNames[role]).join(' or '))
  }
  if (isStale && verb !== 'pause') return refusalWords.stale
  return whyNotNow(run, verb, signedIn.personId) ?? (isPending && verb !== 'pause' ? refusalWords.pending : null)
}

export function permissionOf(verb: ButtonVerb): Permission {
  return verb === 'draft-failback' ? 'evacuation.propose' : PERMISSION_OF_ACT[verb]
}

/** What of the run's own state stands against it. */
function whyNotNow(run: Run, verb: ButtonVerb, personId: string): string | null {
  const step = run.plan.steps[run.step]
  switch (verb) {
    case 'approve':
    case 'refuse':
      return run.plan.author === personId ? refusalWords.own : null
    case 'acknowledge':
      if (run.breakGlass === null || run.breakGlass.acknowledgedBy !== null) return refusalWords.noGlass
      return starterOf(run) === personId ? refusalWords.glassSame : null
    case 'roll-back':
      return run.wayBackAsked === null ? null : refusalWords.wayBackAsked
    case 'agree':
      if (run.wayBackAsked === null) return refusalWords.noWayBack
      return run.wayBackAsked.by === personId ? refusalWords.wayBackSame : null
    case 'leave-out':
      return run.planes.some((each) => each.kind === 'unread') ? null : refusalWords.noSilence
    case 'confirm-hook':
      return step?.kind === 'hook' && step.how === 'manual' ? null : refusalWords.noHook
    case 'skip-hook':
      if (step?.kind !== 'hook') return refusalWords.noHook
      return step.strength === 'weak' ? null : refusalWords.strongHook
    case 'reassert':
    case 'adopt':
      return run.pause === null ? refusalWords.noDrift : null
    case 'draft-failback':
      return run.plan.direction === 'evacuate' ? null : refusalWords.phase(phaseWords[run.phase].toLowerCase())
    default:
      return null
  }
}

/** Who pressed start; null before. */
export function starterOf({ events }: Pick<Run, 'events'>): string | null {
  return events.find(({ kind }) => kind === 'started')?.who ?? null
}
