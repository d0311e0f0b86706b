import type { Change } from '#contract/change.ts'

export const NOON = Date.UTC(2026, 10, 22, 12)

/** A change with an id of its own; what is not told is a deploy of `api` in us-east-1. */
export function changeOf(number: number, told: Partial<Change> = {}): Change {
  return {
    id: `01JD70000000000000${String(number).padStart(8, '0')}`,
    kind: 'deploy',
    title: `api v${number} deployed`,
    startedAt: NOON,
    regions: ['us-east-1'],
    services: ['api'],
    origin: 'spinnaker',
    recordedAt: NOON,
    recordedBy: 'token:deploys <x>',
    ...told,
  }
}
