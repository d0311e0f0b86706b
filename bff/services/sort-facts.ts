import type { ForeignAlert, ForeignAlertState } from '#contract/services/foreign-alert.ts'
import type { Instance, InstanceStatus } from '#contract/services/instance.ts'

const STATUS_RANK: Readonly<Record<InstanceStatus, number>> = {
  down: 0,
  unknown: 1,
  'out-of-service': 2,
  starting: 3,
  up: 4,
}
const STATE_RANK: Readonly<Record<ForeignAlertState, number>> = { firing: 0, suppressed: 1, resolved: 2 }

/** What does not serve comes first, then who has been silent for too long. */
export function sortedInstances(instances: readonly Instance[]): Instance[] {
  return instances.toSorted(
    (one, other) =>
      STATUS_RANK[one.status] - STATUS_RANK[other.status] ||
      Number(other.suspect) - Number(one.suspect) ||
      (one.id < other.id ? -1 : 1),
  )
}

/** Firing first, then the newest. */
export function sortedAlerts(alerts: readonly ForeignAlert[]): ForeignAlert[] {
  return alerts.toSorted(
    (one, other) => STATE_RANK[one.state] - STATE_RANK[other.state] || other.startedAt - one.startedAt,
  )
}
