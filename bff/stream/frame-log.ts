import { encodeFrame, quantiseFrame, type FrameCodes } from '#contract/frame-codec/encode-frame.ts'
import type { Frame } from '#contract/frame-codec/frame.ts'
import type { Roster, RosterDelta } from '#contract/roster.ts'
import { binaryPacket, textPacket } from './packet.ts'

/** What a client holds: what was sent to it last, or what it says when it comes back. */
export interface Held {
  readonly rosterEpoch: string
  readonly rosterVersion: number
  readonly seq: number
}

/**
 * The newest frame, its roster, and how the last ones led to it. Everything is encoded once, for all; whole frames and
 * whole rosters only when somebody needs them.
 */
export interface FrameLog {
  append(input: { frame: Frame; rosterDelta: RosterDelta | null; roster: Roster }): void
  /** What holds who has the newest frame, the same object for everybody; null before the first frame. */
  newest(): Held | null
  /**
   * What brings a client up to the newest frame: the deltas it missed where they are kept and weigh no more than the
   * whole frame, else the whole frame; the roster's deltas or the whole roster before it.
   */
  packetsAfter(held: Held | null): readonly Buffer[]
  /** The same, but with the whole frame. */
  wholePackets(held: Held | null): readonly Buffer[]
}

interface Newest {
  held: Held
  frame: Frame
  codes: FrameCodes
  roster: Roster
  /** What leads here from the frame before, and who has that. */
  from: Held | null
  step: readonly Buffer[]
  key: Buffer | null
  rosterPacket: Buffer | null
}

interface Delta {
  baseSeq: number
  packet: Buffer
}

export function createFrameLog({ length }: { length: number }): FrameLog {
  let newest: Newest | null = null
  let deltas: Delta[] = []
  let rosterDeltas: { version: number; packet: Buffer }[] = []

  function append({ frame, rosterDelta, roster }: { frame: Frame; rosterDelta: RosterDelta | null; roster: Roster }) {
    const { rosterEpoch, rosterVersion, seq } = frame
    const before = newest?.held.rosterEpoch === rosterEpoch ? newest : null
    if (before === null) {
      deltas = []
      rosterDeltas = []
    }
    if (rosterDelta !== null) {
      const packet = textPacket({ type: 'roster-delta', delta: rosterDelta })
      keepLast(rosterDeltas, { version: rosterDelta.version, packet }, length)
    }
    const codes = quantiseFrame(frame)
    const held = { rosterEpoch, rosterVersion, seq }
    const rosterPacket = newest?.roster === roster ? newest.rosterPacket : null
    newest = { held, frame, codes, roster, from: null, step: [], key: null, rosterPacket }
    if (before === null) return
    const delta = { baseSeq: before.held.seq, packet: binaryPacket(encodeFrame({ frame, codes, base: before.codes })) }
    keepLast(deltas, delta, length)
    newest.step = [...rosterPackets(newest, before.held), delta.packet]
    newest.from = before.held
  }

  function missedRosterDeltas({ held: newestHeld }: Newest, held: Held | null): Buffer[] | null {
    if (held === null || held.rosterEpoch !== newestHeld.rosterEpoch) return null
    const packets = rosterDeltas.filter(({ version }) => version > held.rosterVersion).map(({ packet }) => packet)
    return newestHeld.rosterVersion - held.rosterVersion === packets.length ? packets : null
  }

  function rosterPackets(to: Newest, held: Held | null): readonly Buffer[] {
    return missedRosterDeltas(to, held) ?? [(to.rosterPacket ??= textPacket({ type: 'roster', roster: to.roster }))]
  }

  function framePackets(to: Newest, held: Held | null): readonly Buffer[] {
    const key = keyPacket(to)
    // A client whose roster has to be sent whole holds rows that mean something else.
    if (held === null || missedRosterDeltas(to, held) === null) return [key]
    const first = deltas.findIndex(({ baseSeq }) => baseSeq === held.seq)
    const missed = first < 0 ? [key] : deltas.slice(first).map(({ packet }) => packet)
    return sizeOf(missed) <= key.length ? missed : [key]
  }

  return {
    append,
    newest: () => newest?.held ?? null,
    packetsAfter(held) {
      if (newest === null || isSame(held, newest.held)) return []
      if (held !== null && held === newest.from) return newest.step
      return [...rosterPackets(newest, held), ...framePackets(newest, held)]
    },
    wholePackets: (held) => (newest === null ? [] : [...rosterPackets(newest, held), keyPacket(newest)]),
  }
}

function isSame(one: Held | null, other: Held): boolean {
  return one?.seq === other.seq && one.rosterEpoch === other.rosterEpoch
}

function keyPacket(newest: Newest): Buffer {
  newest.key ??= binaryPacket(encodeFrame({ frame: newest.frame, codes: newest.codes, base: null }))
  return newest.key
}

function keepLast<Item>(items: Item[], item: Item, length: number): void {
  items.push(item)
  if (items.length > length) items.shift()
}

function sizeOf(packets: readonly Buffer[]): number {
  return packets.reduce((sum, packet) => sum + packet.length, 0)
}
