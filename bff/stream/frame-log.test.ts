import { describe, expect, it } from 'vitest'
import { createSimulatedFleet } from '#contract/frame-codec/simulated-fleet-fixture.ts'
import type { RosterDelta } from '#contract/roster.ts'
import { createFrameLog, type FrameLog, type Held } from './frame-log.ts'
import { rosterOfFleet } from './fleet-roster-fixture.ts'

const noRows = {
  zones: [],
  feeds: [],
  businessMetrics: [],
  nodes: [],
  edges: [],
  changedNodes: [],
  changedEdges: [],
}

/** A log of so many frames of one fleet; the roster changes with the frames named. */
function logOf({
  frames,
  length = 60,
  changesAt = [],
}: {
  frames: number
  length?: number
  changesAt?: number[]
}): FrameLog {
  const fleet = createSimulatedFleet({ nodes: 100, edges: 1_000, seed: 2 })
  const log = createFrameLog({ length })
  let roster = rosterOfFleet(fleet)
  for (let count = 1; count <= frames; count++) {
    const frame = fleet.next()
    const isChanged = changesAt.includes(count)
    if (isChanged) roster = { ...roster, version: roster.version + 1 }
    const rosterDelta: RosterDelta | null = isChanged
      ? { epoch: 'simulated', version: roster.version, ...noRows }
      : null
    log.append({ frame: { ...frame, rosterVersion: roster.version }, rosterDelta, roster })
  }
  return log
}

function held(seq: number, rosterVersion = 1, rosterEpoch = 'simulated'): Held {
  return { rosterEpoch, rosterVersion, seq }
}

/** `text`, `key` or `delta`, packet by packet. */
function kindsOf(packets: readonly Buffer[]): string[] {
  return packets.map((packet) => {
    const bytes = packet.subarray(packet[1] === 126 ? 4 : packet[1] === 127 ? 10 : 2)
    if (packet[0] === 0x81) return String(JSON.parse(bytes.toString()).type)
    return bytes[2] === 0 ? 'key' : 'delta'
  })
}

describe('the log of frames', () => {
  it('has nothing before the first frame', () => {
    const log = createFrameLog({ length: 3 })
    expect(log.newest()).toBeNull()
    expect(log.packetsAfter(null)).toEqual([])
    expect(log.wholePackets(null)).toEqual([])
  })

  it.each([
    ['nobody knows it', null, ['roster', 'key']],
    ['it has the frame before', held(9), ['delta']],
    ['it has the newest', held(10), []],
    ['two deltas weigh less than the whole', held(8), ['delta', 'delta']],
    ['many deltas weigh more than the whole', held(2), ['key']],
    ['its frame is of another epoch', held(9, 1, 'other'), ['roster', 'key']],
    ['its frame has our number, in another epoch', held(10, 1, 'other'), ['roster', 'key']],
    ['its roster is newer than ours', held(9, 2), ['roster', 'key']],
  ])('brings what is needed: %s', (_, has, kinds) => {
    expect(kindsOf(logOf({ frames: 10 }).packetsAfter(has))).toEqual(kinds)
  })

  it.each([
    ['the change came since', held(4, 1), ['roster-delta', 'delta']],
    ['the change was received, its frame was not', held(4, 2), ['delta']],
    ['both changes came since', held(3, 1), ['roster-delta', 'roster-delta', 'delta', 'delta']],
  ])('brings changes of the roster before the frame: %s', (_, has, kinds) => {
    const changesAt = has.seq === 3 ? [4, 5] : [5]
    expect(kindsOf(logOf({ frames: 5, changesAt }).packetsAfter(has))).toEqual(kinds)
  })

  it('brings the whole roster where a change of it is kept no more', () => {
    const log = logOf({ frames: 8, length: 2, changesAt: [2, 4, 6] })
    expect(kindsOf(log.packetsAfter(held(1, 1)))).toEqual(['roster', 'key'])
    expect(kindsOf(log.packetsAfter(held(4, 2)))).toEqual(['roster-delta', 'roster-delta', 'key'])
  })

  it('brings the whole frame where a delta is kept no more', () => {
    const log = logOf({ frames: 8, length: 2 })
    expect(kindsOf(log.packetsAfter(held(5)))).toEqual(['key'])
    expect(kindsOf(log.packetsAfter(held(6)))).toEqual(['delta', 'delta'])
  })

  it('builds each packet once, for whoever asks', () => {
    const log = logOf({ frames: 10 })
    for (const has of [null, held(9), held(2)]) {
      const [one, other] = [log.packetsAfter(has), log.packetsAfter(has)]
      expect(one.every((packet, index) => packet === other[index])).toBe(true)
    }
  })

  it('begins anew with a new epoch', () => {
    const log = logOf({ frames: 5 })
    const fleet = createSimulatedFleet({ nodes: 3, edges: 4, seed: 1 })
    const roster = { ...rosterOfFleet(fleet), epoch: 'second' }
    log.append({ frame: { ...fleet.next(), rosterEpoch: 'second' }, rosterDelta: null, roster })
    expect(kindsOf(log.packetsAfter(held(5)))).toEqual(['roster', 'key'])
    expect(log.newest()).toEqual({ rosterEpoch: 'second', rosterVersion: 1, seq: 1 })
  })
})
