import type { Insertable, Kysely, Selectable } from 'kysely'
import type { FrameChunkRow, Schema } from './schema.ts'

export type StoredFrameChunk = Selectable<FrameChunkRow>
export type NewFrameChunk = Omit<Insertable<FrameChunkRow>, 'id'>

export interface FrameChunksTable {
  add(chunk: NewFrameChunk): Promise<void>
  /** Those that hold frames of [from, to), oldest first, without their bodies. */
  listWithin(from: number, to: number): Promise<Omit<StoredFrameChunk, 'body'>[]>
  get(id: number): Promise<StoredFrameChunk | undefined>
  /** When the last chunk wholly before `from` ends, and the first at or after `to` begins; null where there is none. */
  around(from: number, to: number): Promise<{ endedBefore: number | null; startsAfter: number | null }>
  /** Deletes chunks that ended before `endedBefore`, then the oldest until at most `maxBytes` of bodies are left. */
  trim(limits: { endedBefore: number; maxBytes: number }): Promise<number>
}

const FACTS = ['id', 'started_at', 'ended_at', 'roster_epoch', 'roster_version', 'frames', 'bytes'] as const

export function frameChunksTable(db: Kysely<Schema>): FrameChunksTable {
  return {
    async add(chunk) {
      await db.insertInto('frame_chunks').values(chunk).execute()
    },
    listWithin: (from, to) =>
      db
        .selectFrom('frame_chunks')
        .select(FACTS)
        .where('ended_at', '>=', from)
        .where('started_at', '<', to)
        .orderBy('started_at')
        .orderBy('id')
        .execute(),
    get: (id) => db.selectFrom('frame_chunks').selectAll().where('id', '=', id).executeTakeFirst(),
    async around(from, to) {
      const [before, after] = await Promise.all([
        db
          .selectFrom('frame_chunks')
          .select(({ fn }) => fn.max('ended_at').as('at'))
          .where('ended_at', '<', from)
          .executeTakeFirst(),
        db
          .selectFrom('frame_chunks')
          .select(({ fn }) => fn.min('started_at').as('at'))
          .where('started_at', '>=', to)
          .executeTakeFirst(),
      ])
      return { endedBefore: before?.at ?? null, startsAfter: after?.at ?? null }
    },
    async trim({ endedBefore, maxBytes }) {
      const aged = await db.deleteFrom('frame_chunks').where('ended_at', '<', endedBefore).executeTakeFirst()
      const rows = await db.selectFrom('frame_chunks').select(['id', 'bytes']).orderBy('id', 'desc').execute()
      let kept = 0
      const firstTooMany = rows.find((row) => (kept += row.bytes) > maxBytes)
      if (firstTooMany === undefined) return Number(aged.numDeletedRows)
      const over = await db.deleteFrom('frame_chunks').where('id', '<=', firstTooMany.id).executeTakeFirst()
      return Number(aged.numDeletedRows) + Number(over.numDeletedRows)
    },
  }
}
