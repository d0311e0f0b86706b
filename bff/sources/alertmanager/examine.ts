import { ROUTES } from '#contract/routes.ts'
import type { Clock } from '#bff/clock.ts'
import type { Answer } from '../create-ask.ts'
import type { DoctorFinding } from '../source.ts'
import type { AlertmanagerClient } from './client.ts'
import { foreignRegionOf, readPolledAlert, type AlertNaming } from './read-alert.ts'
import type { AlertmanagerSettings } from './settings.ts'
import type { WireAlert } from './wire.ts'

interface ExamineInput {
  settings: AlertmanagerSettings
  client: AlertmanagerClient
  naming: AlertNaming
  clock: Clock
}

type Finding = Omit<DoctorFinding, 'source'>

const MOST_NAMES = 5

/** One look at it, for the table that `npm run doctor` prints. Nothing is changed there. */
export async function examine(input: ExamineInput, signal: AbortSignal): Promise<DoctorFinding[]> {
  const { client, settings } = input
  const [status, alerts, receivers, silences] = await Promise.all([
    client.status({ signal }),
    client.alerts({ receivers: settings.receivers, signal }),
    client.receivers({ signal }),
    client.silences({ signal }),
  ])
  const findings: Finding[] = [
    told('status', status, ({ versionInfo, cluster }) => {
      const isAlone = cluster === null || cluster === undefined || cluster.status === 'disabled'
      const peers = isAlone ? 'alone' : `one of ${cluster.peers?.length ?? 1} (${cluster.status})`
      return finding('status', 'ok', `Alertmanager ${versionInfo.version}, ${peers}.`)
    }),
    told('alerts', alerts, (list) => finding('alerts', 'ok', `${list.alerts.length} burn now.`)),
    ...(alerts.kind === 'answered' ? examineLabels(input, alerts.value.alerts) : []),
    told('receivers', receivers, (names) => examineReceivers(settings, names)),
    told('silences', silences, (rows) => {
      const active = rows.filter((silence) => silence.status.state === 'active').length
      return finding('silences', 'ok', `${active} active, of ${rows.length} it remembers.`)
    }),
    examineHook(settings),
  ]
  return findings.map((one) => ({ source: settings.id, ...one }))
}

function told<Value>(asked: string, answer: Answer<Value>, say: (value: Value) => Finding): Finding {
  return answer.kind === 'failed' ? finding(asked, 'failed', answer.failure.message) : say(answer.value)
}

/** What joins nothing is not dropped, but nobody looking at a service sees it. */
function examineLabels({ settings, naming, clock }: ExamineInput, alerts: readonly WireAlert[]): Finding[] {
  const readings = alerts.flatMap((alert) => readPolledAlert(alert, { naming, at: clock.now(), group: null }) ?? [])
  const { labels, region } = settings
  const nameless = readings.filter(({ name }) => name === null)
  const regionless = readings.filter((reading) => reading.region === null)
  const foreign = new Set(regionless.flatMap(({ labels: told }) => foreignRegionOf(told, naming) ?? []))
  return [
    nameless.length === 0
      ? finding('services', 'ok', `Each alert names a service (${labels.service.join(', ')}).`)
      : finding(
          'services',
          'warning',
          `${nameless.length} of ${readings.length} alerts have none of the labels ${labels.service.join(', ')}: ${quoted(nameless.map(({ title }) => title))}; name the right ones in labels.service.`,
        ),
    regionless.length === 0 || region !== undefined
      ? finding('regions', 'ok', region ?? `Each alert names a region (${labels.region.join(', ')}).`)
      : finding(
          'regions',
          'warning',
          foreign.size === 0
            ? `${regionless.length} of ${readings.length} alerts have none of the labels ${labels.region.join(', ')}; they count for no region.`
            : `The configuration does not know ${quoted([...foreign])}; add them to the aliases of a region.`,
        ),
  ]
}

function examineReceivers({ receivers }: AlertmanagerSettings, names: readonly string[]): Finding {
  const absent = receivers.filter((name) => !names.includes(name))
  if (absent.length === 0) return finding('receivers', 'ok', `It has ${names.join(', ')}.`)
  return finding('receivers', 'failed', `It has no receiver ${quoted(absent)}; it has ${names.join(', ')}.`)
}

function examineHook({ hook, id, period }: AlertmanagerSettings): Finding {
  const address = ROUTES.alertmanagerHook(id)
  return hook === undefined
    ? finding(
        'webhook',
        'ok',
        `None is taken: alerts are as old as the period of ${period / 1_000} s. With hook.secret, ${address} takes them at once.`,
      )
    : finding('webhook', 'ok', `Let a receiver send to …${address} with the secret as its bearer credentials.`)
}

function quoted(names: readonly string[]): string {
  const distinct = [...new Set(names)]
  const more = distinct.length > MOST_NAMES ? ` and ${distinct.length - MOST_NAMES} more` : ''
  return `${distinct
    .slice(0, MOST_NAMES)
    .map((name) => `"${name}"`)
    .join(', ')}${more}`
}

function finding(asked: string, outcome: Finding['outcome'], answer: string): Finding {
  return { asked, outcome, answer, ageMs: null }
}
