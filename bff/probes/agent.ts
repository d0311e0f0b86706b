/**
 * The probe agent: one file without dependencies, for any machine with Node 22.18 or later. It asks the public name and
 * each region the way a user's device does, on a fresh connection each time, so that every answer tells what DNS and
 * the proxies do now; and tells Spillway every few seconds what it saw. It holds no rights: it can only report.
 *
 *   SPILLWAY_PROBE_SECRET=… node agent.ts --to https://spillway.example --vantage fra-1 \
 *     --name https://www.example/ping --region us-east-1=https://use1.example/ping
 */
import { request as askPlain } from 'node:http'
import { request as askSafely } from 'node:https'
import { parseArgs } from 'node:util'

interface Window {
  vantage: string
  asked: string | null
  from: number
  to: number
  sent: number
  answeredBy: Record<string, number>
  failed: Record<string, number>
  latencyMs: { p50: number | null; p99: number | null }
}

/** What is counted together: all public names as one, each region by itself. */
interface Target {
  asked: string | null
  urls: readonly URL[]
  window: Window
  latenciesMs: number[]
}

const { values } = parseArgs({
  options: {
    to: { type: 'string' },
    vantage: { type: 'string' },
    name: { type: 'string', multiple: true, default: [] },
    region: { type: 'string', multiple: true, default: [] },
    /** The response header that names the region. */
    header: { type: 'string', default: 'x-region' },
    /** Probes a second of each name. */
    rate: { type: 'string', default: '10' },
    'window-seconds': { type: 'string', default: '5' },
    'timeout-ms': { type: 'string', default: '3000' },
  },
})

const secret = process.env['SPILLWAY_PROBE_SECRET'] ?? ''
const vantage = needed('vantage')
const to = new URL('/api/v1/probes', needed('to'))
const everyMs = 1_000 / numberOf('rate', 0.1, 50)
const windowMs = numberOf('window-seconds', 1, 60) * 1_000
const timeoutMs = numberOf('timeout-ms', 100, 30_000)
const targets = [
  ...(values.name.length === 0 ? [] : [targetOf(null, values.name)]),
  ...values.region.map((pair) => {
    const at = pair.indexOf('=')
    if (at < 1) stop(`--region ${pair}: expected <region>=<url>`)
    return targetOf(pair.slice(0, at), [pair.slice(at + 1)])
  }),
]
if (targets.length === 0) stop('expected at least one --name or --region')
if (secret.length < 16) stop('SPILLWAY_PROBE_SECRET: expected the secret of this vantage point')

/** Reports that could not be sent; the oldest are dropped beyond a minute of them. */
let unsent: Window[] = []
const MOST_UNSENT = 256

const doors = targets.flatMap((target) => target.urls.map((url) => ({ target, url })))
for (const [index, { target, url }] of doors.entries()) {
  // Spread within the interval, so that they do not all ask at once.
  setTimeout(() => setInterval(() => void probe(target, url), everyMs), (everyMs * index) / doors.length)
}
setInterval(() => void report(), windowMs)
for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.once(signal, () => process.exit(0))

async function probe(target: Target, url: URL): Promise<void> {
  const began = performance.now()
  const { window } = target
  window.sent += 1
  const seen = await ask(url)
  // An answer to a probe of an earlier window is counted where it arrives; its question moves along.
  if (target.window !== window) {
    window.sent -= 1
    target.window.sent += 1
  }
  if (seen.kind === 'answered') {
    target.latenciesMs.push(performance.now() - began)
    count(target.window.answeredBy, seen.region)
  } else count(target.window.failed, seen.why)
}

function ask(url: URL): Promise<{ kind: 'answered'; region: string } | { kind: 'failed'; why: string }> {
  return new Promise((resolve) => {
    const failed = (why: string) => resolve({ kind: 'failed', why })
    const options = { agent: false, headers: { 'user-agent': 'spillway-probe', connection: 'close' } } as const
    const request = (url.protocol === 'https:' ? askSafely : askPlain)(url, options, (response) => {
      response.on('error', () => failed('reset'))
      response.on('end', () => {
        const region = response.headers[values.header.toLowerCase()]
        const status = response.statusCode ?? 0
        if (status < 200 || status >= 400) failed(`status-${status}`)
        else if (typeof region !== 'string') failed('no-region')
        else resolve({ kind: 'answered', region })
      })
      response.resume()
    })
    const limit = setTimeout(() => {
      failed('timeout')
      request.destroy()
    }, timeoutMs)
    request.on('close', () => clearTimeout(limit))
    request.on('error', (error) => failed(wordOf(error)))
    request.end()
  })
}

function wordOf(error: Error): string {
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'ECONNREFUSED') return 'refused'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'dns'
  if (/CERT|SSL|TLS|SELF_SIGNED/.test(code)) return 'certificate'
  return code === 'ETIMEDOUT' ? 'timeout' : 'reset'
}

async function report(): Promise<void> {
  const now = Date.now()
  for (const target of targets) {
    target.window.to = now
    target.window.latencyMs = { p50: quantile(target.latenciesMs, 0.5), p99: quantile(target.latenciesMs, 0.99) }
    unsent.push(target.window)
    target.window = emptyWindow(target.asked, now)
    target.latenciesMs = []
  }
  unsent = unsent.slice(-MOST_UNSENT)
  const sending = unsent.slice(0, 64)
  try {
    const response = await fetch(to, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'spillway-client': 'probe',
        'spillway-probe': `${vantage}:${secret}`,
      },
      body: JSON.stringify({ windows: sending }),
      signal: AbortSignal.timeout(windowMs),
    })
    // What is refused as it is would be refused for ever.
    if (response.ok || response.status === 400) unsent = unsent.filter((window) => !sending.includes(window))
    if (!response.ok) process.stderr.write(`${to.href} answered ${response.status}: ${await response.text()}\n`)
  } catch (error) {
    process.stderr.write(`${to.href} cannot be reached: ${error instanceof Error ? error.message : 'unknown'}\n`)
  }
}

function targetOf(asked: string | null, urls: readonly string[]): Target {
  const wrong = urls.find((url) => !URL.canParse(url))
  if (wrong !== undefined) stop(`${wrong}: expected an address such as https://www.example/ping`)
  return { asked, urls: urls.map((url) => new URL(url)), window: emptyWindow(asked, Date.now()), latenciesMs: [] }
}

function emptyWindow(asked: string | null, from: number): Window {
  const latencyMs = { p50: null, p99: null }
  return { vantage, asked, from, to: from, sent: 0, answeredBy: {}, failed: {}, latencyMs }
}

function count(counts: Record<string, number>, word: string): void {
  counts[word] = (counts[word] ?? 0) + 1
}

function quantile(numbers: readonly number[], share: number): number | null {
  if (numbers.length === 0) return null
  const sorted = numbers.toSorted((a, b) => a - b)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0)
}

function needed(option: 'to' | 'vantage'): string {
  return values[option] ?? stop(`--${option} is missing`)
}

function numberOf(option: 'rate' | 'window-seconds' | 'timeout-ms', least: number, most: number): number {
  const number = Number(values[option])
  return number >= least && number <= most ? number : stop(`--${option}: expected ${least} to ${most}`)
}

function stop(why: string): never {
  process.stderr.write(`${why}\n`)
  process.exit(2)
}
