import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { edgeIdOf, nodeIdOf } from '#contract/ids.ts'
import type { Roster } from '#contract/roster.ts'
import { evaluateExpression, matchEdges, matchNodes, type MatchQuestion } from './evaluate-expression.ts'
import { allOf, anyOf, notOf, type Expression } from './expression.ts'
import { arbitraryExpression } from './expression-fixture.ts'
import { fleetOf, questionOf, SMALL_FLEET, type SmallFleet } from './fleet-fixture.ts'

const EAST = { region: 'us-east-1' }

describe('services of a region that match', () => {
  test.each([
    ['errors > 1%', ['edge-proxy', 'playback-api']],
    // 1 % in single precision is a little less than 0.01, and still 1 %.
    ['errors >= 1%', ['edge-proxy', 'playback-api', 'license']],
    ['errors = 1%', ['license']],
    ['errors < 1%', ['internet', 'license-db', 'billing', 'eu-west-1/playback-api']],
    ['errors <= 0', ['license-db', 'billing']],
    ['errors != 0', ['internet', 'edge-proxy', 'playback-api', 'license', 'eu-west-1/playback-api']],
    ['errors is unknown', ['silent']],
    ['not errors is unknown and rps < 10', ['billing']],
    ['not errors > 1%', ['internet', 'license', 'license-db', 'billing', 'eu-west-1/playback-api']],
    ['p99 > 800ms', ['edge-proxy', 'playback-api']],
    ['p99 > 0.9s', ['playback-api']],
    ['rps > 18k', ['internet', 'edge-proxy']],
    ['degraded >= 0.5%', ['license']],
    ['saturation > 80%', ['license']],
    ['breakers > 0', ['edge-proxy']],
    ['breakers = 2', ['edge-proxy']],
    // Of who tells none nothing is known.
    ['not breakers > 0', ['playback-api']],
    ['alerts > 0', ['license']],
    ['alerts > 0 or breakers >= 2', ['edge-proxy', 'license']],
    ['saturation > 80% or saturation is unknown and name ~ db', ['license', 'license-db']],
    ['owner = playback', ['playback-api', 'license', 'eu-west-1/playback-api']],
    ['owner = PLAYBACK and region = us-east-1', ['playback-api', 'license']],
    ['owner = storage', ['license-db']],
    ['owner is unknown', ['internet', 'silent']],
    ['owner != playback', ['edge-proxy', 'license-db', 'billing']],
    ['not owner = playback', ['edge-proxy', 'license-db', 'billing']],
    ['owner in (billing, storage)', ['license-db', 'billing']],
    ['owner not in (playback, storage)', ['edge-proxy', 'billing']],
    ['owner ~ gate', ['edge-proxy']],
    ['domain = edge', ['edge-proxy']],
    ['region = "us east"', ['edge-proxy', 'playback-api', 'license', 'license-db', 'billing', 'silent']],
    ['region != us-east-1', ['internet', 'eu-west-1/playback-api']],
    ['name ~ play*', ['playback-api', 'license', 'eu-west-1/playback-api']],
    ['name = "play licence"', ['license']],
    ['name = us-east-1/playback-api', ['playback-api']],
    ['name ~ *-api', ['playback-api', 'eu-west-1/playback-api']],
    ['db', ['license-db']],
    ['kind = datastore', ['license-db']],
    ['kind != service', ['internet', 'license-db']],
    ['health = failing', ['edge-proxy', 'playback-api']],
    ['health in (degraded, failing)', ['edge-proxy', 'playback-api', 'license']],
    ['health = unknown', ['silent']],
    ['health is unknown', ['silent']],
    ['health = idle', ['billing']],
    ['health != failing and health != healthy', ['license', 'billing', 'silent']],
    ['top(2) by rps', ['edge-proxy', 'playback-api']],
    ['not top(2) by p99 and owner is known', ['license-db', 'eu-west-1/playback-api']],
    ['neighbours of playback-api', ['edge-proxy', 'playback-api', 'license']],
    ['neighbours(2) of billing', ['internet', 'edge-proxy', 'playback-api', 'billing', 'silent']],
    ['upstream of license-db', 'internet edge-proxy playback-api license license-db eu-west-1/playback-api'.split(' ')],
    ['callers of license', ['playback-api', 'license', 'eu-west-1/playback-api']],
    ['downstream of edge-proxy', ['edge-proxy', 'playback-api', 'license', 'license-db', 'billing']],
    ['not downstream of edge-proxy', ['internet', 'silent', 'eu-west-1/playback-api']],
    ['path from internet to license', ['internet', 'edge-proxy', 'playback-api', 'license']],
    ['path from license-db to internet', []],
    ['path from edge-proxy to ghost', []],
    ['neighbours of ghost', []],
    ['errors > 20% or neighbours', ['edge-proxy', 'playback-api', 'license']],
    [
      'errors > 20% or neighbours(2)',
      'internet edge-proxy playback-api license license-db billing eu-west-1/playback-api'.split(' '),
    ],
    ['saturation > 80% or upstream', ['internet', 'edge-proxy', 'playback-api', 'license', 'eu-west-1/playback-api']],
    ['(errors > 20% or neighbours) and not owner = playback', ['edge-proxy']],
    ['connection.errors > 20%', ['edge-proxy', 'playback-api', 'license', 'eu-west-1/playback-api']],
    ['protocol = database', ['license', 'license-db']],
    ['connection.rps is unknown', ['billing', 'silent']],
    ['zone = us-east-1a', []],
    ['owner = nobody', []],
  ])('%s', (text, services) => {
    expect(servicesThat(text, EAST)).toEqual(services)
  })

  test('in the world a name means each of its services', () => {
    expect(servicesThat('callees of playback-api')).toEqual([
      'playback-api',
      'license',
      'eu-west-1/playback-api',
      'eu-west-1/far',
    ])
    expect(servicesThat('callees of eu-west-1/playback-api')).toEqual([
      'license',
      'eu-west-1/playback-api',
      'eu-west-1/far',
    ])
  })

  test.each([
    ['a service', 'us-east-1/license', ['playback-api', 'license', 'license-db', 'eu-west-1/playback-api']],
    ['a region', 'eu-west-1', ['license', 'eu-west-1/playback-api']],
    [
      'a connection',
      'us-east-1/license>us-east-1/license-db:database',
      'playback-api license license-db eu-west-1/playback-api'.split(' '),
    ],
    ['nothing', null, []],
    ['what is not there', 'us-east-1/ghost', []],
  ])('neighbours of selected, where %s is', (_, selected, services) => {
    expect(servicesThat('neighbours of selected', { ...EAST, selected })).toEqual(services)
  })

  test('a service is in every zone that it stands in, and in none where nobody tells', () => {
    const nodes = SMALL_FLEET.roster.nodes.map((node, row) =>
      row < 3 ? { ...node, zones: [`us-east-1${'abc'.charAt(row)}`, 'us-east-1c'] } : node,
    )
    const zoned = { ...EAST, roster: { ...SMALL_FLEET.roster, nodes } }
    expect(servicesThat('zone = us-east-1b', zoned)).toEqual(['edge-proxy'])
    expect(servicesThat('zone = us-east-1c', zoned)).toEqual(['internet', 'edge-proxy', 'playback-api'])
    expect(servicesThat('zone in (us-east-1a, us-east-1b)', zoned)).toEqual(['internet', 'edge-proxy'])
    expect(servicesThat('zone != us-east-1b', zoned)).toEqual(['internet', 'playback-api'])
    expect(servicesThat('not zone = us-east-1b', zoned)).toEqual(['internet', 'playback-api'])
    expect(servicesThat('zone is unknown', zoned)).not.toContain('edge-proxy')
  })

  test('what is too old to be believed is unknown', () => {
    const unknownNodes = Uint8Array.from(SMALL_FLEET.roster.nodes, ({ service }) => (service === 'edge-proxy' ? 1 : 0))
    expect(servicesThat('errors > 1%', { ...EAST, unknownNodes })).toEqual(['playback-api'])
    expect(servicesThat('health = unknown', { ...EAST, unknownNodes })).toEqual(['edge-proxy', 'silent'])
  })

  test('thresholds are the installation’s own', () => {
    const thresholds = { degradedErrorShare: 0.2, failingErrorShare: 0.5, degradedDegradedShare: 1 }
    expect(servicesThat('health = degraded', { ...EAST, thresholds })).toEqual(['playback-api'])
  })

  test('a roster newer than the frame asks of rows that are unknown', () => {
    const older = fleetOf([{ id: 'us-east-1/api', rps: 1, errors: 0.5 }], [])
    const { roster } = fleetOf([{ id: 'us-east-1/api' }, { id: 'us-east-1/new' }], [])
    expect([...matchNodes(questionOf({ ...older, roster }, 'errors is unknown'))]).toEqual([0, 1])
  })
})

