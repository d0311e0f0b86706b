import { expect, test } from 'vitest'
import { doubtsOf } from './doubt-expression.ts'
import { expressionOf, fleetOf, SMALL_FLEET } from './fleet-fixture.ts'

const { roster } = SMALL_FLEET

test.each([
  ['owner = playback and errors > 1%', []],
  ['owner = PLAYBACK', []],
  ['owner = plyback', ['No service has the owner `plyback`; did you mean `playback`?']],
  ['not owner in (billing, nobody-at-all)', ['No service has the owner `nobody-at-all`']],
  ['owner ~ nobody', []],
  ['domain = edge', []],
  ['region = "us east"', []],
  ['region = us-east-2', ['No service has the region `us-east-2`; did you mean `us-east-1`?']],
  ['neighbours of playback-ap', ['There is no service `playback-ap`; did you mean `playback-api`?']],
  ['path from ghost to ghost', ['There is no service `ghost`']],
  ['name = retired', ['There is no service `retired`']],
  ['upstream of selected or selected', ['Nothing is selected on the map']],
  ['zone = us-east-1a or zone ~ b', ['No source tells the zone of services']],
  ['kind = queue', []],
])('%s', (text, doubts) => {
  expect(doubtsOf({ roster, region: null, expression: expressionOf(text) })).toEqual(doubts)
})

test('zones are doubted one by one where services are told to stand in some', () => {
  const nodes = roster.nodes.map((node) => (node.service === 'license' ? { ...node, zones: ['us-east-1a'] } : node))
  const asked = { roster: { ...roster, nodes }, region: null, expression: expressionOf('zone = us-east-1d') }
  expect(doubtsOf(asked)).toEqual(['No service has the zone `us-east-1d`; did you mean `us-east-1a`?'])
})

test('a service of another region is none of this picture, unless it is beside it', () => {
  const asked = (text: string) => doubtsOf({ roster, region: 'us-east-1', expression: expressionOf(text) })
  expect(asked('neighbours of far')).toEqual(['`far` is not in this picture: it runs in eu-west-1'])
  expect(asked('neighbours of eu-west-1/playback-api')).toEqual([])
})

test('what no source tells is said once', () => {
  const { roster: silent } = fleetOf([{ id: 'r/a' }], [])
  expect(doubtsOf({ roster: silent, region: null, expression: expressionOf('owner = a or owner = b') })).toEqual([
    'No source tells the owner of services',
  ])
})
