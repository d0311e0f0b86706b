import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram } from '../child-fixture.ts'
import { startEdgeProcess, type EdgeOptions, type EdgeProcess } from './edge-process-fixture.ts'
import { startLoad, type Load, type LoadCounts } from './load-fixture.ts'
import { startRegionServer, type RegionServer } from './region-server-fixture.ts'
import { HaproxySettings } from './settings.ts'

/** Regions behind real HAProxies, for tests: edges are called edge-1, edge-2 … and split backend `regions`. */
export interface HaproxyRig {
  readonly edges: readonly EdgeProcess[]
  /** Where users come in, edge by edge. */
  readonly addresses: readonly string[]
  /** The plane as a configuration names it. */
  settings(change?: object): HaproxySettings
  /** Users on open connections, spread over all edges. */
  load(clients?: number): Load
  /** Of all loads together. */
  counts(): LoadCounts
  edge(id: string): EdgeProcess
  freeze(edge: string): Promise<void>
  thaw(edge: string): void
  reload(edge: string): Promise<void>
  /** Ends one edge for good. */
  kill(edge: string): Promise<void>
  /** Requests as the regions themselves have counted them. */
  arrived(): Readonly<Record<string, number>>
  stop(): Promise<void>
}

/** Undefined where no HAProxy is installed; that is said loudly, and is an error with CI=true. */
export async function startHaproxyRig(
  input: { regions: readonly string[]; edges: number } & EdgeOptions,
): Promise<HaproxyRig | undefined> {
  const program = findProgram('haproxy', 'haproxy')
  if (program === undefined) return undefined
  const directory = mkdtempSync(join(tmpdir(), 'spillway-haproxy-'))
  const regions: RegionServer[] = []
  const edges: EdgeProcess[] = []
  const loads: Load[] = []
  async function stop(): Promise<void> {
    for (const edge of edges) edge.thaw()
    await Promise.all(loads.map((load) => load.stop()))
    await Promise.all(edges.map((edge) => edge.stop()))
    await Promise.all(regions.map((region) => region.stop()))
    rmSync(directory, { recursive: true, force: true })
  }
  try {
    for (const region of input.regions) regions.push(await startRegionServer(region))
    for (let index = 1; index <= input.edges; index += 1) {
      edges.push(await startEdgeProcess({ program, id: `edge-${index}`, directory, regions, options: input }))
    }
  } catch (error) {
    await stop()
    throw error
  }
  const edge = (id: string): EdgeProcess => {
    const found = edges.find((each) => each.id === id)
    if (found === undefined) throw new Error(`there is no edge ${id}`)
    return found
  }
  const addresses = edges.map(({ address }) => address)
  return {
    edges,
    addresses,
    settings: (change = {}) => HaproxySettings.parse({ ...settingsOf(input.regions, edges), ...change }),
    load(clients = 6) {
      const load = startLoad(addresses, clients)
      loads.push(load)
      return load
    },
    counts: () => sumOf(loads.map((load) => load.counts())),
    edge,
    freeze: (id) => edge(id).freeze(),
    thaw: (id) => edge(id).thaw(),
    reload: (id) => edge(id).reload(),
    kill: (id) => edge(id).stop(),
    arrived: () => Object.fromEntries(regions.map((region) => [region.region, region.arrived()])),
    stop,
  }
}

/** Every second edge by its loopback port, the others by their unix socket. */
function settingsOf(regions: readonly string[], edges: readonly EdgeProcess[]): object {
  return {
    id: 'edge-proxies',
    kind: 'haproxy',
    instances: edges.map(({ id, unixSocket, tcpSocket }, index) => ({
      id,
      socket: index % 2 === 0 ? unixSocket : tcpSocket,
    })),
    targets: regions.map((region) => ({ id: region, region })),
    split: { by: 'weights', backends: { all: 'regions' } },
  }
}

function sumOf(all: readonly LoadCounts[]): LoadCounts {
  const answered: Record<string, number> = {}
  for (const counts of all) {
    for (const [region, count] of Object.entries(counts.answered)) answered[region] = (answered[region] ?? 0) + count
  }
  return {
    answered,
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
    firstFailure: all.find(({ firstFailure }) => firstFailure !== null)?.firstFailure ?? null,
  }
}
