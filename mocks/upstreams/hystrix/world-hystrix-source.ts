import type { World } from '#mocks/world/world.ts'
import { hystrixInstances } from './hystrix-streams.ts'

/** The source of the world's breakers, as spillway.yaml would have it. */
export function worldHystrixSource({ world, port }: { world: World; port: number }) {
  return {
    id: 'hystrix',
    kind: 'hystrix',
    instances: hystrixInstances(world).map(({ path, service, region, instance }) => ({
      url: `http://127.0.0.1:${port}${path}`,
      service,
      region,
      instance,
    })),
  }
}

/** Commands are not called as the services are: `GetLicense` of the group `license` calls `playback-license`. */
export const HYSTRIX_RULES = [
  { source: 'hystrix', tells: 'breakers', match: '(license|session)', service: 'playback-$1' },
]
