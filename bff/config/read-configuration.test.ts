import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { printFaults, type ConfigurationFault } from './configuration-fault.ts'
import { parseConfiguration, readConfiguration } from './read-configuration.ts'

const directory = mkdtempSync(join(tmpdir(), 'spillway-config-'))
afterAll(() => rmSync(directory, { recursive: true }))

const GOOD = `version: 1
listen: 127.0.0.1:7700
regions:
  - { id: us-east-1, name: N. Virginia, aliases: [prod-use1] }
  - { id: eu-west-1 }
sources:
  - id: prometheus
    kind: prometheus
    preset: istio
    url: http://127.0.0.1:9090
    entry: [edge-proxy]
`

function faultsOf(text: string, environment: Record<string, string> = {}): ConfigurationFault[] {
  const outcome = parseConfiguration('spillway.yaml', text, environment)
  return outcome.kind === 'faulty' ? outcome.faults : []
}

describe('a right file', () => {
  test('is read, with defaults filled in', () => {
    const outcome = parseConfiguration('spillway.yaml', GOOD, {})
    if (outcome.kind === 'faulty') throw new Error(printFaults(outcome.file, outcome.faults))
    expect(outcome.configuration.regions[1]).toEqual({ id: 'eu-west-1', aliases: [] })
    expect(outcome.configuration.freshness.staleFloorMs).toBe(10_000)
  })

  test('is at most ten lines for a first start', () => {
    const withoutDefaults = GOOD.replace('listen: 127.0.0.1:7700\n', '')
    expect(parseConfiguration('spillway.yaml', withoutDefaults, {}).kind).toBe('read')
    expect(withoutDefaults.trim().split('\n').length).toBeLessThanOrEqual(10)
  })
})

describe('every fault is told at once, with its place, what was found, what was expected and an example', () => {
  test('several faults of several kinds', () => {
    const faults = faultsOf(
      GOOD.replace('127.0.0.1:7700', 'everywhere')
        .replace('id: eu-west-1', 'id: EU West')
        .replace('preset: istio', 'preset: isto')
        .replace('version: 1', 'version: 2'),
    )
    expect(faults.map((fault) => [fault.path, fault.line])).toEqual([
      ['version', 1],
      ['listen', 2],
      ['regions[1].id', 5],
      ['sources[0].preset', 9],
    ])
    for (const fault of faults) {
      expect(fault.found).not.toBe('')
      expect(fault.expected).not.toBe('')
      expect(fault.example).not.toBe('')
    }
  })

  test.each([
    ['a misspelt key', GOOD.replace('listen:', 'lisen:'), 'lisen', 'the key "lisen"'],
    ['no regions', GOOD.replace(/regions:\n(?: {2}- .*\n)+(?=sources)/, ''), 'regions', 'nothing'],
    ['two regions of one id', GOOD.replace('id: eu-west-1', 'id: us-east-1'), 'regions[1].id', '"us-east-1"'],
    ['a text where a list belongs', GOOD.replace('[prod-use1]', 'prod-use1'), 'regions[0].aliases', '"prod-use1"'],
    [
      'an alias that names another region',
      GOOD.replace('prod-use1', 'eu-west-1'),
      'regions[0].aliases[0]',
      '"eu-west-1"',
    ],
  ])('%s', (_what, text, path, found) => {
    expect(faultsOf(text).map((fault) => [fault.path, fault.found])).toContainEqual([path, found])
  })

  test('a text that is no YAML is told with its line', () => {
    const [fault] = faultsOf('version: 1\nregions: [}\n')
    expect(fault?.line).toBe(2)
  })

  test('a file that is not there', () => {
    const outcome = readConfiguration(join(directory, 'absent.yaml'), {})
    expect(outcome.kind).toBe('faulty')
  })
})

