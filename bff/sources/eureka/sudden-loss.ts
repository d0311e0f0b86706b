/**
 * A registry that was started anew lists nobody at first and everybody half a minute later. Believed at once it would
 * say that the whole fleet is gone. So a list that has lost more than half of its instances from one poll to the next
 * is held back, and the earlier one ages, until the loss has lasted as long as a lease: then it is told as it is.
 */
export interface LossGuard {
  /** In words why this list is held back; null where it is to be told. */
  judge(list: { count: number; at: number }): string | null
}

const LARGE_LOSS_SHARE = 0.5
/** Of few, half are soon gone. */
const LEAST_BEFORE = 10
const HOLD_MS = 90_000

export function createLossGuard(): LossGuard {
  let told = 0
  let lostSince: number | null = null
  return {
    judge({ count, at }) {
      const isLarge = told >= LEAST_BEFORE && count < told * LARGE_LOSS_SHARE
      if (isLarge) lostSince ??= at
      if (!isLarge || lostSince === null || at - lostSince >= HOLD_MS) {
        told = count
        lostSince = null
        return null
      }
      return `It lists ${count} instances where it listed ${told} a moment ago, as a registry does that has just been started; the earlier list stays until it has been so for ${HOLD_MS / 1_000} s.`
    },
  }
}
