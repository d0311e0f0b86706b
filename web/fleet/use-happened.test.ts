import { expect, test } from 'vitest'
import type { Change } from '#contract/change.ts'
import { happenedOf, placeOf } from './use-happened.ts'

const changeAt = (startedAt: number, title: string): Change => ({
  id: '01JD7000000000000000000000',
  kind: 'deploy',
  title,
  startedAt,
  regions: [],
  services: [],
  origin: 'api',
  recordedAt: startedAt,
  recordedBy: 'system:test',
})

test('what happened within the time of a chart is marked, and the newest of it named', () => {
  const changes = [changeAt(3_000, 'c'), changeAt(1_000, 'a'), changeAt(2_000, 'b'), changeAt(9_000, 'later')]
  expect(happenedOf(changes, 2_000, 5_000)).toEqual([
    { at: 3_000, label: 'c' },
    { at: 2_000, label: '' },
  ])
  expect(happenedOf(changes, 4_000, 5_000)).toEqual([])
})

test.each([
  [{ region: 'us-east-1' }, { region: 'us-east-1' }],
  [
    { region: 'us-east-1', service: 'api' },
    { region: 'us-east-1', service: 'api' },
  ],
  [
    { source: 'us-east-1/api', target: 'us-east-1/identity:http' },
    { region: 'us-east-1', service: 'identity' },
  ],
  [
    { source: 'us-east-1/api', target: 'eu-west-1/identity' },
    { region: 'eu-west-1', service: 'identity' },
  ],
  [{ source: 'us-east-1', target: 'eu-west-1' }, { region: 'eu-west-1' }],
])('what was changed of %j is asked of %j', (of, place) => {
  expect(placeOf(of)).toEqual(place)
})
