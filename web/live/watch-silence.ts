import type { StreamEffects } from './stream-effects.ts'

/** Two heartbeats missed, and frames too: what is shown is no longer live. */
export const SILENCE_MS = 10_000
const LOOK_EVERY_MS = 1_000

/** Says so when nothing has been heard for too long, once. */
export function watchSilence(input: Pick<StreamEffects, 'clock' | 'timers'> & { onSilence: () => void }): {
  heard(): void
  stop(): void
} {
  const { clock, timers, onSilence } = input
  let heardAt = clock.now()
  let cancel = timers.after(LOOK_EVERY_MS, look)
  function look(): void {
    if (clock.now() - heardAt >= SILENCE_MS) onSilence()
    else cancel = timers.after(LOOK_EVERY_MS, look)
  }
  return { heard: () => (heardAt = clock.now()), stop: () => cancel() }
}
