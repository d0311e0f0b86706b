import { expect, test } from 'vitest'
import { judgeGuards } from './guards.ts'
import { freshMemory, type Machine, type Surroundings } from './machine.ts'
import { EvacuationSettings } from './settings.ts'
import { armedRun, plainSetup } from './simulate/play-fixture.ts'

const NOW = 1_795_000_000_000
const setup = plainSetup()

/** A sample so many seconds after the step began, with the business at so much and a savior so full. */
function around(second: number, business: number, saturation = 0.5): Surroundings {
  const at = NOW + second * 1000
  const regions = ['east', 'west', 'north'].map((region) => ({
    region,
    observedAt: at,
    requestsPerSecond: 333,
    errorShare: 0.001,
    p99LatencyMs: 100,
    saturation: region === 'west' ? saturation : 0.5,
    tightestService: null,
  }))
  return {
    now: at,
    steady: second * 1000,
    jitter: 0,
    descriptors: setup.descriptors,
    fleet: { at, regions, business: { name: 'starts', unit: '/s', value: business, observedAt: at } },
    probes: { observedAt: at, answeredBy: {}, failed: 0 },
    settings: EvacuationSettings.parse({}),
    others: [],
  }
}

function begun(): Machine {
  const business = [-20, -10, 0].map((second) => ({ at: second * 1000, value: 1000 }))
  return { run: armedRun(setup, NOW), memory: { ...freshMemory(setup.descriptors, 0), business } }
}

/** What the last of these samples stops, where none before it did. */
function stopAfter(samples: readonly Surroundings[]): string | null {
  let machine = begun()
  let stop: string | null = null
  for (const sample of samples) {
    expect(stop).toBeNull()
    const judged = judgeGuards(machine, sample)
    machine = { ...machine, memory: judged.memory }
    stop = judged.stop?.says ?? null
  }
  return stop
}

test('one low sample of the business stops nothing: a late scrape lowers every rate of one; two in succession do', () => {
  expect(stopAfter([around(1, 860)])).toBeNull()
  expect(stopAfter([around(1, 860), around(2, 1000), around(3, 860)])).toBeNull()
  expect(stopAfter([around(1, 860), around(2, 860)])).toMatch(/^starts: 860 .*limit at least 900/)
})

test('the same sample is not counted twice', () => {
  expect(stopAfter([around(1, 860), around(1, 860), around(1, 860)])).toBeNull()
})

test('a saturated savior stops at its first sample', () => {
  expect(stopAfter([around(1, 1000, 0.95)])).toMatch(/^west saturation/)
})
