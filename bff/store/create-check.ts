import type { Kysely } from 'kysely'
import type { Clock } from '#bff/clock.ts'
import { isFailure } from '#bff/failure.ts'
import type { Schema } from './schema.ts'
import type { StoreCheck } from './store.ts'

const EVERY_MS = 5_000

/** The answer is kept for a while: `/readyz` may be asked by many, and each question costs a write to the disk. */
export function createCheck(db: Kysely<Schema>, clock: Clock): () => Promise<StoreCheck> {
  let askedAt = Number.NEGATIVE_INFINITY
  let answer: Promise<StoreCheck> | null = null
  return () => {
    const now = clock.now()
    if (answer === null || Math.abs(now - askedAt) >= EVERY_MS) {
      askedAt = now
      answer = write(db, now)
    }
    return answer
  }
}

async function write(db: Kysely<Schema>, now: number): Promise<StoreCheck> {
  try {
    await db
      .insertInto('probe')
      .values({ id: 1, written_at: now })
      .onConflict((on) => on.column('id').doUpdateSet({ written_at: now }))
      .execute()
    return { holds: true, message: 'The store can be written.' }
  } catch (error) {
    return { holds: false, message: isFailure(error) ? error.message : 'The store cannot be written.' }
  }
}
