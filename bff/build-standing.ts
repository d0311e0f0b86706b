import { join, resolve } from 'node:path'
import type { Logger } from 'pino'
import type { Configuration } from '#bff/config/configuration.ts'
import type { PlaneByHand } from '#bff/evacuation/planner/write-runbook.ts'
import type { RunStore } from '#bff/evacuation/ports.ts'
import type { EvacuationServices } from '#bff/http/evacuation-services.ts'
import { askAddresses, type AskedAddress } from '#bff/runs/ask-addresses.ts'
import { assessRegions } from '#bff/runs/assess-regions.ts'
import { ownDependencies } from '#bff/runs/own-dependencies.ts'
import type { Planning } from '#bff/runs/plan-runs.ts'
import { createStanding } from '#bff/runs/standing/create-standing.ts'
import type { PlaneWatch } from '#bff/runs/watch-planes.ts'
import type { Poller } from '#bff/sources/poller.ts'
import type { Store } from '#bff/store/store.ts'
import { systemClock as clock } from './clock.ts'
import type { Fleet } from './fleet.ts'
import { systemTimers } from './system-timers.ts'

/** What stands ready for a bad night, and how ready each region is. */
export interface Standing {
  services: Pick<EvacuationServices, 'standing' | 'regionsReadiness'>
  start(): void
  stop(): Promise<void>
}

export interface StandingRooms {
  configuration: Configuration
  store: Store
  fleet: Fleet
  log: Logger
  planning: Planning
  planes: PlaneWatch
  planesByHand: () => readonly PlaneByHand[]
  runs: RunStore
  pollers: readonly Pick<Poller, 'status'>[]
  newUlid: () => string
}

const PAST_ROWS = 500

export function buildStanding(rooms: StandingRooms): Standing {
  const { configuration, store, fleet, log, planning, planes } = rooms
  const settings = configuration.evacuation
  const addresses = askAddresses({ addresses: addressesOf(configuration), clock, timers: systemTimers })
  const standing = createStanding({
    ...rooms,
    clock,
    timers: systemTimers,
    random: Math.random,
    regions: () => fleet.roster().regions.map(({ id }) => id),
    hasControls: configuration.controls.length > 0,
    settings,
    directory: settings.runbooks === undefined ? join(store.directory, 'runbooks') : resolve(settings.runbooks),
    onFault: (error, what) => log.error({ err: error }, what),
  })
  return {
    services: {
      standing,
      regionsReadiness: async () =>
        assessRegions({
          planning,
          planes,
          past: await store.evacuations.list({ limit: PAST_ROWS }),
          standing: await standing.list(),
          own: ownDependencies({
            sources: rooms.pollers.map((poller) => poller.status()),
            planes: planes.planes(),
            asked: addresses.asked(),
            named: settings.dependencies.filter(({ url }) => url === undefined),
          }),
          settings,
        }),
    },
    start() {
      addresses.start()
      standing.start()
    },
    async stop() {
      await Promise.all([addresses.stop(), standing.stop()])
    },
  }
}

/** Those listed with an address, and the identity provider, which nobody has to list. */
function addressesOf({ evacuation, access }: Configuration): Pick<AskedAddress, 'kind' | 'name' | 'region' | 'url'>[] {
  const named = evacuation.dependencies.flatMap(({ name, region, url }) =>
    url === undefined ? [] : [{ kind: 'named' as const, name, region, url }],
  )
  if (access.mode !== 'oidc') return named
  const issuer = new URL(access.issuer)
  const listed = named.find(({ url }) => new URL(url).origin === issuer.origin)
  const provider = {
    kind: 'identity' as const,
    name: access.name ?? issuer.host,
    region: listed?.region ?? null,
    url: `${access.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
  }
  return [provider, ...named.filter((each) => each !== listed)]
}
