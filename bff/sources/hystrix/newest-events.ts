import type { WireEvent } from './wire.ts'
import { COMMAND_TYPE, META_TYPE, THREAD_POOL_TYPE } from './wire.ts'

/**
 * Hystrix sends every command twice a second, whether anything happened or not; of three hundred instances that is
 * more JSON than one wants to parse. So an event is first looked at as text: which thing it tells of costs next to
 * nothing to find, and only one event a thing within a span is parsed. What was passed over is held, unparsed, until
 * the next one takes its place, and is parsed only if none comes.
 */
export interface NewestEvents {
  /** Takes one event as it arrived. */
  offer(text: string, now: number): void
  /** Parses what is held for longer than the span. */
  flush(now: number): void
  /** Forgets all: a new connection begins with nothing. */
  clear(): void
}

export interface NewestEventsInput {
  /** Null where the text is no event. */
  parse: (text: string) => WireEvent | null
  onEvent: (event: WireEvent, now: number) => void
  /** Text that is no event at all. */
  onUnreadable: () => void
  /** More different things than a stream may tell of. */
  onTooMany: () => void
  /** Of how often one command is parsed at most; may change with the load. */
  spanMs: () => number
}

/** A pool's size hardly ever changes. */
const POOL_SPAN_MS = 10_000
const MOST_THINGS = 2_000

interface Thing {
  isPool: boolean
  parsedAt: number
  held: string | null
}

export function createNewestEvents(input: NewestEventsInput): NewestEvents {
  const things = new Map<string, Thing>()
  const spanOf = ({ isPool }: Thing) => (isPool ? POOL_SPAN_MS : input.spanMs())

  function parse(text: string, now: number): void {
    const event = input.parse(text)
    if (event === null) input.onUnreadable()
    else input.onEvent(event, now)
  }

  function thingOf(key: string, isPool: boolean): Thing | null {
    const known = things.get(key)
    if (known !== undefined) return known
    if (things.size >= MOST_THINGS) {
      input.onTooMany()
      return null
    }
    const thing = { isPool, parsedAt: -Infinity, held: null }
    things.set(key, thing)
    return thing
  }

  return {
    offer(text, now) {
      const told = glance(text)
      if (told === 'other') return
      if (told === 'unclear') return parse(text, now)
      const thing = thingOf(told.key, told.isPool)
      if (thing === null) return
      if (now - thing.parsedAt < spanOf(thing)) {
        thing.held = text
        return
      }
      thing.parsedAt = now
      thing.held = null
      parse(text, now)
    },
    flush(now) {
      for (const thing of things.values()) {
        if (thing.held === null || now - thing.parsedAt < 2 * spanOf(thing)) continue
        const text = thing.held
        thing.parsedAt = now
        thing.held = null
        parse(text, now)
      }
    },
    clear: () => things.clear(),
  }
}

type Glance = 'other' | 'unclear' | { key: string; isPool: boolean }

/** What an event tells of, without parsing it. Anything out of the ordinary is `unclear`, and parsed. */
export function glance(text: string): Glance {
  const type = textOf(text, 'type')
  if (type === null || type === META_TYPE || text.includes('"deleteData"')) return 'unclear'
  if (type !== COMMAND_TYPE && type !== THREAD_POOL_TYPE) return 'other'
  const name = textOf(text, 'name')
  if (name === null) return 'unclear'
  const group = textOf(text, 'group') ?? ''
  return { key: `${type}\n${group}\n${name}`, isPool: type === THREAD_POOL_TYPE }
}

/** Null where it is absent, spaced otherwise, or holds anything escaped. Envoy puts a space behind the colon. */
function textOf(text: string, field: 'type' | 'name' | 'group'): string | null {
  return textAfter(text, `"${field}":"`) ?? textAfter(text, `"${field}": "`)
}

function textAfter(text: string, mark: string): string | null {
  const at = text.indexOf(mark)
  if (at < 0) return null
  const from = at + mark.length
  const end = text.indexOf('"', from)
  if (end < 0) return null
  const found = text.slice(from, end)
  return found.includes('\\') ? null : found
}
