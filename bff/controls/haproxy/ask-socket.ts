import { connect } from 'node:net'

export type SocketAnswer =
  | { kind: 'answered'; text: string }
  /** The connection was never made: nothing was sent. */
  | { kind: 'not-sent'; cause: 'unreachable' | 'credentials'; why: string }
  | { kind: 'no-answer'; why: string }

const MOST_ANSWER_BYTES = 16 * 1_024 * 1_024

/** One command on a connection of its own; the answer is whole when the other side closes. Never throws. */
export function askSocket(input: {
  /** A path, or host:port. */
  address: string
  command: string
  limitMs: number
  signal: AbortSignal
}): Promise<SocketAnswer> {
  const { address, command, limitMs, signal } = input
  return new Promise((resolve) => {
    const socket = connect(endpointOf(address))
    const pieces: Buffer[] = []
    let bytes = 0
    let isSent = false

    function finish(answer: SocketAnswer): void {
      clearTimeout(limit)
      signal.removeEventListener('abort', onClosed)
      socket.destroy()
      resolve(answer)
    }
    const noAnswer = (why: string) =>
      finish(isSent ? { kind: 'no-answer', why } : { kind: 'not-sent', cause: 'unreachable', why })
    const onClosed = () => noAnswer('the control was closed')
    const limit = setTimeout(() => noAnswer(`no answer within ${limitMs / 1_000} s`), Math.max(1, limitMs))
    signal.addEventListener('abort', onClosed)
    if (signal.aborted) onClosed()

    socket.on('connect', () => {
      isSent = true
      socket.write(`${command}\n`)
    })
    socket.on('data', (piece: Buffer) => {
      bytes += piece.length
      if (bytes > MOST_ANSWER_BYTES) noAnswer('its answer is larger than 16 MB')
      else pieces.push(piece)
    })
    socket.on('end', () => {
      if (bytes === 0) noAnswer('the connection was closed without a word')
      else finish({ kind: 'answered', text: Buffer.concat(pieces).toString('utf8') })
    })
    socket.on('error', (error) => {
      const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
      if (isSent) noAnswer(`the connection broke (${code})`)
      else if (code === 'EACCES' || code === 'EPERM')
        finish({ kind: 'not-sent', cause: 'credentials', why: `this user may not open ${address} (${code})` })
      else finish({ kind: 'not-sent', cause: 'unreachable', why: `${address} cannot be reached (${code})` })
    })
  })
}

function endpointOf(address: string): { path: string } | { host: string; port: number } {
  if (address.startsWith('/')) return { path: address }
  const split = address.lastIndexOf(':')
  const host = address.slice(0, split).replaceAll(/[[\]]/g, '')
  return { host, port: Number(address.slice(split + 1)) }
}
