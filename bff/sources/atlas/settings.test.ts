import { describe, expect, test } from 'vitest'
import { parseStack } from '#mocks/upstreams/atlas/stack-language.ts'
import { questionsOfPolls, questionsOfTheDoctor } from './questions.ts'
import { AtlasSettings } from './settings.ts'

const parse = (over: object = {}) =>
  AtlasSettings.parse({ id: 'atlas', kind: 'atlas', url: 'http://atlas:7101', ...over })
const rolesOf = (over: object = {}) => questionsOfPolls(parse(over)).map(({ role }) => role)

describe('what is asked', () => {
  test('is connections alone, until entries and limits are named', () => {
    expect(rolesOf()).toEqual(['requests', 'errors', 'p99'])
    expect(rolesOf({ entry: ['zuul'] })).toEqual([
      'requests',
      'errors',
      'p99',
      'entryRequests',
      'entryErrors',
      'zoneRequests',
      'zoneErrors',
    ])
    expect(rolesOf({ inflightLimit: 100 })).toContain('inflight')
    expect(rolesOf({ inflightLimit: 100, queries: { saturation: 'name,cpu,:eq,:max,(,nf.app,),:by' } })).not.toContain(
      'inflight',
    )
  })

  test('is one’s own expression in place of the preset’s, and nothing for null', () => {
    const requests = 'name,zuul.requests,:eq,:sum,(,nf.app,origin,),:by'
    const [first] = questionsOfPolls(parse({ queries: { requests, p99: null } }))
    expect(first).toMatchObject({ role: 'requests', expression: requests })
    expect(rolesOf({ queries: { p99: null } })).not.toContain('p99')
  })

  test('is grouped by the tags that are named', () => {
    const [first] = questionsOfPolls(parse({ tags: { targetRegion: 'ipc.server.region', source: 'nf.cluster' } }))
    expect(first?.expression).toBe(
      'name,ipc.client.call,:eq,statistic,count,:eq,:and,:sum,(,nf.cluster,ipc.server.app,nf.region,ipc.server.region,),:by',
    )
  })

  test('can be read as the stack language, every expression as one', () => {
    for (const { expression } of questionsOfTheDoctor(parse({ entry: ['zuul', 'edge-proxy'], inflightLimit: 10 }))) {
      expect([expression, parseStack(expression).length]).toEqual([expression, 1])
    }
  })
})

describe('refused', () => {
  test.each([
    ['credentials in the address', { url: 'http://ann:secret@atlas:7101' }],
    ['a period below a second', { period: '500ms' }],
    ['a tag that is none', { tags: { zone: 'nf zone' } }],
    ['an expression that no address holds', { queries: { requests: 'a,'.repeat(2_000) } }],
    ['a key that is misspelt', { query: {} }],
  ])('%s', (_, over) => {
    expect(AtlasSettings.safeParse({ id: 'atlas', kind: 'atlas', url: 'http://atlas:7101', ...over }).success).toBe(
      false,
    )
  })
})
