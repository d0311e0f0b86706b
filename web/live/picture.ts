import type { FrameCodes } from '#contract/frame-codec/encode-frame.ts'
import { applyRosterDelta, type Roster } from '#contract/roster.ts'
import { ServerMessage, type Bye, type Start } from '#contract/stream.ts'
import type { LiveStore } from './create-live-store.ts'
import { createSkewMeter } from './measure-skew.ts'
import { readFrame } from './read-frame.ts'

/** What this page holds of the fleet, across connections: it is what a stream is resumed from. */
export interface Picture {
  /** The first thing to say to a server. */
  start(): Start
  /** Rejects where the message cannot be read; nothing has changed then. */
  read(input: ReadInput): Promise<ReadOutcome>
  /** Resume from nothing next time. */
  forget(): void
}

export interface ReadInput {
  message: string | ArrayBuffer
  /** False where a later frame waits already: this one is then kept as the next one's base, and not shown. */
  isNewest: boolean
  /** Asked when the frame has been inflated: a connection that is over has no say. */
  isCurrent: () => boolean
}

export type ReadOutcome = { kind: 'frame' } | { kind: 'message' } | { kind: 'bye'; bye: Bye }

export function createPicture({ store, clock }: { store: LiveStore; clock: { now(): number } }): Picture {
  let roster: Roster | null = null
  let codes: FrameCodes | null = null
  const measureSkew = createSkewMeter()

  function fold(message: ServerMessage): ReadOutcome {
    const lastHeardAt = clock.now()
    const skewOf = (serverAt: number) => measureSkew({ browserAt: lastHeardAt, serverAt })
    switch (message.type) {
      case 'hello': {
        const { simulated, scenario = null, freshness, health, serverAt } = message
        store.setState({ lastHeardAt, simulated, scenario, freshness, health, skewMs: skewOf(serverAt) })
        return { kind: 'message' }
      }
      case 'heartbeat':
        store.setState({ lastHeardAt, sources: message.sources, skewMs: skewOf(message.serverAt) })
        return { kind: 'message' }
      case 'roster':
        roster = message.roster
        return { kind: 'message' }
      case 'roster-delta':
        if (roster === null) throw new RangeError('a change of a roster that was never sent')
        roster = applyRosterDelta(roster, message.delta)
        return { kind: 'message' }
      case 'bye':
        return { kind: 'bye', bye: message }
    }
  }

  async function readFrameInto({ bytes, isNewest, isCurrent }: FrameInput): Promise<ReadOutcome> {
    const of = roster
    const decoded = await readFrame({ bytes, roster: of, base: codes })
    if (!isCurrent()) return { kind: 'message' }
    codes = decoded.codes
    // The roster goes with its frame, so that a reader of the store always finds both of the same rows.
    if (isNewest) store.setState({ frame: decoded.frame, roster: of, lastHeardAt: clock.now() })
    return { kind: 'frame' }
  }

  return {
    start() {
      if (roster === null || codes === null) return { type: 'start' }
      return { type: 'start', rosterEpoch: roster.epoch, rosterVersion: roster.version, since: codes.seq }
    },
    read: async ({ message, ...when }) =>
      typeof message === 'string'
        ? fold(ServerMessage.parse(JSON.parse(message)))
        : readFrameInto({ bytes: new Uint8Array(message), ...when }),
    forget() {
      roster = null
      codes = null
    },
  }
}

interface FrameInput {
  bytes: Uint8Array<ArrayBuffer>
  isNewest: boolean
  isCurrent: () => boolean
}
