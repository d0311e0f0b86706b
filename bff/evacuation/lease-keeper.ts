import type { Run } from '#contract/evacuation/run.ts'
import type { ControllerPorts } from './controller-ports.ts'
import type { LeaseScope } from './ports.ts'

/** Renews a run's lease, and knows by the steady clock whether it is surely still ours. */
export interface LeaseKeeper {
  isOurs(): boolean
  stop(): void
}

export function keepLease(input: {
  ports: ControllerPorts
  runId: string
  scope: LeaseScope
  epoch: number
  /** Steady instant up to which it is ours without a renewal. */
  leasedUntil: number
  onLost: (why: string) => void
  onOthers: (others: readonly Run[]) => void
}): LeaseKeeper {
  const { ports, runId, scope, epoch, onLost, onOthers } = input
  const { clock, store, timers, settings } = ports
  let { leasedUntil } = input
  let isKept = true
  let cancel = () => {}
  const isOurs = () => clock.steady() < leasedUntil

  const renew = async () => {
    const askedAt = clock.steady()
    try {
      const ours = await store.lease.renew({ scope, epoch, ttlMs: settings.lease.ttlMs })
      if (!isKept) return
      if (!ours) return onLost('another holds the lease')
      leasedUntil = askedAt + settings.lease.ttlMs
      onOthers((await store.unfinished()).filter((each) => each.id !== runId))
    } catch {
      if (isKept && !isOurs()) return onLost('the lease cannot be renewed')
    }
    schedule()
  }
  const schedule = () => {
    if (isKept) cancel = timers.after(settings.lease.renewEveryMs, () => void renew())
  }
  schedule()
  return {
    isOurs,
    stop() {
      isKept = false
      cancel()
    },
  }
}
