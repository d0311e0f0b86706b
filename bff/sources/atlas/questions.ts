import type { AtlasSettings } from './settings.ts'

/** What an answer is for. */
export type Role =
  | 'requests'
  | 'errors'
  | 'degraded'
  | 'p99'
  | 'mean'
  | 'max'
  | 'entryRequests'
  | 'entryErrors'
  | 'zoneRequests'
  | 'zoneErrors'
  | 'inflight'
  | 'saturation'
  | 'instances'

export interface Question {
  role: Role
  /** As people read it, in problems and in the doctor's table. */
  asked: string
  expression: string
}

const ASKED: Readonly<Record<Role, string>> = {
  requests: 'requests/s',
  errors: 'errors/s',
  degraded: 'degraded/s',
  p99: 'latency p99',
  mean: 'mean latency',
  max: 'longest latency',
  entryRequests: 'entry requests/s',
  entryErrors: 'entry errors/s',
  zoneRequests: 'requests/s per zone',
  zoneErrors: 'errors/s per zone',
  inflight: 'requests worked on',
  saturation: 'saturation',
  instances: 'instances per zone',
}

const POLLED: readonly Role[] = [
  'requests',
  'errors',
  'degraded',
  'p99',
  'entryRequests',
  'entryErrors',
  'zoneRequests',
  'zoneErrors',
  'inflight',
  'saturation',
  'instances',
]
/** Neither is a percentile, so no column holds them: the doctor tells them. */
const TOLD_BY_THE_DOCTOR: readonly Role[] = ['mean', 'max']

export function questionsOfPolls(settings: AtlasSettings): Question[] {
  return questionsOf(settings, POLLED)
}

export function questionsOfTheDoctor(settings: AtlasSettings): Question[] {
  return questionsOf(settings, [...POLLED, ...TOLD_BY_THE_DOCTOR])
}

export function askedOf(role: Role): string {
  return ASKED[role]
}

function questionsOf({ expressions, inflightLimit }: AtlasSettings, roles: readonly Role[]): Question[] {
  return roles.flatMap((role) => {
    const expression = expressions[role]
    // How many are worked on says nothing where nobody knows of how many.
    const isIdle = role === 'inflight' && (inflightLimit === undefined || typeof expressions.saturation === 'string')
    return expression === undefined || expression === null || isIdle ? [] : [{ role, asked: ASKED[role], expression }]
  })
}
