import { Agent, get } from 'node:http'

/** Users who come by themselves: some are held by a cookie, some find the way by a name and keep what they were told. */
export interface Users {
  counts(): UserCounts
  /** Waits for so many more answers, and says who gave them, 0–1. */
  observe(requests: number): Promise<Readonly<Record<string, number>>>
  stop(): Promise<UserCounts>
}

export interface UserCounts {
  answered: Readonly<Record<string, number>>
  failed: number
  firstFailure: string | null
}

const PAUSE_MS = 4

export function startUsers(input: {
  clients: number
  /** Where they go, one after the other; or whoever tells one of them where to go next. */
  doors: readonly string[] | ((client: number) => Promise<string>)
  keepsCookie?: boolean
  pauseMs?: number
}): Users {
  const { clients, doors, keepsCookie = false, pauseMs = PAUSE_MS } = input
  const answered: Record<string, number> = {}
  let failed = 0
  let firstFailure: string | null = null
  let isRunning = true

  async function beUser(client: number): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    let cookie: string | null = null
    while (isRunning) {
      const door = typeof doors === 'function' ? await doors(client) : (doors[client % doors.length] ?? '')
      const answer = await ask(door, agent, keepsCookie ? cookie : null)
      if (answer.kind === 'answered') {
        answered[answer.region] = (answered[answer.region] ?? 0) + 1
        cookie = answer.cookie ?? cookie
      } else {
        failed += 1
        firstFailure ??= answer.why
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
    agent.destroy()
  }

  const users = Array.from({ length: clients }, (_, client) => beUser(client))
  const counts = (): UserCounts => ({ answered: { ...answered }, failed, firstFailure })
  const sum = (of: Readonly<Record<string, number>>) => Object.values(of).reduce((total, each) => total + each, 0)
  return {
    counts,
    async observe(requests) {
      const before = { ...answered }
      while (sum(answered) - sum(before) < requests) await new Promise((resolve) => setTimeout(resolve, 20))
      const gained = Object.entries(answered).map(([region, count]) => [region, count - (before[region] ?? 0)] as const)
      const total = gained.reduce((all, [, count]) => all + count, 0)
      return Object.fromEntries(
        gained.filter(([, count]) => count > 0).map(([region, count]) => [region, count / total]),
      )
    },
    async stop() {
      isRunning = false
      await Promise.all(users)
      return counts()
    },
  }
}

type UserAnswer = { kind: 'answered'; region: string; cookie: string | null } | { kind: 'failed'; why: string }

function ask(door: string, agent: Agent, cookie: string | null): Promise<UserAnswer> {
  return new Promise((resolve) => {
    const failed = (error: Error) => resolve({ kind: 'failed', why: error.message })
    const request = get(door, { agent, timeout: 30_000, headers: cookie === null ? {} : { cookie } }, (response) => {
      response.resume()
      const region = response.headers['x-region']
      const set = response.headers['set-cookie']?.[0]?.split(';')[0] ?? null
      const isWell = response.statusCode === 200 && typeof region === 'string'
      response.once('end', () =>
        resolve(
          isWell ? { kind: 'answered', region, cookie: set } : { kind: 'failed', why: `status ${response.statusCode}` },
        ),
      )
      response.once('error', failed)
    })
    request.once('timeout', () => request.destroy(new Error('no answer within 30 s')))
    request.once('error', failed)
  })
}
