import { createServer, type ServerResponse } from 'node:http'
import { z } from 'zod'
import { wireInstance } from '#bff/sources/eureka/registry-fixture.ts'
import { FLEET, FLEET_QUERIES, FLEET_REGIONS } from './whole-fleet-fixture.ts'

/**
 * A process of its own that answers as the Prometheus and the Eureka of a large fleet: everything is made beforehand, so
 * that answering costs it nothing. Tells its parent its port.
 */

const serviceOf = (place: number) => `service-${String(place).padStart(4, '0')}`
const regionOf = (place: number) => FLEET_REGIONS[place % FLEET_REGIONS.length] ?? ''

function connections(value: (row: number) => string): Buffer {
  const at = Date.now() / 1_000
  const rows = Array.from({ length: FLEET.connections }, (_, row) => {
    const source = row % FLEET.services
    // Two apart, so that both ends are of one region.
    const target = (source + 2 + 2 * Math.floor(row / FLEET.services)) % FLEET.services
    const region = regionOf(source)
    const metric = {
      source: serviceOf(source),
      target: serviceOf(target),
      source_region: region,
      target_region: region,
    }
    return { metric, value: [at, value(row)] }
  })
  return vector(rows)
}

function services(value: (row: number) => string): Buffer {
  const rows = Array.from({ length: FLEET.services }, (_, row) => ({
    metric: { service: serviceOf(row), region: regionOf(row) },
    value: [Date.now() / 1_000, value(row)],
  }))
  return vector(rows)
}

function vector(result: readonly object[]): Buffer {
  return Buffer.from(JSON.stringify({ status: 'success', data: { resultType: 'vector', result } }))
}

const answers = new Map<string, () => Buffer>()
const fixed = {
  [FLEET_QUERIES.requests]: connections((row) => String(20 + (row % 500))),
  [FLEET_QUERIES.errors]: connections((row) => String((row % 7) / 10)),
  [FLEET_QUERIES.degraded]: connections((row) => String((row % 11) / 10)),
  [FLEET_QUERIES.p99]: connections((row) => String(10 + (row % 300))),
  [FLEET_QUERIES.saturation]: services((row) => String((row % 90) / 100)),
}
for (const [query, body] of Object.entries(fixed)) answers.set(query, () => body)
let sampled: { at: number; body: Buffer } = { at: 0, body: Buffer.alloc(0) }
answers.set(FLEET_QUERIES.sampleTime, () => {
  const at = Math.floor(Date.now() / 5_000) * 5
  if (sampled.at !== at) sampled = { at, body: connections(() => String(at)) }
  return sampled.body
})

const registry = Buffer.from(
  JSON.stringify({
    applications: {
      versions__delta: '1',
      apps__hashcode: `UP_${FLEET.services * FLEET.instancesEach}_`,
      application: Array.from({ length: FLEET.services }, (_, place) => ({
        name: serviceOf(place).toUpperCase(),
        instance: Array.from({ length: FLEET.instancesEach }, (_, each) => {
          const now = Date.now()
          const id = `i-${place}-${each}`
          const zone = `${regionOf(place)}${'abc'[each % 3]}`
          return wireInstance({
            instanceId: id,
            app: serviceOf(place).toUpperCase(),
            ipAddr: `10.${place >> 8}.${place & 255}.${each}`,
            hostName: `${serviceOf(place)}-${each}.${regionOf(place)}.internal`,
            dataCenterInfo: {
              '@class': 'com.netflix.appinfo.AmazonInfo',
              name: 'Amazon',
              metadata: {
                'instance-id': id,
                'availability-zone': zone,
                'instance-type': 'm5.xlarge',
                'ami-id': 'ami-0',
              },
            },
            leaseInfo: {
              renewalIntervalInSecs: 30,
              durationInSecs: 90,
              registrationTimestamp: now - 3_600_000,
              lastRenewalTimestamp: now + 80_000,
              evictionTimestamp: 0,
              serviceUpTimestamp: now - 3_500_000,
            },
            metadata: { version: `v${place % 40}`, 'management.port': '7002', team: `team-${place % 60}` },
            homePageUrl: `http://${serviceOf(place)}-${each}.${regionOf(place)}.internal:7001/`,
            healthCheckUrl: `http://${serviceOf(place)}-${each}.${regionOf(place)}.internal:7001/healthcheck`,
          })
        }),
      })),
    },
  }),
)

const server = createServer((request, response) => {
  let body = ''
  request.setEncoding('utf8').on('data', (piece: string) => (body += piece))
  request.on('end', () => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname === '/eureka/apps') return say(response, registry)
    if (pathname !== '/api/v1/query') return say(response, NOTHING)
    say(response, answers.get(new URLSearchParams(body).get('query') ?? '')?.() ?? NOTHING)
  })
})

const NOTHING = Buffer.from(JSON.stringify({ status: 'success', data: { resultType: 'vector', result: [] } }))

function say(response: ServerResponse, body: Buffer): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
  response.end(body)
}

server.listen(0, '127.0.0.1', () => {
  const { port } = z.object({ port: z.number() }).parse(server.address())
  process.send?.({ port, registryBytes: registry.length })
})
process.on('disconnect', () => process.exit(0))
