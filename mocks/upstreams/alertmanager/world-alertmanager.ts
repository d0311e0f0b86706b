import type { World } from '#mocks/world/world.ts'
import type { FaultBoard } from '../faults.ts'
import type { Recorder } from '../recorder.ts'
import { createAlertmanager, type AlertmanagerRequest } from './answer-alertmanager.ts'
import type { Content } from '../answer.ts'
import { createWorldAlerts } from './world-alerts.ts'

/** The Alertmanager of the simulated company, with the rules that feed it. */
export interface WorldAlertmanager {
  /** Call after each sample of the recorder, with its time. */
  sample(at: number): void
  /** `path` as it was asked for, the prefix included. */
  answer(request: AlertmanagerRequest): Content
}

/** A prefix, as behind a proxy. */
export const ALERTMANAGER_PATH = '/alertmanager'

const severity = (value: string) => [{ name: 'severity', value, isRegex: false, isEqual: true }]

export function createWorldAlertmanager(input: {
  world: World
  recorder: Recorder
  faults: FaultBoard
}): WorldAlertmanager {
  const alertmanager = createAlertmanager({
    startedAt: input.world.now,
    receiver: 'on-call',
    groupBy: ['alertname', 'cluster'],
    inhibits: [
      { source: severity('critical'), target: severity('warning'), equal: ['alertname', 'service', 'cluster'] },
    ],
  })
  const rules = createWorldAlerts({ ...input, alerts: alertmanager.alerts })
  return {
    sample: (at) => rules.sample(at),
    answer: (request) => alertmanager.answer({ ...request, path: request.path.slice(ALERTMANAGER_PATH.length) }),
  }
}

/** The source of the world's alerts, as spillway.yaml would have it. */
export function worldAlertSource({ port }: { port: number }) {
  return { id: 'alerts', kind: 'alertmanager', url: `http://127.0.0.1:${port}${ALERTMANAGER_PATH}`, period: '5s' }
}

/** Who wrote the rules says `PLAYBACK-LICENSE-PROD`. */
export const ALERT_RULES = [{ source: 'alerts', tells: 'alerts', match: '(.+)-prod', service: '$1' }]
