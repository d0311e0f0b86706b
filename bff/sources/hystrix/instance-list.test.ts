import { describe, expect, test } from 'vitest'
import type { InstanceReading } from '#bff/topology/facts.ts'
import { chooseStreams } from './choose-streams.ts'
import { createInstanceList, type StreamAddress } from './instance-list.ts'
import { HystrixSettings } from './settings.ts'

const { signal } = new AbortController()

function instance(over: Partial<InstanceReading> = {}): InstanceReading {
  return {
    id: 'i-1',
    region: 'us-east-1',
    zone: 'us-east-1a',
    name: 'PLAYBACK-API',
    status: 'up',
    override: null,
    version: null,
    group: null,
    host: 'playback-1.internal',
    address: '10.0.0.7',
    port: 8080,
    upSince: NaN,
    renewedAt: NaN,
    suspect: false,
    actionable: false,
    observedAt: NaN,
    ...over,
  }
}

function listOf(known: readonly InstanceReading[] | null, over: object = {}) {
  const settings = HystrixSettings.parse({
    id: 'hystrix',
    kind: 'hystrix',
    registry: 'eureka',
    networks: ['10.0.0.0/8', 'fd00::/8'],
    ...over,
  })
  return createInstanceList(settings, async () => known)({ signal })
}

describe('instances of a registry', () => {
  test('become addresses, the path and port as configured', async () => {
    expect(await listOf([instance()])).toEqual({
      streams: [
        { instance: 'i-1', service: 'PLAYBACK-API', region: 'us-east-1', url: 'http://10.0.0.7:8080/hystrix.stream' },
      ],
      leftOut: [],
    })
    const { streams } = await listOf([instance({ id: 'a/b?' })], { port: 9090, path: '/{region}/{service}/{instance}' })
    expect(streams[0]?.url).toBe('http://10.0.0.7:9090/us-east-1/PLAYBACK-API/a%2Fb%3F')
  })

  test('of version 6 too', async () => {
    const { streams } = await listOf([instance({ address: 'fd00::7' })])
    expect(streams[0]?.url).toBe('http://[fd00::7]:8080/hystrix.stream')
  })

  test.each(['127.0.0.1', '169.254.169.254', '192.168.0.1', '::1', '::ffff:127.0.0.1', 'fe80::1', '8.8.8.8'])(
    '%s is in no listed network and never asked',
    async (address) => {
      const { streams, leftOut } = await listOf([instance({ address })])
      expect(streams).toEqual([])
      expect(leftOut).toEqual([expect.stringMatching(/^1 instance of eureka outside of networks \(10\.0\.0\.0\/8, /)])
    },
  )

  test.each(['127.1', '2130706433', '0x7f.0.0.1', '010.0.0.7', 'metadata.internal', '10.0.0.7@evil', '10.0.0.7:1', ''])(
    'the address %j is none: names and odd spellings are never asked',
    async (address) => {
      const { streams, leftOut } = await listOf([instance({ address, host: null })])
      expect(streams).toEqual([])
      expect(leftOut).toEqual([expect.stringMatching(/without an address or a port/)])
    },
  )

  test('a name for an address is passed over for the address in the place of the name', async () => {
    expect((await listOf([instance({ address: 'ip-10-0-0-7', host: '10.0.0.7' })])).streams).toHaveLength(1)
  })

  test('those that do not serve, and services that are not wanted, have no stream', async () => {
    const known = [
      instance({ status: 'down' }),
      instance({ id: 'i-2', status: 'starting' }),
      instance({ id: 'i-3', status: 'out-of-service' }),
      instance({ id: 'i-4', name: 'OTHER' }),
    ]
    const { streams } = await listOf(known, { services: ['PLAYBACK-API'] })
    expect(streams.map((stream) => stream.instance)).toEqual(['i-3'])
  })

  test('an instance that is registered twice is asked once, unless it may be asked more often', async () => {
    const known = [instance(), instance({ id: 'i-2', name: 'OTHER' }), instance({ id: 'i-3', port: 8081 })]
    const { streams, leftOut } = await listOf(known)
    expect(streams.map((stream) => stream.instance)).toEqual(['i-1', 'i-3'])
    expect(leftOut).toEqual([expect.stringMatching(/^1 instance of eureka at a host and port that has 1 already/)])
    expect((await listOf(known, { limits: { connectionsPerInstance: 2 } })).leftOut).toEqual([])
  })

  test('while the registry has not told, what is configured is read, and it is said', async () => {
    const instances = [{ url: 'http://10.9.9.9:1/hystrix.stream', service: 's' }]
    expect(await listOf(null, { instances })).toEqual({
      streams: [{ instance: '10.9.9.9:1', service: 's', region: null, url: 'http://10.9.9.9:1/hystrix.stream' }],
      leftOut: ['eureka has listed no instances yet.'],
    })
  })
})

describe('which streams are read', () => {
  const stream = (service: string, index: number): StreamAddress => ({
    instance: `${service}-${index}`,
    service,
    region: 'us-east-1',
    url: `http://10.0.${service.length}.${index}:8080/hystrix.stream`,
  })
  const most = { streams: 4 }

  test('all while they are few, each address once', () => {
    const { chosen, leftOut } = chooseStreams([stream('api', 1), stream('api', 1), stream('api', 2)], most)
    expect(chosen).toHaveLength(2)
    expect(leftOut).toEqual([])
  })

  test('of too many some of each service, the same ones in whatever order they are listed', () => {
    const many = [...Array.from({ length: 9 }, (_, index) => stream('api', index)), stream('playback', 1)]
    const { chosen, leftOut } = chooseStreams(many, most)
    expect(chosen.map(({ instance: name }) => name).toSorted()).toEqual(['api-0', 'api-1', 'api-2', 'playback-1'])
    expect(
      chooseStreams(many.toReversed(), most)
        .chosen.map(({ url }) => url)
        .toSorted(),
    ).toEqual(chosen.map(({ url }) => url).toSorted())
    expect(leftOut).toEqual([expect.stringMatching(/^4 of 10 streams are read/)])
  })
})
