import { PATHS } from '#bff/sources/eureka/wire.ts'
import { WIRE_STATUSES } from '#bff/sources/eureka/wire-instance.ts'
import type { WorldDeploy } from '#mocks/world/happenings.ts'
import type { World } from '#mocks/world/world.ts'
import type { Content } from '../answer.ts'
import { createEurekaLists, type EurekaLists } from './eureka-lists.ts'
import { ORDINARY_EUREKA, type EurekaQuirks } from './eureka-quirks.ts'
import { createWorldRegistry, type WorldRegistry } from './world-registry.ts'

/**
 * The world's registry as a Eureka server tells it, prefix and all: lists out of a cache, single instances as they are,
 * XML for whoever does not ask for JSON, 403 while it warms up. Orders over an instance are obeyed.
 */
export interface EurekaApi {
  readonly quirks: EurekaQuirks
  /** Brings it to the world's now; nothing happens before the first question. */
  observe(): void
  /** Null where the path is none of its own. */
  answer(request: EurekaRequest): Content | null
}

export interface EurekaRequest {
  method: string
  path: string
  params: URLSearchParams
  accept: string
}

export const EUREKA_PREFIX = '/eureka'

const INSTANCE = /^\/apps\/([^/]+)\/([^/]+?)(\/status)?$/

export function createEurekaApi(input: {
  world: World
  deploys?: () => readonly WorldDeploy[]
  quirks?: Partial<EurekaQuirks>
}): EurekaApi {
  const { world, deploys = () => [] } = input
  const quirks = { ...ORDINARY_EUREKA, ...input.quirks }
  const registry = createWorldRegistry(world, deploys)
  const lists = createEurekaLists({ world, registry, quirks })
  let isAsked = false
  return {
    quirks,
    observe() {
      if (!isAsked) return
      registry.observe()
      lists.refresh()
    },
    answer(request) {
      if (!request.path.startsWith(`${EUREKA_PREFIX}/apps`)) return null
      if (!isAsked) registry.observe()
      isAsked = true
      const path = request.path.slice(EUREKA_PREFIX.length)
      if (path !== PATHS.apps && path !== PATHS.delta) return answerInstance({ ...request, path }, registry, lists)
      if (request.method !== 'GET') return refused(405, 'Method Not Allowed')
      if (quirks.warmingUp || (path === PATHS.delta && quirks.deltaDisabled)) return refused(403, 'Forbidden')
      return told(path === PATHS.apps ? lists.whole() : lists.delta(), request.accept)
    },
  }
}

function answerInstance(request: EurekaRequest, registry: WorldRegistry, lists: EurekaLists): Content {
  const { method, path, params, accept } = request
  const [, app = '', id = '', status] = INSTANCE.exec(path) ?? []
  const seat = registry.find(decodeURIComponent(app), decodeURIComponent(id))
  if (seat === null) return refused(404, 'Not Found')
  if (status === undefined) return method === 'GET' ? told(lists.one(seat), accept) : refused(405, 'Method Not Allowed')
  const value = WIRE_STATUSES.find((one) => one === params.get('value')) ?? null
  if (method === 'PUT') {
    if (value === null) return refused(500, 'Internal Server Error')
    registry.setOverride(seat, value)
    return DONE
  }
  if (method !== 'DELETE') return refused(405, 'Method Not Allowed')
  registry.setOverride(seat, null)
  // What is to follow may be named: UP is then believed until something changes.
  if (value === 'UP') seat.forgottenSince = NaN
  return DONE
}

const DONE: Content = { status: 200, type: 'application/json', text: '' }

/** The server looks only for `json` in the header; whatever else is asked for is answered in XML. */
function told(content: Content, accept: string): Content {
  if (accept.includes('json')) return content
  return {
    status: 200,
    type: 'application/xml',
    text: '<applications>\n  <versions__delta>1</versions__delta>\n</applications>',
  }
}

function refused(status: number, error: string): Content {
  return { status, type: 'application/json', text: JSON.stringify({ status, error }) }
}
