import { expect, test } from 'vitest'
import type { InstanceState } from '#contract/evacuation/plane.ts'
import type { SourceStatus } from '#contract/source-status.ts'
import { plane } from '#bff/evacuation/planner/situation-fixture.ts'
import { ownDependencies } from './own-dependencies.ts'

const AT = 1_800_000_000_000

function source(id: string, parts: Partial<SourceStatus>): SourceStatus {
  return {
    id,
    kind: 'prometheus',
    tells: ['traffic'],
    preset: 'istio',
    url: 'http://metrics',
    state: 'connected',
    since: AT,
    lastAnswerAt: AT - 2_000,
    nextAttemptAt: AT,
    pollMs: 10,
    feeds: [],
    problems: [],
    ...parts,
  }
}

function planeOf(states: readonly ('reads' | 'refused' | 'not asked yet')[], livesIn: Record<string, string> = {}) {
  const instances = states.map((_, index) => `edge-${index}`)
  const { descriptor } = plane('proxy', { all: { use1: 1 } }, { instances, livesIn })
  return {
    descriptor,
    readings: [],
    instances: states.map((state, index): InstanceState => {
      const instance = `edge-${index}`
      if (state === 'reads') {
        return { kind: 'read', plane: descriptor.id, reading: { instance, at: AT - 1_000, segments: [] }, tookMs: 1 }
      }
      return { kind: 'unread', plane: descriptor.id, instance, at: AT - 500, why: state, last: null }
    }),
  }
}

const NOTHING = { sources: [], planes: [], asked: [], named: [] }
const problem = { asked: 'up', message: 'it refuses the password', at: AT - 700 }
const feed = (region: string) => ({ region, observedAt: AT, periodMs: 1 })

test.each<[string, Partial<SourceStatus>, object]>([
  ['that answers', { feeds: [feed('use1')] }, { works: true, region: 'use1', checkedAt: AT - 2_000, says: 'answers' }],
  ['of several regions', { feeds: [feed('use1'), feed('usw2')] }, { works: true, region: null }],
  ['not asked yet', { state: 'connecting', lastAnswerAt: null }, { works: null, checkedAt: null }],
  [
    'that fails',
    { state: 'retrying', problems: [problem] },
    { works: false, checkedAt: AT - 700, says: 'it refuses the password' },
  ],
  ['given up for a while', { state: 'open-circuit' }, { works: false, says: 'does not answer' }],
])('a source %s', (_, parts, row) => {
  expect(ownDependencies({ ...NOTHING, sources: [source('world', parts)] })).toMatchObject([
    { kind: 'metrics', what: 'world', ...row },
  ])
})

test.each<[string, ReturnType<typeof planeOf>, object[]]>([
  [
    'all read',
    planeOf(['reads', 'reads']),
    [{ works: true, region: null, checkedAt: AT - 1_000, says: '2 of 2 answer' }],
  ],
  ['never asked', planeOf(['not asked yet']), [{ works: null, checkedAt: null }]],
  [
    'one of two, by region, the failing one first',
    planeOf(['reads', 'refused'], { 'edge-0': 'use1', 'edge-1': 'usw2' }),
    [
      { works: false, region: 'usw2', checkedAt: AT - 500, says: '0 of 1 answer; edge-1: refused' },
      { works: true, region: 'use1' },
    ],
  ],
])('a plane: %s', (_, given, rows) => {
  expect(ownDependencies({ ...NOTHING, planes: [given] })).toMatchObject(rows)
})

test('what fails comes first, what nobody asks before what works', () => {
  const rows = ownDependencies({
    sources: [source('world', {})],
    planes: [],
    asked: [
      {
        kind: 'identity',
        name: 'id.example',
        region: null,
        url: 'https://id.example',
        checkedAt: AT,
        works: false,
        says: 'answers 503',
      },
    ],
    named: [{ name: 'secrets', region: 'use1' }],
  })
  expect(rows.map(({ what, works }) => [what, works])).toEqual([
    ['id.example', false],
    ['secrets', null],
    ['world', true],
  ])
})
