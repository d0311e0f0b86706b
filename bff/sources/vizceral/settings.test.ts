import { describe, expect, test } from 'vitest'
import { parseConfiguration } from '#bff/config/read-configuration.ts'

function read(source: string) {
  const text = `version: 1\nregions: [{ id: us-east-1 }]\nsources:\n  - ${source}\n`
  return parseConfiguration('spillway.yaml', text, {})
}

describe('one line of configuration', () => {
  test.each([
    '{ id: promviz, kind: vizceral, url: "http://promviz:9091/graph" }',
    '{ id: promviz, kind: vizceral, url: "https://promviz/graph?offset=0", auth: { kind: bearer, token: abc } }',
    '{ id: promviz, kind: vizceral, url: "file:///var/lib/graph.json", period: 5s, region: us-east-1 }',
    '{ id: promviz, kind: vizceral, url: "http://promviz:9091/graph", limits: { bytes: 2048, timeout: 2s } }',
  ])('%s', (source) => {
    const outcome = read(source)
    expect(outcome.kind).toBe('read')
  })

  test('defaults', () => {
    const outcome = read('{ id: promviz, kind: vizceral, url: "http://promviz:9091/graph" }')
    const [source] = outcome.kind === 'read' ? outcome.configuration.sources : []
    expect(source).toMatchObject({
      period: 10_000,
      auth: { kind: 'none' },
      limits: { bytes: 4 * 1024 ** 2, timeout: 10_000 },
    })
  })

  test.each<[string, string]>([
    ['{ id: promviz, kind: vizceral, url: "ftp://promviz/graph" }', 'sources[0].url'],
    ['{ id: promviz, kind: vizceral, url: "http://me:secret@promviz/graph" }', 'sources[0].url'],
    ['{ id: promviz, kind: vizceral, url: "file://server/graph.json" }', 'sources[0].url'],
    ['{ id: promviz, kind: vizceral, url: "file:///" }', 'sources[0].url'],
    ['{ id: promviz, kind: vizceral, url: "graph.json" }', 'sources[0].url'],
    ['{ id: promviz, kind: vizceral }', 'sources[0].url'],
    ['{ id: promviz, kind: vizceral, url: "http://p/graph", period: 10ms }', 'sources[0].period'],
    ['{ id: promviz, kind: vizceral, url: "http://p/graph", preset: istio }', 'sources[0].preset'],
  ])('%s is refused with its place', (source, path) => {
    const outcome = read(source)
    expect(outcome.kind === 'faulty' ? outcome.faults.map((fault) => fault.path) : []).toEqual([path])
  })
})
