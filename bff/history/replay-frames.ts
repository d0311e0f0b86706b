import { deflateRaw, inflateRaw } from 'node:zlib'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { promisify } from 'node:util'
import { decodeHeader } from '#contract/frame-codec/frame-header.ts'
import { FRAME_SPEAKS_MS, LONGEST_REPLAY_MS, MOST_REPLAY_STEPS, type FramesQuery } from '#contract/replay.ts'
import {
  createReplayWriter,
  encodeReplayHead,
  MOST_REPLAY_BYTES,
  type ReplayWriter,
} from '#contract/replay-container.ts'
import type { Roster } from '#contract/roster.ts'
import { Failure, isFailure } from '#bff/failure.ts'
import type { Store } from '#bff/store/store.ts'
import { framesOfChunk, partsOfChunk } from './frame-chunk.ts'
import type { HistoryLog } from './history.ts'
import { readRoster } from './read-frames.ts'
import type { WaitingChunk } from './unsaved.ts'

/**
 * The recorded frames of a span as one answer. The ring lies in the store, so a restart loses nothing of it, and nothing
 * is asked of any source. A day of the simulated world takes 59 MiB there: 2.1 kB a second for six hours, a tenth of that
 * before (`ring-bytes.test.ts`); `framesBytes` bounds it, and the oldest goes first. In memory there are one inflated chunk (a minute of frames) and the answer, which is refused
 * beyond 64 MiB; what no step needs is neither read nor decoded.
 */
const deflate = promisify(deflateRaw)
const inflate = promisify(inflateRaw)

export interface ReplayInput {
  store: Store
  /** Taken before anything is read, so that no chunk is missed on its way into the store. */
  waiting: readonly WaitingChunk[]
  query: FramesQuery
  log: HistoryLog | undefined
}

export async function replayFrames({ store, waiting, query, log }: ReplayInput): Promise<Uint8Array> {
  expectWithinLimits(query)
  const { from, to } = query
  const writer = createReplayWriter()
  const picks = createPicks(query)
  for (const piece of await piecesOf({ store, waiting, from: from - FRAME_SPEAKS_MS, to })) {
    if (!picks.mayNeed(piece)) continue
    try {
      const read = await piece.read()
      if (read !== null) copyFrames(read, picks, writer)
    } catch (error) {
      if (isFailure(error)) throw error
      log?.error({ err: error }, 'a minute of stored frames cannot be read and is left out')
    }
    await nextTurn()
  }
  const { endedBefore, startsAfter } = await store.frameChunks.around(from, to)
  const after = waiting.map(({ startedAt }) => startedAt).filter((at) => at >= to)
  const payload = writer.payload({
    before: latest([picks.before, endedBefore]),
    after: earliest([picks.after, startsAfter, ...after]),
  })
  return Buffer.concat([encodeReplayHead(payload.length), await deflate(payload)])
}

/** Decodes no further than the last frame that is wanted. */
function copyFrames(
  { bytes, roster }: { bytes: Uint8Array; roster: Roster },
  picks: Picks,
  writer: ReplayWriter,
): void {
  const wanted = picks.of(partsOfChunk(bytes).map((part) => decodeHeader(part).worldAt))
  const last = wanted.at(-1) ?? -1
  let place = 0
  for (const frame of framesOfChunk(bytes, roster)) {
    if (place > last) return
    if (wanted.includes(place++)) writer.add(frame, roster)
    if (writer.size > MOST_REPLAY_BYTES) throw tooLarge()
  }
}

function expectWithinLimits({ from, to, stepMs }: FramesQuery): void {
  if (from >= to) {
    throw new Failure({
      code: 'bad_request',
      message: 'The span ends before it begins.',
      path: 'query.to',
      expected: `a time after ${from}`,
    })
  }
  const most = Math.min(LONGEST_REPLAY_MS, MOST_REPLAY_STEPS * stepMs)
  if (to - from <= most) return
  throw new Failure({
    code: 'too_large',
    message: `A request brings at most ${MOST_REPLAY_STEPS} steps and a day: ${(to - from) / 1_000} s at ${stepMs} ms is more.`,
    path: 'query.stepMs',
    expected: `a span of at most ${most / 1_000} s, or a step of at least ${Math.ceil((to - from) / MOST_REPLAY_STEPS)} ms`,
  })
}

