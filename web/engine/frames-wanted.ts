import type { EngineState } from './engine-state.ts'

/** Something is on its way, be it dots, nodes or the camera. */
export function wantsFrames(state: EngineState): boolean {
  const { rig, budget, pinnedAt, moving, next } = state
  if (rig.isFlying || rig.reveal < 1 || moving !== null || next !== null) return true
  return !isStanding(state) || (budget.isTrying && pinnedAt === null && !rig.still)
}

/** Streams do not move: nobody wants it, time is held, or the machine cannot. */
export function isStanding({ rig, pinnedAt, budget }: EngineState): boolean {
  return rig.still || pinnedAt !== null || budget.detail === 'stills'
}
