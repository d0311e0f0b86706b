import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { countUnacknowledged } from './count-unacknowledged.ts'
import type { Ping } from './packet.ts'

/**
 * The way out to one client. `ws` hands each of its own frames to the socket at once (nothing is compressed, nothing
 * read from a Blob), so frames that were built once for all may go between them.
 */
export interface Outlet {
  /** Bytes that wait in this process. */
  readonly backlogBytes: number
  /** True while the client has not read what is under way: nothing newer may queue up behind it. */
  readonly isBehind: boolean
  write(packet: Buffer): void
  /** What together brings one frame. */
  writeFrame(packets: readonly Buffer[]): void
  writePing(ping: Ping): void
  answered(ping: number | null): void
  /** What is written meanwhile goes in one call of the system. */
  together(write: () => void): void
}

export function createOutlet(input: { socket: Duplex; webSocket: WebSocket; unacknowledgedFrames: number }): Outlet {
  const { socket, webSocket, unacknowledgedFrames } = input
  const unread = countUnacknowledged()
  function write(packet: Buffer): void {
    if (webSocket.readyState === webSocket.OPEN) socket.write(packet)
  }
  return {
    get backlogBytes() {
      return socket.writableLength
    },
    get isBehind() {
      return socket.writableLength > 0 || unread.frames >= unacknowledgedFrames
    },
    write,
    writeFrame(packets) {
      for (const packet of packets) write(packet)
      unread.frameSent()
    },
    writePing(ping) {
      if (!unread.mayPing) return
      write(ping.packet)
      unread.pingSent(ping.number)
    },
    answered: unread.answered,
    together(act) {
      socket.cork()
      act()
      socket.uncork()
    },
  }
}
