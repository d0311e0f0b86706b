import { WebSocket } from 'ws'
import { z } from 'zod'
import { decodeHeader } from '#contract/frame-codec/frame-header.ts'

/**
 * The browsers' side of the fan-out benchmark, in a process of its own, so that the server's CPU time is the server's
 * alone. Told what to do by messages of its parent; ends with it.
 */
export const ClientsCommand = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('connect'), url: z.string(), origin: z.string(), count: z.number() }),
  z.strictObject({ kind: z.literal('stall'), count: z.number() }),
  z.strictObject({ kind: z.literal('report') }),
  z.strictObject({ kind: z.literal('leave') }),
])
export type ClientsCommand = z.infer<typeof ClientsCommand>

export const ClientsAnswer = z.strictObject({
  kind: z.enum(['connected', 'stalled', 'reported', 'left']),
  /** Of each frame since the last report, p99 over the clients that do not stand still, ms from its `at`. */
  p99DelaysMs: z.array(z.number()),
})
export type ClientsAnswer = z.infer<typeof ClientsAnswer>

let clients: WebSocket[] = []
let stalled = new Set<WebSocket>()
const delaysBySeq = new Map<number, number[]>()

function connect(url: string, origin: string): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const client = new WebSocket(url, { origin, perMessageDeflate: false, skipUTF8Validation: true })
    client.on('error', reject)
    client.on('message', (bytes, isBinary) => {
      if (isBinary && Buffer.isBuffer(bytes) && !stalled.has(client)) noteDelay(bytes)
    })
    client.on('open', () => {
      client.send(JSON.stringify({ type: 'start' }))
      resolve(client)
    })
  })
}

function noteDelay(bytes: Buffer): void {
  const { seq, at } = decodeHeader(bytes)
  const delays = delaysBySeq.get(seq) ?? []
  delays.push(performance.timeOrigin + performance.now() - at)
  delaysBySeq.set(seq, delays)
}

/** A frame that reached only some, because it was under way just now, is left for the next report. */
function report(): number[] {
  const expected = (clients.length - stalled.size) * 0.9
  const whole = [...delaysBySeq].filter(([, delays]) => delays.length >= expected)
  for (const [seq] of whole) delaysBySeq.delete(seq)
  return whole.map(([, delays]) => delays.toSorted((a, b) => a - b)[Math.floor(delays.length * 0.99)] ?? NaN)
}

async function obey(command: ClientsCommand): Promise<ClientsAnswer> {
  switch (command.kind) {
    case 'connect': {
      // A few at a time, as browsers would come; all at once would overrun the listening socket's queue.
      for (let left = command.count; left > 0; left -= 50) {
        const some = Array.from({ length: Math.min(left, 50) }, () => connect(command.url, command.origin))
        clients.push(...(await Promise.all(some)))
      }
      return { kind: 'connected', p99DelaysMs: [] }
    }
    case 'stall':
      stalled = new Set(clients.slice(0, command.count))
      for (const client of stalled) client.pause()
      delaysBySeq.clear()
      return { kind: 'stalled', p99DelaysMs: [] }
    case 'report':
      return { kind: 'reported', p99DelaysMs: report() }
    case 'leave':
      for (const client of clients) client.terminate()
      clients = []
      stalled.clear()
      delaysBySeq.clear()
      return { kind: 'left', p99DelaysMs: [] }
  }
}

if (process.send !== undefined) {
  process.on('disconnect', () => process.exit(0))
  process.on('message', (message) => {
    obey(ClientsCommand.parse(message)).then(
      (answer) => process.send?.(answer),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  })
}
