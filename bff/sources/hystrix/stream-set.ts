import type { Clock } from '#bff/clock.ts'
import type { HttpAuth } from '../http-auth.ts'
import type { Timers } from '../poller.ts'
import type { CommandBook, Told } from './command-book.ts'
import type { StreamAddress } from './instance-list.ts'
import { keepStream, type KeptStream, type StreamState } from './keep-stream.ts'
import { createNewestEvents, type NewestEvents } from './newest-events.ts'
import { printableStream } from './refusal.ts'
import { readStream } from './read-stream.ts'
import { createTurns, type Turn } from './turns.ts'
import { parseWireEvent } from './wire.ts'

/** All streams of one source: opened when an address appears, closed when it goes. */
export interface StreamSet<Reading> {
  /** These and no others. */
  follow(addresses: readonly StreamAddress[]): void
  told(): StreamTold<Reading>[]
  /** Settles once each stream has told something or has failed, or the time is over. */
  firstWord(input: { limitMs: number; signal: AbortSignal }): Promise<void>
  close(): Promise<void>
}

export interface StreamTold<Reading> {
  address: StreamAddress
  state: StreamState
  readings: readonly Told<Reading>[]
  /** In words: what of its events could not be used. */
  problems: readonly string[]
  /** Of Turbine: that it hears of no host. */
  hearsNobody: boolean
}

export interface StreamSetInput<Reading> {
  auth: HttpAuth
  limits: { bytes: number; timeout: number; silence: number }
  createBook: () => CommandBook<Reading>
  clock: Clock
  timers: Timers
  /** ms, by a clock that never jumps. */
  steadyNow: () => number
  /** 0–1 */
  random: () => number
}

/** Three hundred connections at once would be a stampede. */
const MOST_CONNECTING = 24
const FIRST_WORD_EVERY_MS = 50
/** Hystrix tells of every command twice a second, opossum once. */
const TELLS_WITHIN_MS = 1_500

interface Kept<Reading> {
  address: StreamAddress
  stream: KeptStream
  book: CommandBook<Reading>
  events: NewestEvents
  trouble: { isUnreadable: boolean; isTooMuch: boolean }
}

export function createStreamSet<Reading>(input: StreamSetInput<Reading>): StreamSet<Reading> {
  const streams = new Map<string, Kept<Reading>>()
  const ending = new Set<Promise<void>>()
  let commands = 0
  const shared = { turn: createTurns(MOST_CONNECTING), spanMs: () => spanOf(commands) }

  function end(key: string, { stream }: Kept<Reading>): void {
    streams.delete(key)
    const closed = stream.close().finally(() => ending.delete(closed))
    ending.add(closed)
  }

  return {
    follow(addresses) {
      const wanted = new Map(addresses.map((address) => [keyOf(address), address] as const))
      for (const [key, kept] of streams) if (!wanted.has(key)) end(key, kept)
      for (const [key, address] of wanted) if (!streams.has(key)) streams.set(key, openStream(input, address, shared))
    },
    told() {
      const now = input.clock.now()
      const all = Array.from(streams.values(), ({ address, stream, book, events, trouble }) => {
        events.flush(now)
        return {
          address,
          state: stream.state(),
          readings: book.readings(now),
          problems: problemsOf(address, trouble),
          hearsNobody: book.hearsNobody(),
        }
      })
      commands = all.reduce((sum, { readings }) => sum + readings.length, 0)
      return all
    },
    async firstWord({ limitMs, signal }) {
      const { steadyNow, timers } = input
      const limitAt = steadyNow() + limitMs
      const hasTold = ({ book }: Kept<Reading>) => book.readings(input.clock.now()).length > 0
      const states = () => Array.from(streams.values(), (kept) => ({ ...kept.stream.state(), hasTold: hasTold(kept) }))
      let until = limitAt
      while (!signal.aborted && steadyNow() < until) {
        const waiting = states().filter((state) => state.failuresInARow === 0 && !state.hasTold)
        if (waiting.length === 0) return
        // Those that are open tell within moments, or have nothing to tell.
        const isOpening = waiting.some(({ kind }) => kind !== 'open')
        until = isOpening ? limitAt : Math.min(until, limitAt, steadyNow() + TELLS_WITHIN_MS)
        await new Promise<void>((resolve) => void timers.setTimeout(resolve, FIRST_WORD_EVERY_MS))
      }
    },
    async close() {
      for (const [key, kept] of streams) end(key, kept)
      await Promise.all(ending)
    },
  }
}

function openStream<Reading>(
  input: StreamSetInput<Reading>,
  address: StreamAddress,
  shared: { turn: Turn; spanMs: () => number },
): Kept<Reading> {
  const book = input.createBook()
  const trouble = { isUnreadable: false, isTooMuch: false }
  const events = createNewestEvents({
    parse: parseWireEvent,
    onEvent: (event, now) => book.accept(event, now),
    onUnreadable: () => (trouble.isUnreadable = true),
    onTooMany: () => (trouble.isTooMuch = true),
    spanMs: shared.spanMs,
  })
  const stream = keepStream({
    ...input,
    turn: shared.turn,
    now: input.steadyNow,
    read: ({ signal, onOpen }) =>
      readStream({
        ...input,
        url: address.url,
        now: input.steadyNow,
        signal,
        onOpen,
        onEvent: (text) => events.offer(text, input.clock.now()),
      }),
    onOpen() {
      events.clear()
      trouble.isUnreadable = false
      trouble.isTooMuch = false
    },
  })
  return { address, stream, book, events, trouble }
}

/** An instance that comes back under the same name and address keeps its stream. */
function keyOf({ url, service, region, instance }: StreamAddress): string {
  return [url, service, region ?? '', instance].join('\n')
}

/** How often one command is parsed at most: the more there are, the seldomer. Figures: hystrix/README.md. */
function spanOf(commands: number): number {
  if (commands < 1_500) return 400
  return commands < 10_000 ? 900 : 1_900
}

function problemsOf(address: StreamAddress, { isUnreadable, isTooMuch }: Kept<unknown>['trouble']): string[] {
  const where = printableStream(address.url)
  return [
    ...(isUnreadable ? [`${where} sent events that are not Hystrix's; they are not read.`] : []),
    ...(isTooMuch ? [`${where} tells of more commands than are read of one instance.`] : []),
  ]
}
