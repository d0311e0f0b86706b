import { createParser } from 'eventsource-parser'
import type { Timers } from '../poller.ts'
import { failureOfError } from '../failure.ts'
import { authorizationHeaders, type HttpAuth } from '../http-auth.ts'
import { printableStream, refusalOf } from './refusal.ts'

/** Asked for a stream alone, Jetty keeps the words of its refusals to itself. */
const ACCEPT = 'text/event-stream, text/plain;q=0.5'

/**
 * One connection to one stream, from asking until it ends for whatever reason, which is told in one sentence. Lines
 * that are no events (`ping:` of Hystrix, `: ping` of Turbine) are signs of life and nothing else; a stream that gives
 * no sign for some seconds is dead, whatever its socket says.
 */
export interface StreamReader {
  url: string
  auth: HttpAuth
  limits: { bytes: number; timeout: number; silence: number }
  timers: Timers
  /** Any steady clock, ms. */
  now: () => number
  signal: AbortSignal
  onOpen: () => void
  /** One event's `data`. */
  onEvent: (text: string) => void
}

/** `message` is null where we ended it. */
export interface StreamEnd {
  message: string | null
  retryAfterMs?: number
}

export async function readStream(reader: StreamReader): Promise<StreamEnd> {
  const { url, limits, signal } = reader
  const where = printableStream(url)
  const ending = new AbortController()
  const watch = watchSilence(reader, () => ending.abort())
  try {
    const response = await fetch(url, {
      headers: { ...authorizationHeaders(reader.auth), accept: ACCEPT },
      redirect: 'manual',
      cache: 'no-store',
      signal: AbortSignal.any([signal, ending.signal]),
    })
    const refusal = await refusalOf(response, where)
    if (refusal !== null) return refusal
    reader.onOpen()
    watch.opened()
    const isWhole = await readEvents(response, reader, () => watch.sign())
    if (!isWhole) {
      ending.abort()
      return {
        message: `${where} sent an event of more than ${limits.bytes / 1_024} KB; raise limits.bytes if that is right.`,
      }
    }
    return { message: `${where} ended its stream; the instance may be restarting.` }
  } catch (error) {
    if (signal.aborted) return { message: null }
    if (watch.isOver()) return { message: silenceInWords(where, watch.hasOpened(), limits) }
    return {
      message: failureOfError(error, { where, system: 'an application with this stream', timeoutMs: limits.timeout })
        .message,
    }
  } finally {
    watch.end()
    ending.abort()
  }
}

function silenceInWords(where: string, hasOpened: boolean, limits: StreamReader['limits']): string {
  return hasOpened
    ? `${where} sent nothing for ${limits.silence / 1_000} s, not even a ping: the connection is dead.`
    : `${where} did not answer within ${limits.timeout / 1_000} s; is it overloaded, or is limits.timeout too short?`
}

/** False where an event was too large; ends when the stream does. */
async function readEvents(response: Response, reader: StreamReader, onBytes: () => void): Promise<boolean> {
  if (response.body === null) return true
  let isTooLarge = false
  const parser = createParser({
    maxBufferSize: reader.limits.bytes,
    onEvent: ({ data }) => reader.onEvent(data),
    // `ping:` is a field nobody knows, which is no error.
    onError: ({ type }) => {
      if (type === 'max-buffer-size-exceeded') isTooLarge = true
    },
  })
  const decoder = new TextDecoder()
  for await (const bytes of response.body) {
    onBytes()
    parser.feed(decoder.decode(bytes, { stream: true }))
    if (isTooLarge) return false
  }
  return true
}

interface SilenceWatch {
  opened(): void
  sign(): void
  hasOpened(): boolean
  /** Whether it was silence that ended the connection. */
  isOver(): boolean
  end(): void
}

/** Fires late by so much, and it was we who were busy: what came meanwhile is not read yet. */
const BUSY_MS = 250

function watchSilence({ limits, timers, now }: StreamReader, onSilence: () => void): SilenceWatch {
  let hasOpened = false
  let isOver = false
  let lastSignAt = now()
  let handle: unknown = null
  const limitMs = () => (hasOpened ? limits.silence : limits.timeout)

  function plan(afterMs: number): void {
    const dueAt = now() + afterMs
    handle = timers.setTimeout(() => {
      const leftMs = lastSignAt + limitMs() - now()
      if (leftMs > 0) return plan(leftMs)
      if (now() - dueAt > BUSY_MS) return plan(BUSY_MS)
      isOver = true
      onSilence()
    }, afterMs)
  }

  plan(limits.timeout)
  return {
    opened() {
      hasOpened = true
      lastSignAt = now()
      timers.clearTimeout(handle)
      plan(limits.silence)
    },
    sign() {
      lastSignAt = now()
    },
    hasOpened: () => hasOpened,
    isOver: () => isOver,
    end: () => timers.clearTimeout(handle),
  }
}
