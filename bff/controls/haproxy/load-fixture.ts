import { Agent, get } from 'node:http'

/** Users on open connections, each asking one edge again and again. */
export interface Load {
  /** Requests answered by each region, and those that failed, since the load began. */
  counts(): LoadCounts
  /** Waits for so many more requests, all begun after this call, and says who answered them, 0–1. */
  observe(requests: number): Promise<Readonly<Record<string, number>>>
  stop(): Promise<LoadCounts>
}

export interface LoadCounts {
  answered: Readonly<Record<string, number>>
  failed: number
  /** What went wrong first. */
  firstFailure: string | null
}

interface Observation {
  begunAt: number
  left: number
  answered: Record<string, number>
  done: () => void
}

const PAUSE_MS = 4

export function startLoad(addresses: readonly string[], clients: number): Load {
  const answered: Record<string, number> = {}
  const observations = new Set<Observation>()
  let failed = 0
  let firstFailure: string | null = null
  let isRunning = true
  let turn = 0

  async function beUser(address: string): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    while (isRunning) {
      turn += 1
      const begunAt = turn
      const answer = await ask(address, agent)
      if (answer.kind === 'failed') {
        failed += 1
        firstFailure ??= answer.why
      } else count(answer.region, begunAt)
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
    agent.destroy()
  }

  function count(region: string, begunAt: number): void {
    answered[region] = (answered[region] ?? 0) + 1
    for (const observation of observations) {
      if (begunAt <= observation.begunAt) continue
      observation.answered[region] = (observation.answered[region] ?? 0) + 1
      observation.left -= 1
      if (observation.left === 0) observation.done()
    }
  }

  const counts = (): LoadCounts => ({ answered: { ...answered }, failed, firstFailure })
  const users = Array.from({ length: clients }, (_, index) => beUser(addresses[index % addresses.length] ?? ''))
  return {
    counts,
    observe: (requests) =>
      new Promise((resolve) => {
        const observation: Observation = {
          begunAt: turn,
          left: requests,
          answered: {},
          done() {
            observations.delete(observation)
            const shares = Object.entries(observation.answered).map(([region, each]) => [region, each / requests])
            resolve(Object.fromEntries(shares))
          },
        }
        observations.add(observation)
      }),
    async stop() {
      isRunning = false
      await Promise.all(users)
      return counts()
    },
  }
}

type UserAnswer = { kind: 'answered'; region: string } | { kind: 'failed'; why: string }

function ask(address: string, agent: Agent): Promise<UserAnswer> {
  return new Promise((resolve) => {
    const request = get(address, { agent, timeout: 30_000 }, (response) => {
      response.resume()
      const region = response.headers['x-region']
      response.once('end', () =>
        resolve(
          response.statusCode === 200 && typeof region === 'string'
            ? { kind: 'answered', region }
            : { kind: 'failed', why: `status ${response.statusCode}` },
        ),
      )
      response.once('error', (error) => resolve({ kind: 'failed', why: error.message }))
    })
    request.once('timeout', () => request.destroy(new Error('no answer within 30 s')))
    request.once('error', (error) => resolve({ kind: 'failed', why: error.message }))
  })
}
