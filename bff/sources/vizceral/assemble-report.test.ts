import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WireFeed } from './wire.ts'
import { assemblerOf, lineOf, nextReport, NOW, reportOf, WHOLE, worldWith } from './feed-fixture.ts'

const API = { name: 'api' }
const DB = { name: 'db', node_type: 'storage' }
const ENTRY = { source: 'INTERNET', target: 'api', metrics: WHOLE }
const wordsOf = (feed: unknown, over = {}) => reportOf(feed, over).problems.map(({ message }) => message)
const linesOf = (feed: unknown, over = {}) => reportOf(feed, over).edges.map(lineOf)

describe('a feed becomes a report', () => {
  test('regions by id and alias, services, entries, kinds, owners, what is not told', () => {
    const report = reportOf({
      renderer: 'global',
      entryNode: 'edge',
      nodes: [
        { name: 'edge' },
        {
          name: 'prod-use1',
          updated: NOW - 3_000,
          nodes: [{ name: 'INTERNET' }, { ...API, metadata: { owner: 'play', streaming: 1 } }, DB],
          connections: [ENTRY, { source: 'api', target: 'db', metrics: { normal: 5 } }],
        },
      ],
      connections: [{ source: 'edge', target: 'prod-use1', metrics: { normal: 7 } }],
    })
    expect(report.edges.map(lineOf)).toEqual([
      'internet>us-east-1/api 100 0.1 0 entry',
      'us-east-1/api>us-east-1/db 5 0 0',
    ])
    expect(report.edges[0]).toMatchObject({ p99LatencyMs: NaN, observedAt: NOW - 3_000, protocol: 'unknown' })
    expect(report.feeds).toEqual([{ region: 'us-east-1', observedAt: NOW - 3_000, periodMs: 10_000 }])
    expect(report.nodes.map(({ service, kind, owner, saturation }) => [service, kind, owner, saturation])).toEqual([
      ['api', 'service', 'play', NaN],
      ['db', 'datastore', undefined, NaN],
      ['internet', 'internet', undefined, NaN],
    ])
    expect(report.problems).toEqual([])
    expect(report.at).toBe(NOW)
  })

  test('the root tells a total only of regions that do not tell theirs', () => {
    const root = [
      { source: 'INTERNET', target: 'us-east-1', metrics: WHOLE },
      { source: 'INTERNET', target: 'eu-west-1', metrics: WHOLE },
      { source: 'us-east-1', target: 'eu-west-1', metrics: { normal: 3, danger: 1 } },
    ]
    const nodes = [
      { name: 'INTERNET' },
      { name: 'us-east-1', nodes: [API], connections: [ENTRY] },
      { name: 'eu-west-1', nodes: [], connections: [] },
    ]
    expect(linesOf({ renderer: 'global', updated: NOW, nodes, connections: root })).toEqual([
      'internet>us-east-1/api 100 0.1 0 entry',
      'internet>eu-west-1/unknown 100 0.1 0 entry',
      'us-east-1/unknown>eu-west-1/unknown 4 0.25 0',
    ])
  })

  test('a region within another region’s graph is that region, and is told once', () => {
    const graph = {
      nodes: [API, { name: 'eu-west-1' }],
      connections: [{ source: 'eu-west-1', target: 'api', metrics: WHOLE }],
    }
    const over = { connections: [{ source: 'eu-west-1', target: 'us-east-1', metrics: WHOLE }] }
    const feed = worldWith(graph, over)
    expect(linesOf(feed)).toEqual(['eu-west-1/unknown>us-east-1/api 100 0.1 0'])
    expect(reportOf(feed).nodes.map(({ service }) => service)).toEqual(['api'])
  })

  test('the CDN beside the regions is our CDN', () => {
    const connections = [{ source: 'cdn', target: 'api', metrics: WHOLE }]
    const region = { name: 'us-east-1', updated: NOW, nodes: [API, { name: 'cdn' }], connections }
    const root = [
      { source: 'INTERNET', target: 'cdn', metrics: WHOLE },
      { source: 'cdn', target: 'us-east-1', metrics: WHOLE },
    ]
    const world = { nodes: [{ name: 'INTERNET' }, { name: 'cdn' }, region], connections: root }
    expect(linesOf(world)).toEqual(['cdn>us-east-1/api 100 0.1 0', 'internet>cdn 100 0.1 0 entry'])
    // Whoever gives it a graph of its own tells nothing new by that.
    const drawn = {
      name: 'cdn',
      renderer: 'region',
      nodes: [{ name: 'cdn' }, { name: 'us-east-1' }],
      connections: root,
    }
    expect(linesOf({ ...world, nodes: [{ name: 'INTERNET' }, drawn, region] })).toEqual(linesOf(world))
    expect(reportOf(world).feeds.map(({ region: id, observedAt }) => [id, observedAt])).toEqual([
      ['us-east-1', NOW],
      ['global', NOW],
    ])
  })

  test('an entryNode that is a service was entered by what it sends on', () => {
    const connections = [
      { source: 'gateway', target: 'api', metrics: WHOLE },
      { source: 'gateway', target: 'db', metrics: { normal: 100, danger: 0 } },
    ]
    const feed = {
      renderer: 'region',
      name: 'us-east-1',
      entryNode: 'gateway',
      nodes: [{ name: 'gateway' }, API, DB],
      connections,
    }
    expect(linesOf(feed).filter((line) => line.endsWith('entry'))).toEqual([
      'internet>us-east-1/gateway 200 0.05 0 entry',
    ])
  })
})

