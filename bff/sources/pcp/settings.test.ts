import { expect, it } from 'vitest'
import { PcpSettings, urlOfRegion } from './settings.ts'

const plain = { id: 'hosts', kind: 'pcp', url: 'http://pmproxy:44322' }

it('needs an address alone, and then asks no host that nobody listed', () => {
  expect(PcpSettings.parse(plain)).toMatchObject({
    hostspec: '{address}',
    networks: [],
    domains: [],
    hosts: [],
    period: 1_000,
    limits: { bytes: 4 * 1_024 ** 2, timeout: 10_000 },
  })
})

it('takes an address per region', () => {
  const settings = PcpSettings.parse({ ...plain, url: 'https://pmproxy.{region}.internal:44322/pcp' })
  expect(urlOfRegion(settings, 'us-east-1')).toBe('https://pmproxy.us-east-1.internal:44322/pcp')
})

it.each([
  [{ url: 'http://user:password@pmproxy:44322' }],
  [{ url: 'ftp://pmproxy' }],
  [{ url: 'http://pmproxy:44322?x={region}' }],
  [{ url: 'pmproxy' }],
  [{ hostspec: '{address}@proxy' }],
  [{ hostspec: 'unix:/run/pmcd' }],
  [{ hostspec: '{service}' }],
  [{ networks: ['10.0.0.0'] }],
  [{ domains: ['*.internal'] }],
  [{ domains: ['1'] }],
  [{ period: '500ms' }],
  [{ period: '1m' }],
  [{ hosts: [{ instance: 'i-1', region: 'us-east-1', hostspec: 'a?b' }] }],
  [{ store: true }],
])('refuses %j', (over) => expect(PcpSettings.safeParse({ ...plain, ...over }).success).toBe(false))
