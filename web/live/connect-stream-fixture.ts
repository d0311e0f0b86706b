import { createTurnedClock, type TurnedClock } from '#bff/stream/stream-server-fixture.ts'
import { connectStream, type StreamConnection } from './connect-stream.ts'
import { createLiveStore, type LiveStore } from './create-live-store.ts'
import type { LiveState } from './live-store.ts'

/** A page that follows a stream over Node's own WebSocket; its clock and its visibility are turned by the test. */
export interface Page {
  store: LiveStore
  clock: TurnedClock
  connection: StreamConnection
  /** Every state the store has been in. */
  states: readonly LiveState[]
  /** Every message received, frames as `frame`, others by their type, for each connection. */
  received: readonly string[][]
  /** Every message sent, as text, for each connection. */
  sent: readonly string[][]
  hide(): void
  show(): void
  /** Breaks the connection without a word to the page. */
  cut(): void
  /** Waits until the store's state is as wanted; only the sockets move meanwhile. */
  until(isWanted: (state: LiveState) => boolean): Promise<LiveState>
}

export function openPage({ url, skewMs = 0 }: { url: string; skewMs?: number }): Page {
  const clock = createTurnedClock(Date.UTC(2026, 10, 22, 14) + skewMs)
  const store = createLiveStore({ now: clock.now() })
  const states: LiveState[] = [store.getState()]
  const received: string[][] = []
  const sent: string[][] = []
  const listeners = new Set<() => void>()
  let sockets: WebSocket[] = []
  let isHidden = false
  store.subscribe((state) => states.push(state))

  function webSocket(address: string): WebSocket {
    const heard: string[] = []
    const said: string[] = []
    received.push(heard)
    sent.push(said)
    const socket = recordedSocket({ address, heard, said })
    sockets.push(socket)
    return socket
  }
  function look(hidden: boolean): void {
    isHidden = hidden
    for (const listener of listeners) listener()
  }
  const connection = connectStream({
    url,
    store,
    clock,
    timers: clock,
    random: () => 0,
    visibility: {
      isHidden: () => isHidden,
      onChange(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    webSocket,
  })

  return {
    store,
    clock,
    connection,
    states,
    received,
    sent,
    hide: () => look(true),
    show: () => look(false),
    cut() {
      for (const socket of sockets) socket.close()
      sockets = []
    },
    async until(isWanted) {
      for (let looks = 0; looks < 2_000; looks++) {
        if (isWanted(store.getState())) return store.getState()
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
      throw new Error(`the page stays ${JSON.stringify(store.getState().stream)}`)
    },
  }
}

function recordedSocket({ address, heard, said }: { address: string; heard: string[]; said: string[] }): WebSocket {
  const socket = new WebSocket(address)
  socket.addEventListener('message', ({ data }: { data: unknown }) => {
    heard.push(typeof data === 'string' ? (/"type":"([a-z-]+)"/.exec(data)?.[1] ?? data) : 'frame')
  })
  const send = socket.send.bind(socket)
  socket.send = (message) => {
    said.push(String(message))
    send(message)
  }
  return socket
}
