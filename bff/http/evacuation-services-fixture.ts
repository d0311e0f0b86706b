import { Failure } from '#bff/failure.ts'
import type { EvacuationServices } from './evacuation-services.ts'

/** No planes, no runs: whoever gets past the door finds nothing there. */
export function evacuationServicesFixture(): EvacuationServices {
  const nothing = async () => {
    throw new Failure({ code: 'not_found', message: 'There is no such evacuation.' })
  }
  return {
    evacuations: async () => ({ at: 0, verdicts: [], open: [], past: [], planes: [], vantages: [] }),
    whatIf: nothing,
    planDraft: nothing,
    planFailback: nothing,
    getRun: nothing,
    actOnRun: nothing,
    dryRun: nothing,
    preflight: nothing,
    outcome: nothing,
    regionsReadiness: async () => ({ at: 0, regions: [], dependencies: [] }),
    standing: {
      list: async () => ({ at: 0, nextRefreshAt: null, problem: null, runbooks: '', plans: [] }),
      get: nothing,
      act: nothing,
      arm: nothing,
      refresh: nothing,
      runbook: nothing,
    },
    runbook: nothing,
    receiveProbes: () => {
      throw new Failure({ code: 'not_authenticated', message: 'This vantage point is not listed.' })
    },
  }
}
