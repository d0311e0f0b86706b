/** Where a key leads from a moment: to another one, or to now. */
export type KeyTarget = { kind: 'moment'; at: number } | { kind: 'live' }

const SMALL_MS = 10_000
const LARGE_MS = 60_000

/** Null where the key is none of the slider's. */
export function keyTarget(
  { key, shiftKey }: { key: string; shiftKey: boolean },
  { at, from, to }: { at: number; from: number; to: number },
): KeyTarget | null {
  const step = shiftKey ? LARGE_MS : SMALL_MS
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return { kind: 'moment', at: at - step }
    case 'ArrowRight':
    case 'ArrowUp':
      return { kind: 'moment', at: at + step }
    case 'PageDown':
      return { kind: 'moment', at: at - (to - from) / 10 }
    case 'PageUp':
      return { kind: 'moment', at: at + (to - from) / 10 }
    case 'Home':
      return { kind: 'moment', at: from }
    case 'End':
      return { kind: 'live' }
    default:
      return null
  }
}
