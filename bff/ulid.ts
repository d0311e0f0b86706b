import { randomBytes } from 'node:crypto'
import type { Ulid } from '#contract/ids.ts'
import type { Clock } from '#bff/clock.ts'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const RANDOM_BYTES = 10

/**
 * ULIDs: 48 bits of time, then 80 random bits. Within one millisecond, and while the clock stands or goes back, the
 * random part counts up from the last one, so that later ids of one process always sort after earlier ones.
 */
export function createUlids({ clock, random = randomBytes }: UlidInput): () => Ulid {
  let lastAt = -1
  let tail = 0n
  return () => {
    const now = clock.now()
    if (now > lastAt) {
      lastAt = now
      tail = BigInt(`0x${Buffer.from(random(RANDOM_BYTES)).toString('hex')}`)
    } else {
      tail += 1n
    }
    // 2^80 ids after the last draw, the time part is taken a millisecond further instead of wrapping round.
    if (tail >= 1n << 80n) {
      lastAt += 1
      tail = 0n
    }
    return base32((BigInt(lastAt) << 80n) | tail)
  }
}

export interface UlidInput {
  clock: Clock
  random?: (bytes: number) => Uint8Array
}

function base32(value: bigint): Ulid {
  let text = ''
  for (let shift = 125n; shift >= 0n; shift -= 5n) text += ALPHABET[Number((value >> shift) & 31n)]
  return text
}
