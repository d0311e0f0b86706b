import type { Clock } from '#bff/clock.ts'

/** An address this console needs, and what it last answered. */
export interface AskedAddress {
  kind: 'identity' | 'named'
  name: string
  region: string | null
  url: string
  checkedAt: number | null
  /** Null: not asked yet. */
  works: boolean | null
  says: string
}

export interface AddressWatch {
  start(): void
  stop(): Promise<void>
  asked(): readonly AskedAddress[]
}

const EVERY_MS = 60_000
const LIMIT_MS = 5_000

/** Asks each once a minute. Any answer but 5xx is a sign of life: whether we are let in is another question. */
export function askAddresses(input: {
  addresses: readonly Pick<AskedAddress, 'kind' | 'name' | 'region' | 'url'>[]
  clock: Clock
  timers: { setTimeout(run: () => void, afterMs: number): unknown; clearTimeout(handle: unknown): void }
}): AddressWatch {
  const { addresses, clock, timers } = input
  let asked: AskedAddress[] = addresses.map((each) => ({
    ...each,
    checkedAt: null,
    works: null,
    says: 'not asked yet',
  }))
  let handle: unknown = null
  let isRunning = false
  let underWay: Promise<void> = Promise.resolve()
  const stopping = new AbortController()

  async function go(): Promise<void> {
    const answers = await Promise.all(
      addresses.map(async (each) => {
        const answer = await ask(each.url, stopping.signal)
        return { ...each, ...answer, checkedAt: clock.now() }
      }),
    )
    if (!isRunning) return
    asked = answers
    handle = timers.setTimeout(() => {
      underWay = go()
    }, EVERY_MS)
  }

  return {
    start() {
      if (isRunning || addresses.length === 0) return
      isRunning = true
      underWay = go()
    },
    async stop() {
      isRunning = false
      timers.clearTimeout(handle)
      stopping.abort()
      await underWay
    },
    asked: () => asked,
  }
}

async function ask(url: string, stopping: AbortSignal): Promise<Pick<AskedAddress, 'works' | 'says'>> {
  try {
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(LIMIT_MS)])
    const response = await fetch(url, { redirect: 'manual', signal })
    await response.body?.cancel()
    return { works: response.status < 500, says: `answers ${response.status}` }
  } catch (error) {
    const isLate = error instanceof DOMException && error.name === 'TimeoutError'
    return { works: false, says: isLate ? `no answer within ${LIMIT_MS / 1_000} s` : `no connection${causeOf(error)}` }
  }
}

/** `: ECONNREFUSED`; what lies beneath `fetch failed`. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  return typeof cause === 'object' && cause !== null && 'code' in cause ? `: ${String(cause.code)}` : ''
}