describe('connections that match', () => {
  test.each([
    ['owner = playback', ['playback-api>license', 'eu-west-1/playback-api>license']],
    ['license or edge-proxy', ['license>license-db']],
    ['errors > 20% or neighbours', ['edge-proxy>playback-api', 'playback-api>license']],
    ['path from internet to license', ['internet>edge-proxy', 'edge-proxy>playback-api', 'playback-api>license']],
    ['protocol = grpc', ['edge-proxy>playback-api']],
    ['connection.errors > 20%', ['edge-proxy>playback-api', 'eu-west-1/playback-api>license']],
    ['connection.errors > 20% and region = us-east-1', ['edge-proxy>playback-api']],
    [
      'connection.errors > 20% or license-db or license',
      'edge-proxy>playback-api license>license-db eu-west-1/playback-api>license'.split(' '),
    ],
    ['not connection.errors < 20%', ['edge-proxy>playback-api', 'eu-west-1/playback-api>license']],
    ['not (connection.errors > 1% or protocol = http)', ['license>license-db']],
    [
      'connection.health = failing',
      ['internet>edge-proxy', 'edge-proxy>playback-api', 'eu-west-1/playback-api>license'],
    ],
    ['connection.rps is unknown', ['silent>billing']],
    [
      'protocol = database or neighbours',
      'playback-api>license license>license-db eu-west-1/playback-api>license'.split(' '),
    ],
  ])('%s', (text, connections) => {
    expect(connectionsThat(text)).toEqual(connections)
  })
})

