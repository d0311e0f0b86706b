import { REGIONS } from '#mocks/world/regions.ts'
import { SCALER_PATH } from './fleet-scaler.ts'
import { MOST_WEIGHT, PLANES } from './plane-settings.ts'
import {
  ISTIO_UP_SELECTOR,
  SCRAPE_REGION,
  STREAM_STARTS_QUERY,
  UP_SELECTOR,
  WORLD_LABELS,
  WORLD_QUERIES,
} from './world-queries.ts'

/**
 * An ordinary spillway.yaml, as an object, that points at the world: at its own fake API, or at a real Prometheus that
 * scrapes it. Nothing in it is special to a simulation but the clock.
 */
export interface WorldAddress {
  /** Where the world's server listens on loopback. */
  port: number
  /** Where a real Prometheus that scrapes the world is asked; the world's own API when absent. */
  prometheusUrl?: string
  /** How often the world is scraped; each second when absent. */
  period?: string
  listen?: string
  /** Of the control planes; without it the world can be watched but not steered. */
  planeSecret?: string
  /** Who reports what the outside sees. */
  vantages?: readonly { id: string; secret: string }[]
}

export const STREAM_STARTS = { id: 'stream-starts', name: 'stream starts', unit: '/s' } as const

export function worldConfiguration(address: WorldAddress) {
  return {
    ...frameOf(address),
    sources: [
      {
        ...sourceOf(address),
        preset: 'custom',
        labels: WORLD_LABELS,
        latencyUnit: 'ms',
        queries: WORLD_QUERIES,
        up: { selector: UP_SELECTOR, regionLabel: SCRAPE_REGION },
        business: [{ ...STREAM_STARTS, query: STREAM_STARTS_QUERY, regionLabel: WORLD_LABELS.region }],
      },
    ],
    ...controlsOf(address),
    ...(address.vantages === undefined ? {} : { probes: { vantages: address.vantages } }),
  }
}

/** The same fleet as its mesh sees it: no degraded share, no saturation, no zones, no data stores' protocols. */
export function worldIstioConfiguration(address: WorldAddress) {
  return {
    ...frameOf(address),
    sources: [
      {
        ...sourceOf(address),
        preset: 'istio',
        entry: ['edge-proxy'],
        up: { selector: ISTIO_UP_SELECTOR, regionLabel: SCRAPE_REGION },
      },
    ],
  }
}

/** The same fleet out of its traces, and as the proxies beside its services see it; a real Prometheus alone knows these. */
export function worldSourceOf(preset: 'otel-servicegraph' | 'envoy', address: WorldAddress) {
  return { ...sourceOf(address), id: preset, preset, entry: ['edge-proxy'] }
}

/** Proxies act within seconds; clients follow nameservers as their caches run out. */
function controlsOf({ port, planeSecret }: WorldAddress) {
  if (planeSecret === undefined) return {}
  return {
    // Two vantage points ask the public name some two hundred times in the span that is looked at.
    evacuation: { leastProbes: 120 },
    planning: {
      scaler: { url: `http://127.0.0.1:${port}${SCALER_PATH}`, secret: planeSecret },
      timeToLiveMs: { 'public-dns': 60_000 },
      // The caches of this world warm faster than real ones: who tries it need not wait for an hour.
      paces: { failback: { holdMs: 45_000 } },
    },
    controls: Object.entries(PLANES).map(([id, { layer, instances }]) => ({
      id,
      kind: 'webhook',
      url: `http://127.0.0.1:${port}/planes/${id}`,
      secret: planeSecret,
      layer,
      instances: [...instances],
      targets: REGIONS.map((region) => ({ id: region.id, region: region.id })),
      weights: { least: 0, most: MOST_WEIGHT },
      dryRun: true,
      effectDelayMs: layer === 'proxy' ? { usual: 4_000, worst: 15_000 } : { usual: 60_000, worst: 300_000 },
      stickiness: layer === 'proxy' ? 'connections' : 'resolvers',
      zeroAll: 'refused',
    })),
  }
}

function frameOf({ listen }: WorldAddress) {
  return {
    version: 1,
    ...(listen === undefined ? {} : { listen }),
    regions: REGIONS.map(({ id, name, position }) => ({ id, name, position })),
  }
}

function sourceOf({ port, prometheusUrl, period = '1s' }: WorldAddress) {
  return { id: 'world', kind: 'prometheus', url: prometheusUrl ?? `http://127.0.0.1:${port}`, period }
}
