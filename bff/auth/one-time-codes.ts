import { Secret, TOTP } from 'otpauth'

/** RFC 6238 as the common apps speak it: SHA-1, six digits, thirty seconds. */
const RULES = { issuer: 'Spillway', algorithm: 'SHA1', digits: 6, period: 30 } as const
const PERIOD_MS = 30_000
/** Clocks of phones go wrong by one step, not by more. */
const WINDOW_STEPS = 1

export function newCodeSecret(): string {
  return new Secret({ size: 20 }).base32
}

/** What an app reads, from a QR picture or by hand. */
export function uriOfCodes(secret: string, label: string): string {
  return new TOTP({ ...RULES, label, secret: Secret.fromBase32(secret) }).toString()
}

/** The step the code belongs to, or null where it is none of these. */
export function stepOfCode(input: { secret: string; code: string; now: number }): number | null {
  const delta = TOTP.validate({
    ...RULES,
    secret: Secret.fromBase32(input.secret),
    token: input.code,
    timestamp: input.now,
    window: WINDOW_STEPS,
  })
  return delta === null ? null : Math.floor(input.now / PERIOD_MS) + delta
}

const FREE_TRIES = 5
const LOCK_MS = 30_000
const LONGEST_LOCK_MS = 15 * 60_000

/** After five wrong codes each further one locks for twice as long, up to a quarter of an hour. */
export function lockAfter(failures: number): number {
  return failures < FREE_TRIES ? 0 : Math.min(LONGEST_LOCK_MS, LOCK_MS * 2 ** (failures - FREE_TRIES))
}