describe('a feed of one region', () => {
  const one = { renderer: 'region', name: 'whatever', updated: NOW, nodes: [API], connections: [ENTRY] }
  const entry = ['internet>eu-west-1/api 100 0.1 0 entry']

  test('is read as the region that is configured', () => {
    expect(linesOf(one, { region: 'eu-west-1' })).toEqual(entry)
    expect(linesOf({ ...one, renderer: undefined }, { region: 'eu-west-1' })).toEqual(entry)
  })
  test('is read as the region whose name it has', () => {
    expect(linesOf({ ...one, name: 'eu-west-1' })).toEqual(entry)
  })
  test('is refused where nobody says whose it is', () => {
    expect(() => reportOf(one)).toThrow('say region: of this source')
    expect(() => reportOf({ nodes: [], connections: [] })).toThrow('holds no nodes at all')
  })
  test('of a feed of several, only the region that is configured', () => {
    const nodes = ['us-east-1', 'eu-west-1', 'mars'].map((name) => ({ ...one, name }))
    const report = reportOf({ renderer: 'global', nodes, connections: [] }, { region: 'eu-west-1' })
    expect(report.edges.map(lineOf)).toEqual(entry)
    expect(report.problems).toEqual([])
  })
})

describe('oddities', () => {
  const connectionsOf = (...connections: unknown[]) => worldWith({ nodes: [API, DB], connections })
  const metricsOf = (metrics: unknown) => connectionsOf({ source: 'INTERNET', target: 'api', metrics })

  test.each<[string, unknown, string[]]>([
    ['zeros are known zeros', metricsOf({ normal: 0, danger: 0 }), ['internet>us-east-1/api 0 NaN NaN entry']],
    ['no metrics are unknown', metricsOf(undefined), ['internet>us-east-1/api NaN NaN NaN entry']],
    ['empty metrics are unknown', metricsOf({}), ['internet>us-east-1/api NaN NaN NaN entry']],
    ['metrics of null are unknown', metricsOf(null), ['internet>us-east-1/api NaN NaN NaN entry']],
    ['metrics in a list are unknown', metricsOf([1, 2]), ['internet>us-east-1/api NaN NaN NaN entry']],
    [
      'texts as numbers',
      metricsOf({ normal: ' 9e1 ', warning: '0', danger: '10' }),
      ['internet>us-east-1/api 100 0.1 0 entry'],
    ],
    ['classes in capitals', metricsOf({ Normal: 90, DANGER: 10 }), ['internet>us-east-1/api 100 0.1 NaN entry']],
    ['own classes are good', metricsOf({ ok: 90, danger: 10 }), ['internet>us-east-1/api 100 0.1 NaN entry']],
    ['a danger never told is unknown', metricsOf({ normal: 90 }), ['internet>us-east-1/api 90 NaN NaN entry']],
    [
      'nodes named by numbers',
      worldWith({ nodes: [{ name: 7 }], connections: [{ source: 'INTERNET', target: 7, metrics: WHOLE }] }),
      ['internet>us-east-1/7 100 0.1 0 entry'],
    ],
    [
      'of a pair told twice the last',
      connectionsOf(ENTRY, { ...ENTRY, metrics: { normal: 1, danger: 0, warning: 0 } }),
      ['internet>us-east-1/api 1 0 0 entry'],
    ],
    [
      'circles and calls of oneself',
      connectionsOf(
        { source: 'api', target: 'db', metrics: WHOLE },
        { source: 'db', target: 'api', metrics: WHOLE },
        { source: 'api', target: 'api', metrics: WHOLE },
      ),
      [
        'us-east-1/api>us-east-1/db 100 0.1 0',
        'us-east-1/db>us-east-1/api 100 0.1 0',
        'us-east-1/api>us-east-1/api 100 0.1 0',
      ],
    ],
  ])('%s', (_what, feed, lines) => expect(linesOf(feed)).toEqual(lines))

  test.each<[string, unknown, string]>([
    ['a negative number', metricsOf({ normal: -1 }), 'that are no numbers of requests/s ("INTERNET to api")'],
    ['a word', metricsOf({ normal: 'many' }), 'that are no numbers'],
    ['an empty text', metricsOf({ normal: '' }), 'that are no numbers'],
    ['null', metricsOf({ normal: 5, danger: null }), 'that are no numbers'],
    ['more than there can be', metricsOf({ normal: 1e300 }), 'that are no numbers'],
  ])('%s makes the traffic unknown, and is told', (_what, feed, words) => {
    expect(linesOf(feed)).toEqual(['internet>us-east-1/api NaN NaN NaN entry'])
    expect(wordsOf(feed).join('\n')).toContain(words)
  })

  test.each<[string, unknown, RegExp]>([
    [
      'connections of unknown nodes',
      connectionsOf({ source: 'ghost', target: 'api' }, { source: 'api', target: 'ghoul' }, ENTRY),
      /^2 connections name nodes that the feed does not have \("ghost", "ghoul"\); left out\.$/m,
    ],
    ['connections without ends', connectionsOf(null, 5, { source: 'api' }), /^3 connections without a source/m],
    ['nodes without names', worldWith({ nodes: [{}, null, 'x', API], connections: [ENTRY] }), /^3 nodes without/m],
    ['regions not configured', { nodes: [{ name: 'mars', connections: [] }] }, /1 region of the feed \("mars"\)/],
    ['own classes', metricsOf({ ok: 1, slow: 2, danger: 0 }), /classes of its own \("ok", "slow"\)/],
    ['errors never told', metricsOf({ normal: 1 }), /never told the class "danger"/],
    [
      'a region twice',
      {
        nodes: [
          { name: 'us-east-1', connections: [] },
          { name: 'prod-use1', connections: [] },
        ],
      },
      /region us-east-1 twice; "prod-use1"/,
    ],
    ['a clock ahead', worldWith({ updated: NOW + 60_000, nodes: [], connections: [] }), /60 s in the future/],
    ['no updated', worldWith({ updated: null, nodes: [], connections: [] }), /nobody can tell how old it is/],
  ])('%s are a problem in words', (_what, feed, words) => expect(wordsOf(feed).join('\n')).toMatch(words))

  test('rows of a region that is not configured are left out, with their connections', () => {
    const mars = { name: 'mars', updated: NOW, nodes: [API], connections: [ENTRY] }
    const feed = {
      nodes: [{ name: 'INTERNET' }, mars, { name: 'us-east-1', updated: NOW, nodes: [API], connections: [ENTRY] }],
      connections: [{ source: 'INTERNET', target: 'mars', metrics: WHOLE }],
    }
    expect(linesOf(feed)).toEqual(['internet>us-east-1/api 100 0.1 0 entry'])
    expect(wordsOf(feed)).toHaveLength(1)
  })

  test('names that are no slugs keep their writing; markup stays text', () => {
    const markup = '<img src=x onerror=alert(1)>'
    const names = ['Billing API', 'billing-api', markup, '支払い', 'x'.repeat(300)]
    const nodes = names.map((name) => ({ name, notices: [{ title: markup, link: 'javascript:alert(1)' }] }))
    const connections = names.map((target) => ({ source: 'INTERNET', target, metrics: WHOLE }))
    const report = reportOf(worldWith({ nodes, connections }))
    const told = report.nodes.filter(({ kind }) => kind === 'service')
    expect(told.map(({ name, service }) => name ?? service)).toEqual(names)
    expect(new Set(told.map(({ service }) => service)).size).toBe(names.length)
    expect(told.find(({ service }) => service === 'billing-api')?.name).toBeUndefined()
    for (const { service } of told) expect(service).toMatch(/^[a-z0-9][a-z0-9._-]{0,126}[a-z0-9]$/)
    expect(report.edges.map(({ target }) => target)).toEqual(told.map(({ service }) => service))
  })

  test('a tree within a tree is looked at three levels deep', () => {
    const text = `${'{"name":"us-east-1","connections":[],"nodes":['.repeat(2_000)}${']}'.repeat(2_000)}`
    const report = nextReport(assemblerOf(), { renderer: 'global', updated: NOW, nodes: [JSON.parse(text)] }, NOW)
    expect(report.nodes).toHaveLength(1)
  })

  test('names of prototypes are names', () => {
    const nodes = ['__proto__', 'constructor', 'toString'].map((name) => ({ name }))
    const metrics = JSON.parse('{"__proto__": 1, "constructor": 2, "danger": 1}')
    const connections = [{ source: 'INTERNET', target: 'constructor', metrics }]
    expect(linesOf(worldWith({ nodes, connections }))[0]).toMatch(/^internet>us-east-1\/constructor [34] /)
  })

  test('whatever JSON comes, it is refused or read, and nothing throws', () => {
    const key = fc.constantFrom('nodes', 'connections', 'name', 'metrics', 'updated', 'source', 'target', 'renderer')
    const value = fc.oneof(
      fc.constantFrom('us-east-1', 'INTERNET', 'api', 'region', 'danger', 0, -1, null),
      fc.double(),
    )
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6, withCrossShrink: true },
        value,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 8 }),
      ),
    }))
    const feeds = fc.record({ nodes: fc.array(tree), connections: fc.array(tree), name: tree, updated: tree })
    fc.assert(
      fc.property(feeds, (json) => {
        const feed = WireFeed.safeParse(JSON.parse(JSON.stringify(json)))
        if (!feed.success) return
        const outcome = assemblerOf().assemble(feed.data, NOW)
        if (outcome.kind === 'failed') {
          expect(outcome.message).not.toBe('')
          return
        }
        for (const edge of outcome.report.edges) expect(edge.requestsPerSecond).not.toBeLessThan(0)
      }),
      { numRuns: 300 },
    )
  })
})

