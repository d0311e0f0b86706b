import type { Run } from '#contract/evacuation/run.ts'
import type { Control } from './control.ts'
import type { Clocks, Hooks, Probes, RunStore, Telemetry, Timers } from './ports.ts'
import type { EvacuationSettings } from './settings.ts'

/** Everything the controller acts through and knows the world by. */
export interface ControllerPorts {
  /** Names this process: who holds the lease. Another one after each start. */
  owner: string
  controls: readonly Control[]
  telemetry: Telemetry
  probes: Probes
  hooks: Hooks
  store: RunStore
  clock: Clocks
  timers: Timers
  /** 0 ≤ x < 1; for pauses between tries alone. */
  random: () => number
  settings: EvacuationSettings
  /** Each run after it was committed. */
  onChange?: (run: Run) => void
}
