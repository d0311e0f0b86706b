import { inflateRaw } from 'node:zlib'
import { promisify } from 'node:util'
import { Roster } from '#contract/roster.ts'
import type { Store } from '#bff/store/store.ts'
import { framesOfChunk } from './frame-chunk.ts'
import type { RecordedFrame } from './history.ts'

const inflate = promisify(inflateRaw)

/** A chunk at a time, so that a long span never lies in memory whole. Chunks deleted meanwhile are passed over. */
export async function* readFrames(
  store: Store,
  { from, to }: { from: number; to: number },
): AsyncGenerator<RecordedFrame> {
  let roster: Roster | null = null
  for (const { id } of await store.frameChunks.listWithin(from, to)) {
    const chunk = await store.frameChunks.get(id)
    if (chunk === undefined) continue
    if (roster?.epoch !== chunk.roster_epoch || roster.version !== chunk.roster_version) {
      roster = await readRoster(store, chunk.roster_epoch, chunk.roster_version)
    }
    if (roster === null) continue
    for (const frame of framesOfChunk(await inflate(chunk.body), roster)) {
      if (frame.worldAt >= from && frame.worldAt < to) yield { frame, roster }
    }
  }
}

export async function readRoster(store: Store, epoch: string, version: number): Promise<Roster | null> {
  const row = await store.rosters.get(epoch, version)
  if (row === undefined) return null
  const json = (await inflate(row.body)).toString('utf8')
  return Roster.parse(JSON.parse(json))
}
