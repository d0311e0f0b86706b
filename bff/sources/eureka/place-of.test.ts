import { expect, test } from 'vitest'
import { createPlaceOf } from './place-of.ts'
import { instanceOf } from './registry-fixture.ts'
import { EurekaSettings } from './settings.ts'

function placeOf(instance: Record<string, unknown>, settings: Record<string, unknown> = {}) {
  const regions = ['us-east-1', 'us-west-2', 'us-gov-west-1']
  const regionAliases = new Map([['dc-oregon', 'us-west-2']])
  const parsed = EurekaSettings.parse({ id: 'eureka', kind: 'eureka', url: 'http://eureka:8761', ...settings })
  return createPlaceOf({ settings: parsed, regions, regionAliases })(instanceOf(instance))
}

function inZone(zone: string) {
  return { dataCenterInfo: { name: 'Amazon', metadata: { 'availability-zone': zone } } }
}

const myOwn = (metadata: Record<string, string>) => ({ dataCenterInfo: { name: 'MyOwn' }, metadata })

test.each([
  ['a zone', inZone('us-east-1c'), { region: 'us-east-1', zone: 'us-east-1c' }],
  ['a local zone', inZone('us-east-1-bos-1a'), { region: 'us-east-1', zone: 'us-east-1-bos-1a' }],
  ['a wavelength zone', inZone('us-east-1-wl1-bos-wlz-1'), { region: 'us-east-1', zone: 'us-east-1-wl1-bos-wlz-1' }],
  ['a region of three words', inZone('us-gov-west-1b'), { region: 'us-gov-west-1', zone: 'us-gov-west-1b' }],
  ['metadata', myOwn({ region: 'us-west-2', zone: 'rack-7' }), { region: 'us-west-2', zone: 'rack-7' }],
  ['an alias', myOwn({ region: 'dc-oregon' }), { region: 'us-west-2', zone: null }],
  ['a zone in metadata', myOwn({ zone: 'us-west-2a' }), { region: 'us-west-2', zone: 'us-west-2a' }],
  ['a zone that is no slug', myOwn({ zone: 'Rack 7' }), { region: null, zone: null }],
  ['nothing', myOwn({}), { region: null, zone: null }],
])('%s', (_, instance, expected) => {
  expect(placeOf(instance)).toEqual({ ...expected, foreign: null })
})

test('a region that is not configured is said, not dropped', () => {
  expect(placeOf(inZone('ap-southeast-2a'))).toEqual({
    region: null,
    zone: 'ap-southeast-2a',
    foreign: 'ap-southeast-2',
  })
})

test('the configuration has the last word, and names the keys', () => {
  expect(placeOf(inZone('eu-west-1a'), { region: 'us-east-1' }).region).toBe('us-east-1')
  expect(placeOf(myOwn({ dc: 'dc-oregon' }), { metadata: { region: ['dc'] } }).region).toBe('us-west-2')
})
