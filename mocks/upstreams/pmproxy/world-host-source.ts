import type { World } from '#mocks/world/world.ts'
import { hostNameOf } from '../world-hosts.ts'

/** These have hosts whether or not a registry tells of them. */
const NAMED_SERVICES = ['edge-proxy', 'api', 'playback-api']
const NAMED_SLOTS = [0, 1]

/** One of the `sources` of an ordinary spillway.yaml: the world's machines, through its own pmproxy. */
export function worldHostSource({ world, port }: { world: World; port: number }) {
  const { nodes, regions } = world.catalog
  return {
    id: 'hosts',
    kind: 'pcp',
    url: `http://127.0.0.1:${port}`,
    // A registry's names and addresses of the world's instances lie in these.
    networks: ['10.0.0.0/8'],
    domains: ['sim'],
    hosts: nodes.flatMap(({ service, region }, node) =>
      NAMED_SERVICES.includes(service) && region >= 0
        ? NAMED_SLOTS.map((slot) => ({
            instance: `${service}-${slot}`,
            region: regions[region]?.id,
            hostspec: hostNameOf(world, { node, slot }),
          }))
        : [],
    ),
  }
}