describe('laws', () => {
  const asked = (expression: Expression, region: string | null): MatchQuestion => ({
    ...questionOf(SMALL_FLEET, 'a', { region, selected: 'us-east-1/license' }),
    expression,
  })
  const region = fc.constantFrom(null, 'us-east-1', 'eu-west-1', 'nowhere')
  const any = arbitraryExpression()

  test('no service holds and fails at once, and a double negation is none', () => {
    fc.assert(
      fc.property(any, region, (expression, of) => {
        const holds = matchNodes(asked(expression, of))
        const fails = matchNodes(asked({ kind: 'not', part: expression }, of))
        const again = matchNodes(asked({ kind: 'not', part: { kind: 'not', part: expression } }, of))
        expect(again).toEqual(holds)
        // A service with two connections may hold for one and fail for the other.
        if (JSON.stringify(expression).includes('connection')) return
        expect(holds.some((flag, row) => flag === 1 && fails[row] === 1)).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  test('`and` and `or` change places under `not`', () => {
    fc.assert(
      fc.property(any, any, region, (a, b, of) => {
        const one = evaluateExpression(asked(notOf(allOf([a, b])), of))
        const other = evaluateExpression(asked(anyOf([notOf(a), notOf(b)]), of))
        expect(one.nodes).toEqual(other.nodes)
      }),
      { numRuns: 300 },
    )
  })

  test('the ends of a matching connection match, and nothing gone or outside the picture does', () => {
    fc.assert(
      fc.property(any, region, (expression, of) => {
        const { nodes, edges } = evaluateExpression(asked(expression, of))
        SMALL_FLEET.roster.nodes.forEach(({ gone }, row) => expect(gone === true && nodes[row] === 1).toBe(false))
        SMALL_FLEET.roster.edges.forEach(({ source, target, gone }, row) => {
          if (edges[row] !== 1) return
          expect([nodes[source], nodes[target], gone]).toEqual([1, 1, undefined])
        })
        if (of === 'nowhere') expect(nodes).toEqual(new Uint8Array(nodes.length))
      }),
      { numRuns: 500 },
    )
  })

  test('hops agree with a walk step by step', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 30 }),
        fc.nat(11),
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom('neighbours', 'upstream', 'downstream'),
        (pairs, start, hops, walk) => {
          const services = Array.from({ length: 12 }, (_, row) => ({ id: `r/s${row}` }))
          const fleet = fleetOf(
            services,
            pairs.map(([a, b]) => ({ id: `r/s${a}>r/s${b}` })),
          )
          const found = matchNodes(questionOf(fleet, `${walk}(${hops}) of s${start}`))
          let reached = new Set([start])
          for (let hop = 0; hop < hops; hop += 1) {
            const onward = pairs.flatMap(([a, b]) => [
              ...(walk !== 'upstream' && reached.has(a) ? [b] : []),
              ...(walk !== 'downstream' && reached.has(b) ? [a] : []),
            ])
            reached = new Set([...reached, ...onward])
          }
          expect([...found].flatMap((flag, row) => (flag === 1 ? [row] : []))).toEqual(
            [...reached].sort((a, b) => a - b),
          )
        },
      ),
      { numRuns: 300 },
    )
  })
})

