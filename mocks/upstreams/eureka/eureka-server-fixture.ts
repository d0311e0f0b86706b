import { createServer } from 'node:http'
import type { WorldDeploy } from '#mocks/world/happenings.ts'
import type { World } from '#mocks/world/world.ts'
import type { FaultKind } from '../faults.ts'
import { closeAtOnce, listenOnLoopback } from '../loopback.ts'
import { createEurekaApi, type EurekaApi } from './eureka-api.ts'
import type { EurekaQuirks } from './eureka-quirks.ts'
import { serveEureka } from './serve-eureka.ts'

/** The simulated registry alone, on a port of its own. */
export async function startSimulatedEureka(input: {
  world: World
  deploys?: () => readonly WorldDeploy[]
  quirks?: Partial<EurekaQuirks>
}): Promise<{ url: string; api: EurekaApi; setFault(fault: FaultKind | null): void; stop(): Promise<void> }> {
  const api = createEurekaApi(input)
  let fault: FaultKind | null = null
  const server = createServer((request, response) => {
    serveEureka({ api, fault, now: input.world.now }, request, response).catch(() => response.destroy())
  })
  const port = await listenOnLoopback(server, 0)
  return {
    url: `http://127.0.0.1:${port}`,
    api,
    setFault: (kind) => void (fault = kind),
    stop: () => closeAtOnce(server),
  }
}