describe('from one feed to the next', () => {
  const graph = (connections: object[], updated: unknown = NOW) => worldWith({ updated, nodes: [API, DB], connections })
  const INNER = { source: 'api', target: 'db', metrics: WHOLE }

  test('a connection that has left the graph is unknown once, then no more told of', () => {
    const assembler = assemblerOf()
    nextReport(assembler, graph([ENTRY, INNER]), NOW)
    const second = nextReport(assembler, graph([INNER]), NOW + 10_000)
    expect(second.edges.map(lineOf)).toEqual([
      'us-east-1/api>us-east-1/db 100 0.1 0',
      'internet>us-east-1/api NaN NaN NaN',
    ])
    expect(nextReport(assembler, graph([INNER]), NOW + 20_000).edges).toHaveLength(1)
  })

  test('a region that has left the feed only grows old', () => {
    const assembler = assemblerOf()
    nextReport(assembler, graph([ENTRY]), NOW)
    const nodes = [{ name: 'eu-west-1', updated: NOW, connections: [] }]
    const second = nextReport(assembler, { renderer: 'global', nodes, connections: [] }, NOW + 10_000)
    expect(second.edges).toEqual([])
    expect(second.problems[0]?.message).toContain('does not tell of us-east-1 any more')
  })

  test('a class once told is measured from then on', () => {
    const assembler = assemblerOf()
    nextReport(assembler, graph([ENTRY]), NOW)
    const calm = nextReport(assembler, graph([{ ...ENTRY, metrics: { normal: 50 } }]), NOW + 10_000)
    expect(calm.edges.map(lineOf)).toEqual(['internet>us-east-1/api 50 0 0 entry'])
  })

  test('promviz’s own list of classes says what is measured', () => {
    const feed = { ...worldWith({ nodes: [API], connections: [{ ...ENTRY, metrics: { normal: 50 } }] }) }
    const classes = [{ name: 'normal', color: 'blue' }, { name: 'danger' }]
    expect(linesOf({ ...feed, classes })).toEqual(['internet>us-east-1/api 50 0 NaN entry'])
  })
})