function tooLarge(): Failure {
  const message = `So many frames of this fleet are more than ${MOST_REPLAY_BYTES / 2 ** 20} MiB.`
  return new Failure({ code: 'too_large', message, path: 'query.to', expected: 'a shorter span or a longer step' })
}

interface Span {
  startedAt: number
  endedAt: number
}

interface Picks {
  /** The moments seen next to the span. */
  readonly before: number | null
  readonly after: number | null
  /** False where every moment of the chunk is of a step that has its frame. */
  mayNeed(chunk: Span): boolean
  /** Places of the frames to send, ascending, out of a chunk's moments. */
  of(moments: readonly number[]): number[]
}

/** Which frames are sent: the newest before the span, and of each step within it the first. */
function createPicks({ from, to, stepMs }: FramesQuery): Picks {
  let lastStep = Number.NEGATIVE_INFINITY
  let newest = Number.NEGATIVE_INFINITY
  const seen: { before: number | null; after: number | null } = { before: null, after: null }
  const stepOf = (at: number) => Math.floor(at / stepMs)

  return {
    get before() {
      return seen.before
    },
    get after() {
      return seen.after
    },
    mayNeed: ({ startedAt, endedAt }: Span) => startedAt < from || endedAt >= to || stepOf(endedAt) > lastStep,
    of(moments) {
      const wanted: number[] = []
      const speaks = moments.findLastIndex((at) => at < from && at >= from - FRAME_SPEAKS_MS && at > newest)
      for (const [place, at] of moments.entries()) {
        if (at < from) seen.before = latest([seen.before, at])
        else if (at >= to) seen.after = earliest([seen.after, at])
        const isFirst = at >= from && at < to && at > newest && stepOf(at) > lastStep
        if (place !== speaks && !isFirst) continue
        wanted.push(place)
        newest = at
        if (isFirst) lastStep = stepOf(at)
      }
      return wanted
    },
  }
}

interface Piece extends Span {
  /** Null where it was deleted meanwhile. */
  read(): Promise<{ bytes: Uint8Array; roster: Roster } | null>
}

async function piecesOf({
  store,
  waiting,
  from,
  to,
}: {
  store: Store
  waiting: readonly WaitingChunk[]
  from: number
  to: number
}): Promise<Piece[]> {
  const rosters = createRosterReader(store)
  const stored = (await store.frameChunks.listWithin(from, to)).map((facts): Piece => ({
    startedAt: facts.started_at,
    endedAt: facts.ended_at,
    async read() {
      const chunk = await store.frameChunks.get(facts.id)
      const roster = await rosters(facts.roster_epoch, facts.roster_version)
      return chunk === undefined || roster === null ? null : { bytes: await inflate(chunk.body), roster }
    },
  }))
  const unsaved = waiting
    .filter(({ startedAt, endedAt }) => endedAt >= from && startedAt < to)
    .map((chunk): Piece => ({ ...chunk, read: async () => chunk }))
  return [...stored, ...unsaved].sort((one, other) => one.startedAt - other.startedAt)
}

/** Neighbouring chunks mostly have the same roster. */
function createRosterReader(store: Store): (epoch: string, version: number) => Promise<Roster | null> {
  let newest: Roster | null = null
  return async (epoch, version) => {
    if (newest?.epoch !== epoch || newest.version !== version) newest = await readRoster(store, epoch, version)
    return newest
  }
}

function latest(moments: readonly (number | null)[]): number | null {
  return moments.reduce((best, at) => (at !== null && (best === null || at > best) ? at : best), null)
}

function earliest(moments: readonly (number | null)[]): number | null {
  return moments.reduce((best, at) => (at !== null && (best === null || at < best) ? at : best), null)
}
