import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createJudge, fillHostspec, isNetwork, parseHostspec } from './hostspec.ts'

describe('a hostspec', () => {
  it.each([
    ['10.0.3.17', { host: '10.0.3.17', port: null }],
    ['10.0.3.17:44321', { host: '10.0.3.17', port: 44_321 }],
    ['db-3.prod.internal', { host: 'db-3.prod.internal', port: null }],
    ['ip-10-0-3-17.ec2.internal:44321', { host: 'ip-10-0-3-17.ec2.internal', port: 44_321 }],
    ['[fd00::17]:44321', { host: 'fd00::17', port: 44_321 }],
  ])('%s is a host', (text, expected) => expect(parseHostspec(text)).toEqual(expected))

  it.each([
    '',
    'unix:',
    'unix:/run/pcp/pmcd.socket',
    'local:',
    'local:?pmcd',
    'host@proxy',
    'host?secure=relaxed',
    'host&x=y',
    'pcp://host',
    'a/b',
    'a b',
    'a\nb',
    'host:0',
    'host:65536',
    'host:44321,44322',
    '-host',
    '.host',
    'fd00::17',
    '[10.0.0.1]',
    // What a resolver takes for an address.
    '127.1',
    '2130706433',
    '0x7f.1',
    '0x7f000001',
    '10.0.0.256',
    '0177.0.0.01',
  ])('%j is none', (text) => expect(parseHostspec(text)).toBeNull())

  it('is taken or refused, whatever it is', () => {
    const isPlain = /^[[\]a-z0-9.:-]+$/i
    fc.assert(fc.property(fc.string(), (text) => parseHostspec(text) === null || isPlain.test(text)))
    expect(isPlain.test('unix:/x')).toBe(false)
  })
})

describe('what comes from data', () => {
  const isListed = createJudge({ networks: ['10.0.0.0/8', 'fd00::/8'], domains: ['prod.internal', 'db-1.other'] })
  const judge = (text: string) => {
    const parsed = parseHostspec(text)
    return parsed !== null && isListed(parsed)
  }

  it.each(['10.0.3.17', '10.255.0.1:44321', '[fd12::1]', 'a.prod.internal', 'PROD.internal', 'db-1.other'])(
    '%s lies in what is listed',
    (text) => expect(judge(text)).toBe(true),
  )

  it.each([
    '127.0.0.1',
    '169.254.169.254',
    '192.168.0.1',
    '11.0.0.1',
    '[::1]',
    '[fe80::1]',
    '[fd00:ec2::254]:80',
    'localhost',
    'prod.internal.evil.example',
    'evilprod.internal',
    'db-2.other',
    'metadata.google.internal',
  ])('%s does not', (text) => {
    // fd00::/8 is listed above, and the metadata service of AWS lies in it: who lists so much gets it.
    expect(judge(text)).toBe(text.startsWith('[fd00:'))
  })

  it('does not lie in an empty list', () => {
    const isAny = createJudge({ networks: [], domains: [] })
    expect(['10.0.0.1', 'a.b', '127.0.0.1'].some((host) => isAny({ host, port: null }))).toBe(false)
  })

  it('is put into the template whole or not at all', () => {
    const instance = { region: 'us-east-1', instance: 'i-0a1b', host: 'a.prod.internal', address: 'fd00::1' }
    expect(fillHostspec('{address}:44321', instance)).toBe('[fd00::1]:44321')
    expect(fillHostspec('{instance}.{region}.internal', instance)).toBe('i-0a1b.us-east-1.internal')
    expect(fillHostspec('{host}', { ...instance, host: null })).toBeNull()
    // A name that says more than a name is refused as a whole.
    const sly = { ...instance, host: 'x@10.0.0.1:1', address: '{region}' }
    expect(parseHostspec(fillHostspec('{host}', sly) ?? '')).toBeNull()
    expect(fillHostspec('{address}', sly)).toBe('{region}')
  })
})

it.each([
  ['10.0.0.0/8', true],
  ['fd00::/8', true],
  ['10.0.0.0', false],
  ['10.0.0.0/33', false],
  ['10.0.0/8', false],
  ['10.0.0.0/8/8', false],
  ['::/129', false],
])('%s as a network: %s', (text, expected) => expect(isNetwork(text)).toBe(expected))