describe('secrets', () => {
  const withToken = (token: string) => GOOD + `    auth: { kind: bearer, token: "${token}" }\n`

  test('come from the environment or from a file', () => {
    const file = join(directory, 'token')
    writeFileSync(file, 'from-file\n')
    for (const [token, environment, expected] of [
      ['${PROMETHEUS_TOKEN}', { PROMETHEUS_TOKEN: 'from-env' }, 'from-env'],
      [`\${file:${file}}`, {}, 'from-file'],
    ] as const) {
      const outcome = parseConfiguration('spillway.yaml', withToken(token), environment)
      if (outcome.kind === 'faulty') throw new Error(printFaults(outcome.file, outcome.faults))
      expect(JSON.stringify(outcome.configuration.sources[0])).toContain(expected)
    }
  })

  test('that are missing are faults, beside the others', () => {
    const faults = faultsOf(withToken('${ABSENT_TOKEN}').replace('version: 1', 'version: 3'))
    expect(faults.map((fault) => fault.path)).toEqual(['version', 'sources[0].auth.token'])
    expect(faults[1]?.expected).toContain('ABSENT_TOKEN')
  })

  test('are never printed', () => {
    const text = GOOD.replace('listen: 127.0.0.1:7700', 'listen: "${HIDDEN}"')
    const faults = faultsOf(text, { HIDDEN: 'hunter2' })
    expect(faults).toHaveLength(1)
    expect(printFaults('spillway.yaml', faults)).not.toContain('hunter2')
  })
})

describe('how people come in', () => {
  const withAccess = (access: string) => `${GOOD}access: ${access}\n`
  const OIDC =
    '{ mode: oidc, publicUrl: "https://s.example", issuer: "https://id.example", clientId: c, clientSecret: x, roles: { core: [viewer] } }'

  test('is this machine alone where nothing is said', () => {
    const outcome = parseConfiguration('spillway.yaml', GOOD, {})
    if (outcome.kind === 'faulty') throw new Error(printFaults(outcome.file, outcome.faults))
    expect(outcome.configuration.access).toMatchObject({ mode: 'local', walkIn: ['viewer', 'engineer'], people: [] })
  })

  test.each([
    ['local', '{ mode: local, walkIn: [], people: [{ name: Ben, roles: [viewer, approver] }] }'],
    ['oidc', OIDC],
    [
      'trusted-proxy',
      `{ mode: trusted-proxy, publicUrl: "https://s.example", proxies: [10.0.0.0/8, "fd00::/8"], secret: ${'x'.repeat(32)}, roles: {} }`,
    ],
    ['http on this machine', OIDC.replace('https://s.example', 'http://127.0.0.1:7700')],
  ])('%s', (_what, access) => {
    expect(faultsOf(withAccess(access))).toEqual([])
  })

  test.each([
    ['two modes at once', OIDC.replace('mode: oidc', 'mode: local'), 'access.publicUrl'],
    ['an unknown mode', '{ mode: ldap }', 'access.mode'],
    ['an unknown role', '{ mode: local, people: [{ name: Ben, roles: [root] }] }', 'access.people[0].roles[0]'],
    ['http beyond this machine', OIDC.replace('https://s.example', 'http://s.example'), 'access.publicUrl'],
    ['a public address with a path', OIDC.replace('https://s.example', 'https://s.example/x'), 'access.publicUrl'],
    ['an issuer without TLS', OIDC.replace('https://id.example', 'http://id.example'), 'access.issuer'],
    [
      'a network that is none',
      '{ mode: trusted-proxy, publicUrl: "https://s.example", proxies: [10.0.0.0/33], secret: x, roles: {} }',
      'access.proxies[0]',
    ],
    [
      'a short secret',
      '{ mode: trusted-proxy, publicUrl: "https://s.example", proxies: [10.0.0.0/8], secret: x, roles: {} }',
      'access.secret',
    ],
  ])('%s is a fault, with its place and an example', (_what, access, path) => {
    const faults = faultsOf(withAccess(access))
    expect(faults.map((fault) => fault.path)).toContain(path)
    expect(faults.every(({ expected, example }) => expected !== '' && example !== '')).toBe(true)
  })
})
