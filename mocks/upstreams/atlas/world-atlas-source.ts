import { INFLIGHT_LIMIT, INSTANCE_GAUGE } from './world-series.ts'

/** The world's fleet out of its own Atlas, as spillway.yaml would have it. */
export function worldAtlasSource({ url }: { url: string }) {
  return {
    id: 'atlas',
    kind: 'atlas',
    url,
    period: '10s',
    entry: ['edge-proxy'],
    tags: { targetRegion: 'ipc.server.region', protocol: 'ipc.protocol' },
    inflightLimit: INFLIGHT_LIMIT,
    queries: { instances: `name,${INSTANCE_GAUGE},:eq,:count,(,nf.app,nf.region,nf.zone,),:by` },
  }
}
