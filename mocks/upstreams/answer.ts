import type { ServerResponse } from 'node:http'
import type { FaultKind } from './faults.ts'

/** Writes answers as real servers do, whole or broken. */

const HUGE_BYTES = 200 * 1024 ** 2
const HUGE_PIECE = Buffer.alloc(64 * 1024, 0x20)
const LOGIN_PAGE = '<!doctype html><html><head><title>Sign in</title></head><body><form>…</form></body></html>'

export interface Content {
  status: number
  type: string
  text: string
}

export function answer(response: ServerResponse, content: Content): void {
  const body = Buffer.from(content.text, 'utf8')
  response.writeHead(content.status, { 'content-type': content.type, 'content-length': body.length })
  response.end(body)
}

/** `content` is what a whole answer would have been. */
export function answerBroken(response: ServerResponse, fault: FaultKind, content: () => Content): void {
  switch (fault) {
    case 'frozen':
    case 'hang':
      return
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      response.end(LOGIN_PAGE)
      return
    case 'error-500':
      response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' })
      response.end('out of memory')
      return
    case 'truncate': {
      const { status, type, text } = content()
      response.writeHead(status, { 'content-type': type })
      response.end(text.slice(0, Math.floor(text.length / 2)))
      return
    }
    case 'reset': {
      const { status, type, text } = content()
      response.writeHead(status, { 'content-type': type })
      response.write(text.slice(0, Math.floor(text.length / 2)), () => response.socket?.resetAndDestroy())
      return
    }
    case 'huge':
      response.writeHead(200, { 'content-type': 'application/json' })
      writeHuge(response)
  }
}

/** As fast as the reader takes it, and no further than he does. */
function writeHuge(response: ServerResponse): void {
  let sent = response.write('{"status":"success","data":{"resultType":"vector","result":[') ? 0 : 0
  const more = () => {
    while (sent < HUGE_BYTES && !response.destroyed) {
      sent += HUGE_PIECE.length
      if (!response.write(HUGE_PIECE)) {
        response.once('drain', more)
        return
      }
    }
    if (!response.destroyed) response.end(']}}')
  }
  more()
}
