import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Actor } from '#contract/access.ts'
import { ROUTES } from '#contract/routes.ts'
import { refuseUpgrade, type Refusal } from './refuse-upgrade.ts'

export interface GateInput {
  /** False answers 403. */
  checkOrigin: (request: IncomingMessage) => boolean
  /** Null answers 401, and later ends the stream of a session that is over. */
  authenticate: (request: IncomingMessage) => Actor | null | Promise<Actor | null>
  /** Why this one cannot be let in just now, in words; null where there is room. */
  fullBecause: (actor: Actor) => string | null
  enter: (visitor: { webSocket: WebSocket; socket: Duplex; request: IncomingMessage; actor: Actor }) => void
}

/** Who may follow the stream: pages of this server, with a session, while there is room. */
export interface Gate {
  attach(server: Server): void
  detach(): void
}

/** A browser says a few words of a hundred bytes. */
const MOST_MESSAGE_BYTES = 4_096

export function createGate(input: GateInput): Gate {
  const servers = new Set<Server>()
  const webSockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MOST_MESSAGE_BYTES,
    clientTracking: false,
  })

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    // Before `ws` takes the socket nobody else listens for its end.
    const ignore = () => undefined
    socket.on('error', ignore)
    const verdict = await judge(request, input)
    if (verdict.kind === 'refused') return refuseUpgrade(socket, verdict.refusal)
    socket.off('error', ignore)
    webSockets.handleUpgrade(request, socket, head, (webSocket) =>
      input.enter({ webSocket, socket, request, actor: verdict.actor }),
    )
  }

  function onUpgrade(this: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (request.url?.split('?', 1)[0] === ROUTES.stream) upgrade(request, socket, head).catch(() => socket.destroy())
    else if (this.listenerCount('upgrade') === 1) refuseUpgrade(socket, NOT_FOUND)
  }

  return {
    attach(server) {
      servers.add(server)
      server.on('upgrade', onUpgrade)
    },
    detach() {
      for (const server of servers) server.off('upgrade', onUpgrade)
      servers.clear()
    },
  }
}

const NOT_FOUND: Refusal = { status: 404, code: 'not_found', message: `The stream is at ${ROUTES.stream}.` }

type Verdict = { kind: 'welcome'; actor: Actor } | { kind: 'refused'; refusal: Refusal }

async function judge(request: IncomingMessage, input: GateInput): Promise<Verdict> {
  if (!input.checkOrigin(request)) {
    const message = 'The page that asks for the stream is not of this server: its Origin is absent or another one.'
    return refused({ status: 403, code: 'forbidden', message })
  }
  const actor = await actorOf(request, input)
  if (actor === null) {
    return refused({ status: 401, code: 'not_authenticated', message: 'Sign in to follow the stream.' })
  }
  // Asked last: of those who waited for their session to be looked up, too many may have come.
  const full = input.fullBecause(actor)
  return full === null ? { kind: 'welcome', actor } : refused({ status: 503, code: 'unavailable', message: full })
}

function refused(refusal: Refusal): Verdict {
  return { kind: 'refused', refusal }
}

/** A check that fails is a refusal. */
export async function actorOf(
  request: IncomingMessage,
  { authenticate }: Pick<GateInput, 'authenticate'>,
): Promise<Actor | null> {
  try {
    return await authenticate(request)
  } catch {
    return null
  }
}
