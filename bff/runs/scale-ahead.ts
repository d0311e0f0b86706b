import type { Logger } from 'pino'
import type { Run } from '#contract/evacuation/run.ts'
import type { Scaler } from '#bff/controls/scaler/create-scaler.ts'
import { floorsOf } from './call-hooks.ts'

const LIMIT_MS = 5_000

/**
 * Asks for everything a plan's steps need as soon as the run is under way, so that it starts while the first shifts hold;
 * the steps that wait for it ask again. Once for each run and process: floors are absolute, and asking twice is the same.
 */
export function createScaleAhead(input: {
  /** Null where nothing scales by our word. */
  scaler: Pick<Scaler, 'keep'> | null
  log: Pick<Logger, 'warn'>
}): (run: Run) => void {
  const asked = new Set<string>()
  return (run) => {
    if (input.scaler === null || run.phase !== 'running' || run.heading !== 'onward' || asked.has(run.id)) return
    asked.add(run.id)
    const floors = floorsOf(run.plan)
    if (floors.length === 0) return
    input.scaler.keep(floors, LIMIT_MS).catch((error: unknown) => {
      input.log.warn({ err: error }, 'what a run needs could not be asked for ahead')
    })
  }
}
