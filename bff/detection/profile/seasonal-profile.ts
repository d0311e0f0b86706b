/**
 * What a series is usually like at this time of the day, or of the week. The cycle is cut into slots; a slot's mean is
 * folded into the profile when the slot is over, so one that is running cannot expect itself. A slot counts as known
 * after two cycles, and newer cycles weigh more: a changed habit is learnt within about a week of cycles.
 */
export interface SeasonalProfile {
  /** The usual value at this time; NaN where fewer than two cycles are known. */
  expected(at: number): number
  learn(at: number, value: number): void
  /** For the store; `createSeasonalProfile` takes it back. */
  state(): ProfileState
  byteLength: number
}

/** Plain JSON. Times are UTC milliseconds; the cycle begins at the epoch. */
export interface ProfileState {
  cycleMs: number
  /** Typical value of each slot; null where the slot was never seen. */
  typical: (number | null)[]
  /** Cycles in which each slot was seen, counted up to 255. */
  cycles: number[]
}

/** What one series is usually like through the day and the week. */
export interface SeriesProfiles {
  day: ProfileState
  week: ProfileState
}

const DAY_MS = 86_400_000
export const DAILY = { cycleMs: DAY_MS, slots: 288 } as const
export const WEEKLY = { cycleMs: 7 * DAY_MS, slots: 168 } as const

const LEAST_CYCLES = 2
const SLOWEST_LEARNING = 0.15

export function createSeasonalProfile(
  { cycleMs, slots }: { cycleMs: number; slots: number },
  before: ProfileState | null = null,
): SeasonalProfile {
  const typical = new Float32Array(slots).fill(NaN)
  const cycles = new Uint8Array(slots)
  const slotMs = cycleMs / slots
  let running = NaN
  let sum = 0
  let number = 0

  if (before !== null) {
    if (before.cycleMs !== cycleMs || before.typical.length !== slots || before.cycles.length !== slots)
      throw new Error('the profile kept is of another cycle')
    typical.set(before.typical.map((value) => value ?? NaN))
    cycles.set(before.cycles)
  }

  /** The running number of the slot since the epoch; its place is this modulo the slots. */
  const slotOf = (at: number) => Math.floor(at / slotMs)
  const placeOf = (slot: number) => ((slot % slots) + slots) % slots

  function fold(): void {
    if (number === 0) return
    const place = placeOf(running)
    const seen = Math.min(255, (cycles[place] ?? 0) + 1)
    const mean = sum / number
    const old = typical[place] ?? NaN
    typical[place] = Number.isNaN(old) ? mean : old + (mean - old) * Math.max(SLOWEST_LEARNING, 1 / seen)
    cycles[place] = seen
    sum = 0
    number = 0
  }

  return {
    expected(at) {
      const place = placeOf(slotOf(at))
      return (cycles[place] ?? 0) >= LEAST_CYCLES ? (typical[place] ?? NaN) : NaN
    },
    learn(at, value) {
      if (!Number.isFinite(value)) return
      const slot = slotOf(at)
      if (slot !== running) {
        fold()
        running = slot
      }
      sum += value
      number += 1
    },
    state: () => ({
      cycleMs,
      typical: [...typical].map((value) => (Number.isNaN(value) ? null : value)),
      cycles: [...cycles],
    }),
    byteLength: typical.byteLength + cycles.byteLength,
  }
}
