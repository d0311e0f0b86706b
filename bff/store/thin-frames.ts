import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { z } from 'zod'
import type { OpenSqlite } from './open-sqlite.ts'
import type { ThinFrames } from './sqlite-protocol.ts'
import { thinChunks, type ThinnedChunk } from './thin-chunks.ts'

/**
 * The ring of frames is fine for some hours and coarse before that. What has become old is written anew, ten minutes of
 * one roster as one chunk: one key frame instead of ten, and one frame each step instead of one a second. It takes the
 * place (the id) of the first chunk it stands for, because trimming goes by the order of ids.
 */
const WINDOW_MS = 600_000
/** A chunk whose frames are nearer to each other than this share of a step is worth the work. */
const NEAR = 0.8

const Facts = z.object({
  id: z.number(),
  started_at: z.number(),
  ended_at: z.number(),
  roster_epoch: z.string(),
  roster_version: z.number(),
  body: z.instanceof(Uint8Array),
})
type Facts = z.infer<typeof Facts>

const FINE = `select started_at from frame_chunks
  where started_at >= ? and started_at < ? and ended_at < ?
  and frames > 1 and ended_at - started_at < (frames - 1) * ? order by started_at limit 1`
const WITHIN = `select id, started_at, ended_at, roster_epoch, roster_version, body from frame_chunks
  where started_at >= ? and started_at < ? and ended_at < ? order by started_at, id`
const REWRITE = 'update frame_chunks set started_at = ?, ended_at = ?, frames = ?, bytes = ?, body = ? where id = ?'
const DELETE = 'delete from frame_chunks where id = ?'

/** Thins the oldest ten minutes there are to thin: until when that is done, UTC ms; null where nothing is left to do. */
export function thinFrames(sqlite: OpenSqlite, { before, after, stepMs }: ThinFrames): number | null {
  const whole = Math.floor(before / WINDOW_MS) * WINDOW_MS
  const [oldest] = sqlite.execute(FINE, [after, whole, before, stepMs * NEAR]).rows
  if (oldest === undefined) return null
  const { started_at } = z.object({ started_at: z.number() }).parse(oldest)
  const window = Math.floor(started_at / WINDOW_MS) * WINDOW_MS
  const chunks = z.array(Facts).parse(sqlite.execute(WITHIN, [window, window + WINDOW_MS, before]).rows)
  sqlite.execute('begin immediate', [])
  try {
    for (const group of groupsOf(chunks)) rewrite(sqlite, group, stepMs)
    sqlite.execute('commit', [])
    return window + WINDOW_MS
  } catch (error) {
    sqlite.execute('rollback', [])
    throw error
  }
}

function rewrite(sqlite: OpenSqlite, group: readonly Facts[], stepMs: number): void {
  const [first, ...others] = group
  if (first === undefined) return
  const thinned = thinnedOf(group, stepMs)
  if (thinned === null) return
  const body = deflateRawSync(thinned.bytes)
  const { startedAt, endedAt, frames } = thinned
  sqlite.execute(REWRITE, [Math.floor(startedAt), Math.ceil(endedAt), frames, body.length, body, first.id])
  for (const { id } of others) sqlite.execute(DELETE, [id])
}

/** Null where a chunk cannot be read: such a group stays as it is, and holds nothing up. */
function thinnedOf(group: readonly Facts[], stepMs: number): ThinnedChunk | null {
  try {
    return thinChunks(
      group.map(({ body }) => inflateRawSync(body)),
      stepMs,
    )
  } catch {
    return null
  }
}

/** Neighbours of one roster. */
function groupsOf(chunks: readonly Facts[]): Facts[][] {
  const groups: Facts[][] = []
  for (const chunk of chunks) {
    const group = groups.at(-1)
    const [first] = group ?? []
    const isSame = first?.roster_epoch === chunk.roster_epoch && first.roster_version === chunk.roster_version
    if (group !== undefined && isSame) group.push(chunk)
    else groups.push([chunk])
  }
  return groups
}
