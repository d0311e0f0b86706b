/**
 * How many frames a client has not yet read, as far as its answers tell: a ping behind a frame is answered only when
 * all before it has been read from the socket. What the kernel holds counts as unread.
 */
export interface Unacknowledged {
  readonly frames: number
  /** False while so many pings wait for an answer that one more would tell nothing. */
  readonly mayPing: boolean
  frameSent(): void
  pingSent(number: number): void
  answered(number: number | null): void
}

const MOST_OPEN_PINGS = 8

export function countUnacknowledged(): Unacknowledged {
  let open: { number: number; frames: number }[] = []
  let frames = 0
  let sincePing = 0
  return {
    get frames() {
      return frames
    },
    get mayPing() {
      return open.length < MOST_OPEN_PINGS
    },
    frameSent() {
      frames++
      sincePing++
    },
    pingSent(number) {
      open.push({ number, frames: sincePing })
      sincePing = 0
    },
    answered(number) {
      const place = open.findIndex((ping) => ping.number === number)
      for (const ping of open.slice(0, place + 1)) frames -= ping.frames
      open = open.slice(place + 1)
    },
  }
}
