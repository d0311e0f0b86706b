import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { Secret, TOTP } from 'otpauth'
import { describe, expect, test } from 'vitest'
import { lockAfter, newCodeSecret, stepOfCode, uriOfCodes } from './one-time-codes.ts'
import { createSeal } from './secrets.ts'

/** RFC 6238, appendix B: the secret of ASCII digits, SHA-1; the last six of its eight digits. */
const RFC_SECRET = Secret.fromLatin1('12345678901234567890').base32

describe('codes', () => {
  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('are those of RFC 6238 at %i s', (seconds, code) => {
    expect(stepOfCode({ secret: RFC_SECRET, code, now: seconds * 1_000 })).toBe(Math.floor(seconds / 30))
  })

  test('count one step early and late, and tell which step they are of, so that none counts twice', () => {
    const secret = newCodeSecret()
    const stepsAway = (step: number, away: number) => {
      const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: (step + away) * 30_000 })
      const found = stepOfCode({ secret, code, now: step * 30_000 + 17_000 })
      return found === null ? null : found - step
    }
    const steps = fc.sample(fc.integer({ min: 100, max: 100_000_000 }), 300)
    // Six digits repeat by chance, once in a few hundred thousand times.
    const share = (away: number) => steps.filter((step) => stepsAway(step, away) === away).length
    expect([-1, 0, 1].every((away) => share(away) >= 299)).toBe(true)
    expect([-3, -2, 2, 3].every((away) => share(away) === 0)).toBe(true)
  })

  test('stand in an address that apps read', () => {
    const uri = new URL(uriOfCodes(RFC_SECRET, 'ben@example.test'))
    expect([uri.protocol, uri.host]).toEqual(['otpauth:', 'totp'])
    expect(uri.searchParams.get('secret')).toBe(RFC_SECRET)
  })

  test('lock for twice as long with each wrong one after the fifth, up to a quarter of an hour', () => {
    expect([1, 4, 5, 6, 7, 50].map(lockAfter)).toEqual([0, 0, 30_000, 60_000, 120_000, 900_000])
  })
})

describe('a seal', () => {
  test('opens with its own key for its own owner, and with nothing else', () => {
    const seal = createSeal(randomBytes(32))
    const sealed = seal.seal('JBSWY3DP', 'local:ben')
    expect(seal.open(sealed, 'local:ben')).toBe('JBSWY3DP')
    expect(sealed).not.toContain('JBSWY3DP')
    expect(() => seal.open(sealed, 'local:eve')).toThrow()
    expect(() => createSeal(randomBytes(32)).open(sealed, 'local:ben')).toThrow()
    expect(() => seal.open(`A${sealed.slice(1)}`, 'local:ben')).toThrow()
  })
})
