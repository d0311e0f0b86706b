import { EUREKA_PREFIX } from './eureka-api.ts'

/** The source of the world's instances, as spillway.yaml would have it. */
export function worldEurekaSource({ port }: { port: number }) {
  return {
    id: 'eureka',
    kind: 'eureka',
    url: `http://127.0.0.1:${port}`,
    prefix: EUREKA_PREFIX,
    // Asked in the middle of its own 30 s, so that what is shown is never older than one and a half of them.
    period: '15s',
    actions: true,
  }
}
