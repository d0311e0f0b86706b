import type { InstanceState } from '#contract/evacuation/plane.ts'
import type { Effect, Input, InstanceBook, Machine, Memory, Surroundings } from './machine.ts'
import { canBeRead, isExcused } from './excused.ts'
import { holdsWeights } from './setting.ts'

/** What is known of each instance, and when it was known. */
export function noteReading(memory: Memory, input: Extract<Input, { kind: 'read' }>, around: Surroundings): Memory {
  return {
    ...memory,
    books: memory.books.map((book) =>
      book.plane === input.plane && book.instance === input.instance ? noted(book, input, around) : book,
    ),
  }
}

function noted(book: InstanceBook, input: Extract<Input, { kind: 'read' }>, around: Surroundings): InstanceBook {
  // An answer to an earlier question than the last one answered tells nothing new.
  if (input.askedAt < book.readAt) return book
  if (input.answer.kind !== 'read') {
    return {
      ...book,
      askedAt: null,
      failure: { why: input.answer.why, at: input.askedAt, since: book.failure?.since ?? input.askedAt },
      sameSince: Infinity,
    }
  }
  const { reading } = input.answer
  const same = book.reading !== null && book.failure === null && saysTheSame(book.reading, reading)
  return {
    ...book,
    reading,
    readAt: input.askedAt,
    tookMs: around.steady - input.askedAt,
    failure: null,
    askedAt: null,
    sameSince: same ? Math.min(book.sameSince, input.askedAt) : input.askedAt,
  }
}

function saysTheSame(one: NonNullable<InstanceBook['reading']>, other: NonNullable<InstanceBook['reading']>): boolean {
  if (one.segments.length !== other.segments.length) return false
  return one.segments.every((segment, index) => {
    const there = other.segments[index]
    if (there === undefined || there.segment !== segment.segment) return false
    return holdsWeights(segment.weights, there.weights) && holdsWeights(there.weights, segment.weights)
  })
}

/** Something was written there: what was read before is of before. */
export function touch(memory: Memory, place: { plane: string; instance: string }, steady: number): Memory {
  return {
    ...memory,
    books: memory.books.map((book) =>
      book.plane === place.plane && book.instance === place.instance ? { ...book, touchedAt: steady } : book,
    ),
  }
}

/** Asks those again that were not asked since `everyMs`, and are not being asked. */
export function askReadings(
  machine: Machine,
  around: Surroundings,
  wanted: { notBefore: number; everyMs: number; only?: (book: InstanceBook) => boolean },
): { machine: Machine; effects: Effect[] } {
  const effects: Effect[] = []
  const books = machine.memory.books.map((book) => {
    if (book.askedAt !== null || !canBeRead(book, { around })) return book
    if (wanted.only !== undefined && !wanted.only(book)) return book
    const last = Math.max(book.readAt, book.failure?.at ?? -Infinity)
    if (last >= wanted.notBefore && around.steady - last < wanted.everyMs) return book
    effects.push({ kind: 'read', plane: book.plane, instance: book.instance })
    return { ...book, askedAt: around.steady }
  })
  if (effects.length === 0) return { machine, effects }
  return { machine: { ...machine, memory: { ...machine.memory, books } }, effects }
}

/** Whether everyone who can be asked has answered, one way or another, to a question put at `notBefore` or later. */
export function haveAllAnswered(machine: Machine, around: Surroundings, notBefore: number): boolean {
  return machine.memory.books.every(
    (book) => !canBeRead(book, { around }) || book.readAt >= notBefore || (book.failure?.at ?? -Infinity) >= notBefore,
  )
}

/** Everyone whose word counts: not the region's own planes when these are silent, nor those that were left out. */
export function booksThatCount(machine: Machine, around: Surroundings): InstanceBook[] {
  const context = { run: machine.run, around }
  return machine.memory.books.filter((book) => canBeRead(book, context) && !isExcused(book, context))
}

/** As screens and the run show it. */
export function statesOf(memory: Memory, now: number): InstanceState[] {
  return memory.books.flatMap((book): InstanceState[] => {
    if (book.failure !== null || book.reading === null) {
      if (book.failure === null) return []
      const { plane, instance } = book
      return [{ kind: 'unread', plane, instance, at: now, why: book.failure.why, last: book.reading }]
    }
    return [{ kind: 'read', plane: book.plane, reading: book.reading, tookMs: Math.max(0, book.tookMs) }]
  })
}
