import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { answer, answerBroken, type Content } from '../answer.ts'
import type { FaultKind } from '../faults.ts'
import type { EurekaApi } from './eureka-api.ts'

const pack = promisify(gzip)
/** Lists are handed out many times. */
const packed = new WeakMap<Content, Promise<Buffer>>()

/** One request on the registry's address; its Date is the world's. */
export async function serveEureka(
  given: { api: EurekaApi; fault: FaultKind | null; now: number },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const content = (): Content =>
    given.api.answer({
      method: request.method ?? 'GET',
      path: url.pathname,
      params: url.searchParams,
      accept: request.headers.accept ?? '',
    }) ?? { status: 404, type: 'text/plain', text: 'Not Found\n' }
  response.setHeader('date', new Date(given.now).toUTCString())
  if (given.fault !== null && given.fault !== 'frozen') return answerBroken(response, given.fault, content)
  const told = content()
  if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return answer(response, told)
  const packing = packed.get(told) ?? pack(told.text)
  packed.set(told, packing)
  const body = await packing
  response.writeHead(told.status, {
    'content-type': told.type,
    'content-encoding': 'gzip',
    'content-length': body.length,
  })
  response.end(body)
}
