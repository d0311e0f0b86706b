import { encodeFrame, quantiseFrame, type FrameCodes } from '#contract/frame-codec/encode-frame.ts'
import type { Frame } from '#contract/frame-codec/frame.ts'
import type { Roster, RosterDelta } from '#contract/roster.ts'
import { binaryPacket, textPacket } from './packet.ts'

/** What a client holds; the server's own knowledge of it, or what a returning client says. */
export interface Held {
  rosterEpoch: string
  rosterVersion: number
  seq: number
}

export interface LoggedFrame {
  seq: number
  /** Null where it builds upon nothing: the first frame of an epoch. */
  delta: { baseSeq: number; packet: Buffer } | null
}

/**
 * The newest frame, its roster, and how the last ones led to it. Everything is encoded once, for all; whole frames and
 * whole rosters only when somebody needs them.
 */
export interface FrameLog {
  append(input: { frame: Frame; rosterDelta: RosterDelta | null; roster: Roster }): void
  /** Null before the first frame. */
  newest(): LoggedFrame | null
  /** What the newest frame's roster is, as the holder of it would be described. */
  newestHeld(): Held | null
  /** What brings a client's roster up to the newest frame's: nothing, deltas, or all of it. */
  rosterPackets(held: Held | null): readonly Buffer[]
  /**
   * What brings a client up to the newest frame: the deltas it missed where they are kept and weigh no more than the
   * whole frame, else the whole frame.
   */
  framePackets(held: Held | null): readonly Buffer[]
  /** The newest frame whole. */
  keyPacket(): Buffer
}

interface Newest {
  frame: Frame
  codes: FrameCodes
  roster: Roster
  key: Buffer | null
  rosterPacket: Buffer | null
}

export function createFrameLog({ length }: { length: number }): FrameLog {
  let newest: Newest | null = null
  let frames: LoggedFrame[] = []
  let rosterDeltas: { version: number; packet: Buffer }[] = []

  function append({ frame, rosterDelta, roster }: { frame: Frame; rosterDelta: RosterDelta | null; roster: Roster }) {
    const codes = quantiseFrame(frame)
    const isSameEpoch = newest !== null && newest.frame.rosterEpoch === frame.rosterEpoch
    const base = isSameEpoch && newest !== null ? newest.codes : null
    if (!isSameEpoch) {
      frames = []
      rosterDeltas = []
    }
    const delta =
      base === null ? null : { baseSeq: base.seq, packet: binaryPacket(encodeFrame({ frame, codes, base })) }
    keepLast(frames, { seq: frame.seq, delta }, length)
    if (rosterDelta !== null) {
      const packet = textPacket({ type: 'roster-delta', delta: rosterDelta })
      keepLast(rosterDeltas, { version: rosterDelta.version, packet }, length)
    }
    const rosterPacket = newest?.roster === roster ? newest.rosterPacket : null
    newest = { frame, codes, roster, key: null, rosterPacket }
  }

  function missedRosterDeltas(held: Held | null): Buffer[] | null {
    if (newest === null || held === null || held.rosterEpoch !== newest.frame.rosterEpoch) return null
    const missed = newest.frame.rosterVersion - held.rosterVersion
    const packets = rosterDeltas.filter(({ version }) => version > held.rosterVersion).map(({ packet }) => packet)
    return missed === packets.length ? packets : null
  }

  function rosterPackets(held: Held | null): readonly Buffer[] {
    if (newest === null) return []
    return missedRosterDeltas(held) ?? [(newest.rosterPacket ??= textPacket({ type: 'roster', roster: newest.roster }))]
  }

  function keyPacket(): Buffer {
    if (newest === null) throw new Error('there is no frame yet')
    return (newest.key ??= binaryPacket(encodeFrame({ frame: newest.frame, codes: newest.codes, base: null })))
  }

  function framePackets(held: Held | null): readonly Buffer[] {
    if (newest === null) return []
    // A client whose roster has to be sent whole holds rows that mean something else.
    if (held === null || missedRosterDeltas(held) === null) return [keyPacket()]
    if (held.seq === newest.frame.seq) return []
    const first = frames.findIndex(({ delta }) => delta?.baseSeq === held.seq)
    if (first < 0) return [keyPacket()]
    const missed = frames.slice(first).flatMap(({ delta }) => (delta === null ? [] : [delta.packet]))
    const key = keyPacket()
    return sizeOf(missed) <= key.length ? missed : [key]
  }

  return {
    append,
    newest: () => frames.at(-1) ?? null,
    newestHeld() {
      if (newest === null) return null
      const { rosterEpoch, rosterVersion, seq } = newest.frame
      return { rosterEpoch, rosterVersion, seq }
    },
    rosterPackets,
    framePackets,
    keyPacket,
  }
}

function keepLast<Item>(items: Item[], item: Item, length: number): void {
  items.push(item)
  if (items.length > length) items.shift()
}

function sizeOf(packets: readonly Buffer[]): number {
  return packets.reduce((sum, packet) => sum + packet.length, 0)
}
