import type { SessionRow } from '#bff/store/access-schema.ts'

export const IDLE_MS = 30 * 60_000
export const ABSOLUTE_MS = 12 * 3_600_000
/** That somebody is there is written down at most this often. */
export const SEEN_STEP_MS = 60_000
/** How long the secret before a rotation still opens, for requests that were under way. */
export const PREVIOUS_MS = 10_000
export const LINK_MS = 10 * 60_000

export interface SessionEnds {
  /** Without a request; UTC ms. */
  idleEndsAt: number
  /** Anyway. */
  endsAt: number
}

/** Null while it takes part in a running evacuation: nobody is signed out in the middle of one. */
export function endsOfSession(row: SessionRow, isTakingPart: boolean): SessionEnds | null {
  if (isTakingPart) return null
  return { idleEndsAt: row.seen_at + IDLE_MS, endsAt: row.started_at + ABSOLUTE_MS }
}

export function isSessionOver(row: SessionRow, now: number, isTakingPart: boolean): boolean {
  const ends = endsOfSession(row, isTakingPart)
  return ends !== null && (now >= ends.idleEndsAt || now >= ends.endsAt)
}
