import { expect, test } from 'vitest'
import type { SourceReport } from '#bff/topology/report.ts'
import { rememberInstances } from './remember-instances.ts'
import type { PollOutcome, TrafficSource } from './source.ts'

const { signal } = new AbortController()
const FAILED: PollOutcome = { kind: 'failed', problem: { asked: 'apps', message: 'refused', at: 0 } }

function registry(outcomes: readonly PollOutcome[]): { source: TrafficSource; polls: () => number } {
  let polls = 0
  const source: TrafficSource = {
    id: 'eureka',
    kind: 'eureka',
    tells: ['instances'],
    preset: 'apps',
    url: '',
    periodMs: 30_000,
    regions: [],
    async poll() {
      polls += 1
      return outcomes[polls - 1] ?? FAILED
    },
    backfill: () => ({ [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }) }),
    examine: async () => [],
  }
  return { source, polls: () => polls }
}

const answered = (facts: SourceReport['facts']): PollOutcome => ({
  kind: 'answered',
  report: {
    source: 'eureka',
    at: 0,
    feeds: [],
    edges: [],
    nodes: [],
    zones: [],
    business: [],
    problems: [],
    ...(facts === undefined ? {} : { facts }),
  },
})

test('what was told last stays known while it is not told', async () => {
  const told = answered({ instances: [] })
  const { source, polls } = registry([told, FAILED, answered({})])
  const remembering = rememberInstances(source)
  expect(await remembering.source.poll({ signal })).toBe(told)
  for (const _ of [1, 2]) await remembering.source.poll({ signal })
  expect(await remembering.known({ signal })).toEqual([])
  expect(polls()).toBe(3)
})

test('who never was polled is asked once, and is unknown where it fails', async () => {
  const { source, polls } = registry([FAILED, FAILED])
  const { known } = rememberInstances(source)
  expect(await known({ signal })).toBeNull()
  expect(await known({ signal })).toBeNull()
  expect(polls()).toBe(1)
})
