import { expect, test } from 'vitest'
import { NodeKind } from '#contract/roster.ts'
import { ServiceId } from '#contract/ids.ts'
import { buildCatalog } from './build-catalog.ts'
import { CALLS, REPLICATED } from './calls.ts'
import { SERVICE_SPECS } from './services.ts'

const { catalog, roles } = buildCatalog()
const regionOf = (row: number) => catalog.nodes[row]?.region

test.each([0, 1, 2])('region %d has at least 70 services and 200 connections of its own', (region) => {
  expect(catalog.nodes.filter((node) => node.region === region).length).toBeGreaterThanOrEqual(70)
  const inside = catalog.edges.filter(
    ({ source, target }) => regionOf(source) === region && regionOf(target) === region,
  )
  expect(inside.length).toBeGreaterThanOrEqual(200)
  expect(catalog.regions[region]?.zones).toHaveLength(3)
})

test('the catalogue speaks the contract and repeats nothing', () => {
  for (const node of catalog.nodes) {
    expect(ServiceId.safeParse(node.service).success).toBe(true)
    expect(NodeKind.safeParse(node.kind).success).toBe(true)
    expect(node.owner.length > 0 && node.domain.length > 0).toBe(true)
  }
  expect(new Set(catalog.nodes.map(({ region, service }) => `${region}/${service}`)).size).toBe(catalog.nodes.length)
  expect(new Set(catalog.edges.map((edge) => Object.values(edge).join())).size).toBe(catalog.edges.length)
  expect(catalog.latencyBucketsMs.length).toBeLessThanOrEqual(12)
})

test('every caller and every callee of the call graph exists', () => {
  const services = new Set(SERVICE_SPECS.map(({ service }) => service))
  const named = [...Object.keys(CALLS), ...Object.values(CALLS).flatMap((calls) => calls.map(([target]) => target))]
  expect(named.filter((name) => !services.has(name))).toEqual([])
  expect(Object.keys(REPLICATED).filter((name) => !services.has(name))).toEqual([])
})

test('every service is reached from outside', () => {
  const reached = new Set(catalog.nodes.flatMap(({ kind }, row) => (kind === 'internet' ? [row] : [])))
  for (const node of reached) for (const { source, target } of catalog.edges) if (source === node) reached.add(target)
  expect(catalog.nodes.filter((_, row) => !reached.has(row))).toEqual([])
})

test('regions are joined by proxies and by replication, each ordered pair', () => {
  const crossing = roles.filter(({ role }) => role === 'proxy' || role === 'replication')
  expect(crossing).toHaveLength(6 * (1 + Object.keys(REPLICATED).length))
  expect(roles.filter(({ role }) => role === 'entry')).toHaveLength(3)
  expect(catalog.nodes.filter(({ region }) => region === -1).map(({ kind }) => kind)).toEqual(['internet', 'cdn'])
})
