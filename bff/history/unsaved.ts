import { deflateRaw } from 'node:zlib'
import { promisify } from 'node:util'
import type { Frame } from '#contract/frame-codec/frame.ts'
import type { Roster } from '#contract/roster.ts'
import type { MinuteRow, RosterRow } from '#bff/store/schema.ts'
import type { NewFrameChunk } from '#bff/store/frame-chunks-table.ts'
import type { TransactionScope } from '#bff/store/store.ts'
import type { NewTotalsChunk } from '#bff/store/totals-chunks-table.ts'
import { beginChunk, type ChunkLimits, type OpenChunk } from './frame-chunk.ts'
import { chunkOfSamples } from './totals-chunk.ts'
import type { TotalsSample } from './totals-ring.ts'

const deflate = promisify(deflateRaw)

/** What was recorded and is not yet in the store: the open chunk, closed ones, and rows of minutes. */
export interface Unsaved {
  readonly minutes: number
  addFrame(frame: Frame, roster: Roster, sample: TotalsSample): void
  addMinutes(rows: readonly MinuteRow[]): void
  closeChunk(): void
  /** The chunks that are not, or not yet surely, in the store; oldest first, as they are at this moment. */
  waitingChunks(): WaitingChunk[]
  /**
   * Writes all but the open chunk in one transaction, and forgets it once that is committed. `finish` may add to the
   * transaction.
   */
  save(
    transaction: (run: (tx: TransactionScope) => Promise<void>) => Promise<void>,
    finish: (tx: TransactionScope) => Promise<void>,
  ): Promise<void>
}

export interface WaitingChunk {
  roster: Roster
  startedAt: number
  endedAt: number
  /** Not deflated. */
  bytes: Uint8Array
}

interface ClosedChunk {
  roster: Roster
  chunk: OpenChunk
  samples: TotalsSample[]
}

interface Limits extends ChunkLimits {
  mostMinutes: number
  /** While the store cannot be written, at most this many closed chunks wait. */
  mostChunks: number
}

export function createUnsaved(limits: Limits, onLost: (what: string, count: number) => void): Unsaved {
  let minutes: MinuteRow[] = []
  let closed: ClosedChunk[] = []
  let open: ClosedChunk | null = null
  let beingSaved: readonly ClosedChunk[] = []

  function closeChunk(): void {
    if (open !== null) closed.push(open)
    open = null
    if (closed.length <= limits.mostChunks) return
    onLost('chunks of frames', closed.length - limits.mostChunks)
    closed = closed.slice(-limits.mostChunks)
  }

  return {
    get minutes() {
      return minutes.length
    },
    addFrame(frame, roster, sample) {
      if (open !== null && !open.chunk.accepts(frame)) closeChunk()
      if (open === null) open = { roster, chunk: beginChunk(frame, limits), samples: [] }
      else open.chunk.add(frame)
      open.samples.push(sample)
    },
    addMinutes(rows) {
      minutes = minutes.length === 0 ? [...rows] : [...minutes, ...rows]
      if (minutes.length <= limits.mostMinutes) return
      onLost('minutes of services', minutes.length - limits.mostMinutes)
      minutes = minutes.slice(-limits.mostMinutes)
    },
    closeChunk,
    waitingChunks: () =>
      [...beingSaved, ...closed, ...(open === null ? [] : [open])].map(({ roster, chunk }) => {
        return { roster, startedAt: chunk.startedAt, endedAt: chunk.endedAt, bytes: chunk.bytes() }
      }),
    async save(transaction, finish) {
      const [savedMinutes, savedChunks] = [minutes, closed]
      minutes = []
      closed = []
      beingSaved = savedChunks
      try {
        const rows = await Promise.all(savedChunks.map(rowsOf))
        await transaction(async (tx) => {
          for (const row of rows) await addChunk(tx, row)
          await tx.minutes.fill(savedMinutes)
          await finish(tx)
        })
      } catch (error) {
        minutes = [...savedMinutes, ...minutes]
        closed = [...savedChunks, ...closed]
        throw error
      } finally {
        beingSaved = []
      }
    },
  }
}

interface ChunkRows {
  roster: RosterRow
  frames: NewFrameChunk
  totals: NewTotalsChunk
}

async function addChunk(tx: TransactionScope, rows: ChunkRows): Promise<void> {
  await tx.rosters.add(rows.roster)
  await tx.frameChunks.add(rows.frames)
  await tx.totalsChunks.add(rows.totals)
}

/** Deflating is the thread pool's work, and done before the transaction begins. */
async function rowsOf({ roster, chunk, samples }: ClosedChunk): Promise<ChunkRows> {
  const [rosterBody, body] = await Promise.all([deflatedRoster(roster), deflate(chunk.bytes())])
  const span = { started_at: Math.floor(chunk.startedAt), ended_at: Math.ceil(chunk.endedAt) }
  return {
    roster: { epoch: roster.epoch, version: roster.version, body: rosterBody },
    frames: {
      ...span,
      roster_epoch: chunk.rosterEpoch,
      roster_version: chunk.rosterVersion,
      frames: chunk.frames,
      bytes: body.length,
      body,
    },
    totals: { ...span, body: JSON.stringify(chunkOfSamples(samples)) },
  }
}

/** A roster changes seldom and is asked for with every chunk. */
const deflatedRosters = new WeakMap<Roster, Promise<Uint8Array>>()

function deflatedRoster(roster: Roster): Promise<Uint8Array> {
  let deflated = deflatedRosters.get(roster)
  if (deflated === undefined) {
    deflated = deflate(JSON.stringify(roster))
    deflatedRosters.set(roster, deflated)
  }
  return deflated
}
