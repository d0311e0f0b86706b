import { MadeToken } from '#contract/tokens.ts'
import type { NewChange } from '#contract/change.ts'
import { ROUTES } from '#contract/routes.ts'
import { z } from 'zod'
import { readTerminalFile } from './terminal-file.ts'

/** A deploy as the simulated world tells of it. */
export const WorldDeploy = z.object({
  /** UTC ms, on the wall's clock. */
  at: z.number(),
  region: z.string(),
  service: z.string(),
  version: z.string(),
  author: z.string(),
})
export type WorldDeploy = z.infer<typeof WorldDeploy>

export interface DeploySender {
  /** Kept until the server can be told; what was told once is one change, however often it is sent. */
  add(deploys: readonly WorldDeploy[]): void
  /** From now on they are sent, in turn, under a token of their own. */
  begin(server: { address: string; directory: string }): Promise<void>
}

const ORIGIN = 'simulated-deploys'

/** As any deploy script would: it holds a token that may annotate, and posts what it has done. */
export function createDeploySender(): DeploySender {
  const waiting: WorldDeploy[] = []
  let send: ((deploy: WorldDeploy) => Promise<void>) | null = null
  let isSending = false

  async function sendAll(): Promise<void> {
    if (send === null || isSending) return
    isSending = true
    for (let deploy = waiting.shift(); deploy !== undefined; deploy = waiting.shift()) await send(deploy)
    isSending = false
  }

  return {
    add(deploys) {
      waiting.push(...deploys)
      void sendAll()
    },
    async begin({ address, directory }) {
      const secret = await tokenOf(address, directory)
      if (secret === null) return
      send = async (deploy) => {
        await post(new URL(ROUTES.changes, address), secret, changeOf(deploy))
      }
      await sendAll()
    },
  }
}

export function changeOf({ at, region, service, version, author }: WorldDeploy): z.input<typeof NewChange> {
  return {
    kind: 'deploy',
    title: `${service} ${version} deployed`,
    startedAt: at,
    regions: [region],
    services: [service],
    version,
    author,
    origin: ORIGIN,
    externalId: `${service} ${version} ${region}`,
  }
}

async function tokenOf(address: string, directory: string): Promise<string | null> {
  const terminal = readTerminalFile([directory])
  if (terminal === null) return null
  const answer = await post(new URL(ROUTES.tokens, address), terminal.secret, {
    name: 'deploys of the simulated world',
    roles: ['engineer'],
    days: 1,
  })
  const made = MadeToken.safeParse(answer)
  return made.success ? made.data.secret : null
}

/** Null where it was refused, or nobody answers: a deploy that is not told of is no reason to stop. */
async function post(url: URL, secret: string, body: object): Promise<unknown> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${secret}`,
        'content-type': 'application/json',
        'spillway-client': 'simulated-deploys',
      },
      body: JSON.stringify(body),
    })
    const told: unknown = await answer.json()
    return answer.ok ? told : null
  } catch {
    return null
  }
}
