import { describe, expect, test } from 'vitest'
import { WireAlerts } from '#bff/sources/alertmanager/wire.ts'
import { scenarioByName } from '#mocks/scenarios/scenario-by-name.ts'
import { worldScenarioOf } from '#mocks/scenarios/scenario.ts'
import { createWorld } from '#mocks/world/create-world.ts'
import { SOME_SUNDAY } from '#mocks/world/observation-fixture.ts'
import { createFaultBoard } from '../faults.ts'
import { createRecorder } from '../recorder.ts'
import { ALERTMANAGER_PATH, createWorldAlertmanager } from './world-alertmanager.ts'

/** A story, lived through at once; its beginning is the moment it is watched from. */
function lived(name: string) {
  const scenario = scenarioByName(name)
  const world = createWorld({
    seed: scenario.seed,
    startAt: SOME_SUNDAY,
    scenario: worldScenarioOf({ ...scenario, beginAfterLiveMs: 120_000 }, { liveAt: SOME_SUNDAY }),
  })
  const recorder = createRecorder(world)
  const faults = createFaultBoard(() => world.now)
  const alertmanager = createWorldAlertmanager({ world, recorder, faults })
  const alerts = () => {
    const asked = { method: 'GET', path: `${ALERTMANAGER_PATH}/api/v2/alerts`, params: new URLSearchParams(), body: '' }
    const rows = WireAlerts.parse(JSON.parse(alertmanager.answer({ ...asked, now: world.now }).text))
    return rows
      .flatMap((alert) => (alert === null ? [] : [alert]))
      .filter(({ labels }) => labels['service'] !== undefined)
  }
  const live = (seconds: number, look: () => void = () => {}) => {
    for (let second = 0; second < seconds; second += 1) {
      world.advanceTo(world.now + 1_000)
      recorder.sample(world.now)
      alertmanager.sample(world.now)
      look()
    }
  }
  return { world, faults, alerts, live }
}

const namesOf = (alerts: ReturnType<ReturnType<typeof lived>['alerts']>) =>
  alerts.map(({ labels }) => `${labels['alertname']} ${labels['severity']} ${labels['service']} ${labels['cluster']}`)

describe('the alerts of the simulated company', () => {
  test('an ordinary day raises none', () => {
    const { alerts, live } = lived('calm')
    const raised = new Set<string>()
    live(600, () => namesOf(alerts()).forEach((name) => raised.add(name)))
    expect([...raised]).toEqual([])
  })

  test('a bad deploy raises its own, named as the team names it, and the graver keeps the milder silent; unscraped, they go out', () => {
    const { alerts, live, world, faults } = lived('bad-deploy')
    live(119)
    expect(alerts()).toEqual([])
    live(300)
    const own = alerts().filter(({ labels }) => labels['service'] === 'PLAYBACK-LICENSE-PROD')
    expect(namesOf(own).toSorted()).toEqual([
      'HighErrorShare critical PLAYBACK-LICENSE-PROD us-east-1',
      'HighErrorShare warning PLAYBACK-LICENSE-PROD us-east-1',
    ])
    expect(own.map(({ status }) => status.state).toSorted()).toEqual(['active', 'suppressed'])
    const began = Math.min(...own.map(({ startsAt }) => Date.parse(startsAt)))
    expect(began).toBeGreaterThan(SOME_SUNDAY + 120_000)
    expect(began).toBeLessThan(world.now)
    // Whose samples stop is told of no more, and what nobody repeats goes out.
    faults.set({ kind: 'frozen', surface: 'api', region: 'us-east-1' })
    live(310)
    expect(alerts().filter(({ labels }) => labels['cluster'] === 'us-east-1')).toEqual([])
  })
})
