import { describe, expect, test } from 'vitest'
import { wireInstance } from './registry-fixture.ts'
import { hashcodeOf, listOfWire, PATHS, WireApplications } from './wire.ts'
import { metadataKeysOf, metadataOf, readInstance } from './wire-instance.ts'

function listOf(json: unknown) {
  return listOfWire(WireApplications.parse(json))
}

describe('a list', () => {
  const instance = wireInstance()
  test.each([
    ['lists of lists', { application: [{ name: 'LICENSE', instance: [instance] }] }],
    ['one application in place of a list', { application: { name: 'LICENSE', instance: [instance] } }],
    ['one instance in place of a list', { application: [{ name: 'LICENSE', instance }] }],
    ['one of one', { application: { name: 'LICENSE', instance } }],
  ])('%s', (_, applications) => {
    expect(listOf({ applications }).instances.map(({ id }) => id)).toEqual(['i-1'])
  })

  test.each([
    ['no list at all', {}],
    ['an empty one', { application: [] }],
    ['null', { application: null }],
    ['an application without instances', { application: { name: 'LICENSE' } }],
  ])('of nobody: %s', (_, applications) => {
    expect(listOf({ applications })).toEqual({ instances: [], hashcode: null, unreadable: 0 })
  })

  test('one odd instance is left out alone, and counted', () => {
    const list = listOf({
      applications: { application: { name: 'A', instance: ['text', { app: 'A' }, wireInstance()] } },
    })
    expect([list.instances.length, list.unreadable]).toEqual([1, 2])
  })

  test('what is no registry is refused', () => {
    expect(WireApplications.safeParse({ status: 'success' }).success).toBe(false)
  })
})

describe('an instance', () => {
  test('numbers may be texts, and 0 is never', () => {
    const read = readInstance(
      wireInstance({
        leaseInfo: { durationInSecs: '90', registrationTimestamp: '1795400000000', serviceUpTimestamp: 0 },
      }),
    )
    expect(read?.lease).toEqual({
      durationMs: 90_000,
      registrationTimestamp: 1_795_400_000_000,
      lastRenewalTimestamp: NaN,
      serviceUpTimestamp: NaN,
    })
  })

  test.each([
    [{ $: 7001, '@enabled': 'true' }, 7001],
    [{ $: '7001', '@enabled': true }, 7001],
    [{ $: 7001, '@enabled': 'false' }, NaN],
    [{ $: 7001, '@enabled': false }, NaN],
    [7001, 7001],
    [undefined, NaN],
  ])('port %j is %d', (port, expected) => {
    expect(readInstance(wireInstance({ port }))?.port).toBe(expected)
  })

  test('the overridden status in both spellings', () => {
    const { overriddenStatus: _, ...rest } = wireInstance()
    expect(readInstance({ ...rest, overriddenStatus: 'DOWN' })?.overriddenStatus).toBe('DOWN')
    expect(readInstance({ ...rest, overriddenstatus: 'DOWN' })?.overriddenStatus).toBe('DOWN')
    expect(readInstance(rest)?.overriddenStatus).toBe('UNKNOWN')
  })

  test('metadata without the serializer’s own keys', () => {
    const read = readInstance(
      wireInstance({ metadata: { '@class': 'x', class: 'y', version: '1.2', weight: 3, deep: {} } }),
    )
    const metadata = read?.metadata ?? {}
    expect(metadataKeysOf(metadata)).toEqual(['version', 'weight'])
    expect(metadataOf(metadata, 'weight')).toBe('3')
    expect(metadataOf(metadata, 'class')).toBeNull()
  })

  test('known by what the oldest versions have in place of an id', () => {
    const { instanceId: _, ...old } = wireInstance()
    expect(readInstance(old)?.id).toBe('i-1')
    expect(readInstance({ ...old, dataCenterInfo: { name: 'MyOwn' } })?.id).toBe('ip-10-0-0-5.ec2.internal')
  })
})

test('statuses are counted as the server does', () => {
  expect(hashcodeOf([])).toBe('')
  expect(hashcodeOf(['UP', 'DOWN', 'UP', 'OUT_OF_SERVICE'].map((status) => ({ status })))).toBe(
    'DOWN_1_OUT_OF_SERVICE_1_UP_2_',
  )
})

test('ids hold whatever their makers like', () => {
  expect(PATHS.status('API', 'host:api/7?x#y', 'OUT_OF_SERVICE')).toBe(
    '/apps/API/host%3Aapi%2F7%3Fx%23y/status?value=OUT_OF_SERVICE',
  )
})
