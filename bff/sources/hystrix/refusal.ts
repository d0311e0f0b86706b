import type { StreamEnd } from './read-stream.ts'

const MOST_BODY_BYTES = 2_048
const LONGEST_RETRY_AFTER_MS = 5 * 60_000

/** Without what follows the ?, where tokens may be; but a Turbine's cluster is part of its name. */
export function printableStream(text: string): string {
  const url = new URL(text)
  const cluster = url.searchParams.get('cluster')
  return `${url.origin}${url.pathname}${cluster === null ? '' : `?cluster=${encodeURIComponent(cluster)}`}`
}

/** Why an answer is no stream of events, in one sentence; null where it is one. The body is never quoted. */
export async function refusalOf(response: Response, where: string): Promise<StreamEnd | null> {
  const { status } = response
  const type = response.headers.get('content-type') ?? ''
  if (response.ok && status === 200 && !/html|json/i.test(type)) return null
  const body = status === 503 ? await beginningOf(response) : ''
  // A body that goes on for ever must not hold the connection.
  await response.body?.cancel().catch(() => {})
  const retry = retryAfterMs(response)
  return { message: wordsOf({ status, type, body, where }), ...(retry === undefined ? {} : { retryAfterMs: retry }) }
}

function wordsOf(found: { status: number; type: string; body: string; where: string }): string {
  const { status, type, body, where } = found
  const [, most] = /MaxConcurrentConnections reached: (\d+)/i.exec(body) ?? []
  if (most !== undefined) {
    return `${where} serves no more than ${most} connections and all are taken (MaxConcurrentConnections), by dashboards or Turbine perhaps; it is asked again.`
  }
  if (/has been shut down/i.test(body)) return `${where} is being shut down.`
  if (status === 200 && /html/i.test(type)) {
    return `${where} answered with a web page in place of a stream; is a login in between?`
  }
  if (status === 200) return `${where} answered with JSON in place of a stream of events; is it the right path?`
  if (status >= 300 && status < 400) {
    return `${where} sends to another address (${status}), which is never followed; give the final address.`
  }
  if (status === 401) return `${where} does not let Spillway in (401); check auth of this source.`
  if (status === 403) return `${where} does not let Spillway in (403); these credentials may not read it.`
  if (status === 404) {
    return where.includes('cluster=')
      ? `${where} does not exist (404); does Turbine know a cluster of this name?`
      : `${where} does not exist (404); Spring Boot 2 serves it at /actuator/hystrix.stream once it is exposed.`
  }
  if (status === 429 || status === 503)
    return `${where} is not ready or has too much to do (${status}), or all of its few connections are taken; it is asked again.`
  return `${where} failed with ${status}; see that server's log.`
}

async function beginningOf(response: Response): Promise<string> {
  const reader = response.body?.getReader()
  if (reader === undefined) return ''
  const decoder = new TextDecoder()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    text += decoder.decode(value, { stream: true })
    if (text.length > MOST_BODY_BYTES) break
  }
  await reader.cancel().catch(() => {})
  reader.releaseLock()
  return text.slice(0, MOST_BODY_BYTES)
}

/** Seconds; bounded, so that no server can silence us for good. */
function retryAfterMs(response: Response): number | undefined {
  const header = response.headers.get('retry-after')?.trim() ?? ''
  return /^\d+$/.test(header) ? Math.min(Number(header) * 1_000, LONGEST_RETRY_AFTER_MS) : undefined
}
