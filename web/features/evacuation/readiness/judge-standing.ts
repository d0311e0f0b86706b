import { PERMISSIONS } from '#contract/permissions.ts'
import { PERMISSION_OF_STANDING_ACT, type StandingActVerb, type StandingLine } from '#contract/evacuation/standing.ts'
import type { SignedIn } from '#contract/session.ts'
import { roleNames } from '#web/messages/access-en.ts'
import { refusalWords } from '#web/messages/evacuation-run-en.ts'
import { standingWords as words } from '#web/messages/readiness-en.ts'

export type StandingVerb = StandingActVerb | 'arm'

/** Why a button of a standing plan rests, in words; null where it may be pressed. The server judges again, and more. */
export function whyStandingRests(
  line: StandingLine,
  verb: StandingVerb,
  signedIn: SignedIn | null,
  isPending: boolean,
): string | null {
  const rests = whyNotOf(line, verb)
  if (rests !== null) return rests
  if (signedIn === null) return refusalWords.unknownWho
  const permission = PERMISSION_OF_STANDING_ACT[verb]
  if (!signedIn.permissions.includes(permission)) {
    return refusalWords.roles(PERMISSIONS[permission].roles.map((role) => roleNames[role]).join(' or '))
  }
  if ((verb === 'approve' || verb === 'refuse') && line.candidate?.author === signedIn.personId) return words.rests.own
  return isPending ? refusalWords.pending : null
}

/** What of the plan itself stands against it. */
function whyNotOf({ fresh, candidate, approved, state, armedRun }: StandingLine, verb: StandingVerb): string | null {
  switch (verb) {
    case 'adopt':
      return fresh === null ? words.rests.adopt : null
    case 'approve':
    case 'refuse':
      return candidate === null ? words.rests[verb] : null
    case 'withdraw':
      return candidate === null && approved === null ? words.rests.withdraw : null
    case 'arm':
      if (state !== 'approved' && state !== 'outside') return words.rests.arm
      return armedRun === null ? null : words.rests.armed
  }
}

/** What is offered in this state, the likeliest first; what rests for want of a role still stands there and says so. */
export function offeredVerbs({ state, candidate }: StandingLine): StandingVerb[] {
  const waiting: StandingVerb[] = candidate === null ? [] : ['approve', 'refuse']
  switch (state) {
    case 'none':
      return []
    case 'unadopted':
      return ['adopt']
    case 'awaiting-approval':
      return [...waiting, 'adopt', 'withdraw']
    case 'approved':
      return ['arm', ...waiting, 'adopt', 'withdraw']
    case 'outside':
    case 'expired':
      return [...waiting, ...(candidate === null ? (['adopt'] as const) : []), 'arm', 'withdraw']
  }
}