test('the roster’s connections are read once, however many walks and hops are asked for', () => {
  const edges = 2_000
  const services = Array.from({ length: 200 }, (_, row) => ({ id: `r/s${row}` }))
  const connections = Array.from({ length: edges }, (_, row) => ({ id: `r/s${row % 200}>r/s${(row * 7 + 1) % 200}` }))
  const fleet = fleetOf(services, connections)
  let reads = 0
  const counted = new Proxy(fleet.roster.edges, {
    get(target, key, receiver) {
      if (typeof key === 'string' && /^\d+$/.test(key)) reads += 1
      return Reflect.get(target, key, receiver)
    },
  })
  const roster: Roster = { ...fleet.roster, edges: counted }
  const walks = Array.from({ length: 60 }, (_, row) => `neighbours(99) of s${row}`).join(' or ')
  evaluateExpression(questionOf({ ...fleet, roster }, walks))
  expect(reads).toBe(edges)
})

function servicesThat(text: string, rest: Partial<MatchQuestion> = {}, fleet: SmallFleet = SMALL_FLEET): string[] {
  const flags = matchNodes(questionOf(fleet, text, rest))
  return fleet.roster.nodes.flatMap((node, row) => (flags[row] === 1 ? [short(nodeIdOf(node))] : []))
}

function connectionsThat(text: string): string[] {
  const { roster } = SMALL_FLEET
  const flags = matchEdges(questionOf(SMALL_FLEET, text, EAST))
  return roster.edges.flatMap(({ source, target, protocol }, row) => {
    const [from, to] = [roster.nodes[source], roster.nodes[target]]
    if (flags[row] !== 1 || from === undefined || to === undefined) return []
    const key = {
      sourceRegion: from.region,
      source: from.service,
      targetRegion: to.region,
      target: to.service,
      protocol,
    }
    return [edgeIdOf(key).replace(`:${protocol}`, '').split('>').map(short).join('>')]
  })
}

function short(id: string): string {
  return id.replace(/^(us-east-1|global)\//, '')
}
