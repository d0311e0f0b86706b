import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseConfiguration } from '#bff/config/read-configuration.ts'
import { wireInstance } from '#bff/sources/eureka/registry-fixture.ts'
import { JAVA_COMMAND } from '#bff/sources/hystrix/hystrix-events-fixture.ts'
import { json, startOddServer, type OddServer } from '#bff/sources/prometheus/odd-server-fixture.ts'
import { buildSources } from './build-sources.ts'
import { systemClock } from './clock.ts'

const { signal } = new AbortController()

/** A registry, and an instance it lists, on one port. */
let server: OddServer
beforeAll(async () => {
  server = await startOddServer((response, request) => {
    if (request.url === '/hystrix.stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(`data: ${JSON.stringify(JAVA_COMMAND)}\n\n`)
      return
    }
    const port = { $: Number(new URL(server.url).port), '@enabled': 'true' }
    const instance = wireInstance({ ipAddr: '127.0.0.1', port })
    const application = [{ name: 'LICENSE', instance: [instance] }]
    json(200, { applications: { versions__delta: '1', apps__hashcode: 'UP_1_', application } })(response, request)
  })
})
afterAll(() => server.close())

test('streams are found through a registry, in whatever order the file names them', async () => {
  const text = `
version: 1
regions: [{ id: us-east-1 }]
sources:
  - { id: hystrix, kind: hystrix, registry: eureka, networks: [127.0.0.0/8] }
  - { id: eureka, kind: eureka, url: "${server.url}", region: us-east-1 }
`
  const outcome = parseConfiguration('spillway.yaml', text, {})
  if (outcome.kind === 'faulty') throw new Error(JSON.stringify(outcome.faults))
  const sources = buildSources({ configuration: outcome.configuration, clock: systemClock })
  const [hystrix, eureka] = sources
  expect(sources.map(({ kind }) => kind)).toEqual(['hystrix', 'eureka'])
  expect((await eureka?.poll({ signal }))?.kind).toBe('answered')
  const polled = await hystrix?.poll({ signal })
  expect(polled).toMatchObject({
    kind: 'answered',
    report: {
      facts: { breakers: [{ name: 'LICENSE', region: 'us-east-1', command: 'GetRatings', worstInstance: 'i-1' }] },
    },
  })
  await hystrix?.close?.()
})
