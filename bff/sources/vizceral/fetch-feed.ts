import { open } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { failureOfError } from '../failure.ts'
import { readBody } from '../read-body.ts'
import { authorizationHeaders } from '../http-auth.ts'
import type { VizceralSettings } from './settings.ts'
import { WireFeed } from './wire.ts'

export type FetchedFeed =
  | { kind: 'answered'; feed: WireFeed; bytes: number }
  | { kind: 'failed'; message: string; retryAfterMs?: number }

type Failed = Extract<FetchedFeed, { kind: 'failed' }>
type Fetched = { kind: 'text'; text: string; bytes: number; isHtml: boolean } | Failed

const LONGEST_RETRY_AFTER_MS = 5 * 60_000

/** Brings the feed here. Nothing throws, and no word of the answer's body gets into a message: it may hold secrets. */
export async function fetchFeed(settings: VizceralSettings, signal: AbortSignal): Promise<FetchedFeed> {
  const fetched = settings.url.startsWith('file:') ? await readFile(settings) : await ask(settings, signal)
  if (fetched.kind === 'failed') return fetched
  const where = printableUrl(settings.url)
  const json = parseJson(fetched.text)
  if (json === undefined) return failed(unreadable({ ...fetched, where }))
  const feed = WireFeed.safeParse(json)
  if (!feed.success) {
    return failed(
      `${where} holds JSON that is not Vizceral's (an object with nodes and connections); is the url that of the graph, such as http://promviz:9091/graph?`,
    )
  }
  return { kind: 'answered', feed: feed.data, bytes: fetched.bytes }
}

/** Without what follows the ?, where tokens may be. */
export function printableUrl(text: string): string {
  const url = new URL(text)
  return url.protocol === 'file:' ? url.href : `${url.origin}${url.pathname}`
}

async function ask(settings: VizceralSettings, signal: AbortSignal): Promise<Fetched> {
  const where = printableUrl(settings.url)
  const { bytes: limitBytes, timeout } = settings.limits
  try {
    const response = await fetch(settings.url, {
      headers: { ...authorizationHeaders(settings.auth), accept: 'application/json' },
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
    })
    if (!response.ok) {
      await response.body?.cancel()
      return ofStatus(response, where)
    }
    const body = await readBody(response, limitBytes)
    if (body.kind === 'too-large') return tooLarge(where, limitBytes)
    const isHtml = (response.headers.get('content-type') ?? '').includes('html')
    return { kind: 'text', text: body.text, bytes: body.bytes, isHtml }
  } catch (error) {
    return failed(failureOfError(error, { where, system: "the feed's server", timeoutMs: timeout }).message)
  }
}

/** Never more than the limit; never a device or a pipe, which may have no end. */
async function readFile(settings: VizceralSettings): Promise<Fetched> {
  const where = printableUrl(settings.url)
  const limitBytes = settings.limits.bytes
  try {
    const file = await open(fileURLToPath(settings.url), 'r')
    try {
      const facts = await file.stat()
      if (!facts.isFile()) return failed(`${where} is no ordinary file; name the file that holds the graph.`)
      if (facts.size > limitBytes) return tooLarge(where, limitBytes)
      // A file that grows meanwhile is being written, and cannot be read whole now anyway.
      const buffer = Buffer.alloc(facts.size + 1)
      let bytes = 0
      for (;;) {
        const { bytesRead } = await file.read(buffer, bytes, buffer.length - bytes)
        bytes += bytesRead
        if (bytesRead === 0 || bytes === buffer.length) break
      }
      return { kind: 'text', text: new TextDecoder().decode(buffer.subarray(0, bytes)), bytes, isHtml: false }
    } finally {
      await file.close()
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
    return failed(
      code === 'ENOENT'
        ? `${where} does not exist; is the path right, and does the program that writes it run?`
        : `${where} cannot be read (${code}); check the path and the rights of this process.`,
    )
  }
}

function ofStatus(response: Response, where: string): Failed {
  const { status } = response
  if (status >= 300 && status < 400) {
    return failed(
      `${where} sends to another address (${status}), which is never followed; give the final address as url.`,
    )
  }
  if (status === 401) return failed(`${where} does not let Spillway in (401); check auth of this source.`)
  if (status === 403) return failed(`${where} does not let Spillway in (403); these credentials may not read it.`)
  if (status === 404) return failed(`${where} does not exist (404); promviz serves its graph at /graph.`)
  const retry = retryAfterMs(response)
  if (status === 429 || status === 503) {
    return failed(`${where} is not ready or has too much to do (${status}); it is asked again later.`, retry)
  }
  return failed(`${where} failed with ${status}; see that server's log.`, retry)
}

function unreadable(found: { text: string; isHtml: boolean; where: string }): string {
  const { text, isHtml, where } = found
  if (isHtml || /^\s*<(?:!doctype|html)/i.test(text)) {
    return `${where} answered with a web page in place of the graph's JSON; is a login in between, or is it the address of the page that shows the graph?`
  }
  if (text.trim() === '') return `${where} holds nothing at all; is the url that of the graph?`
  return `${where} holds JSON that is cut off or damaged after ${text.length} characters; was it read while it was written, or does a proxy limit its size?`
}

function tooLarge(where: string, limitBytes: number): Failed {
  const megabytes = (limitBytes / 1024 ** 2).toFixed(limitBytes < 1024 ** 2 ? 2 : 0)
  return failed(`${where} holds more than ${megabytes} MB; raise limits.bytes of this source if that is right.`)
}

function failed(message: string, retryAfter?: number): Failed {
  return { kind: 'failed', message, ...(retryAfter === undefined ? {} : { retryAfterMs: retryAfter }) }
}

/** Seconds; bounded, so that no server can silence a source for good. */
function retryAfterMs(response: Response): number | undefined {
  const header = response.headers.get('retry-after')?.trim() ?? ''
  return /^\d+$/.test(header) ? Math.min(Number(header) * 1_000, LONGEST_RETRY_AFTER_MS) : undefined
}

/** Undefined where the text is no JSON (JSON itself has no undefined). */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
