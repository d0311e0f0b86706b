import type { RegionId } from '#contract/ids.ts'
import type { AlertSeverity } from '#contract/services/foreign-alert.ts'
import type { AlertReading } from '#bff/topology/facts.ts'
import type { AlertmanagerSettings } from './settings.ts'
import { filterOfMatcher, instantOfWire, type WireAlert, type WireHookAlert } from './wire.ts'

/** How this Alertmanager's labels are to be understood. */
export interface AlertNaming {
  settings: Pick<AlertmanagerSettings, 'url' | 'page' | 'labels' | 'severities' | 'region'>
  /** Whatever a region may be called, by what the label says. */
  regionNames: ReadonlyMap<string, RegionId>
}

const LONGEST_SUMMARY = 300
const NAME_LABEL = 'alertname'
/** In this order: what people write into annotations. */
const SUMMARY_ANNOTATIONS = ['summary', 'message', 'title', 'description']
const RUNBOOK_ANNOTATIONS = ['runbook_url', 'runbook', 'runbookUrl']

/** What both of Alertmanager's ways of telling have in common. */
type Told = Pick<WireAlert, 'labels' | 'annotations' | 'startsAt' | 'endsAt' | 'generatorURL' | 'fingerprint'>

/** Null where it is not told when it began: nothing can be done with such an alert. */
export function readPolledAlert(
  alert: WireAlert,
  { naming, at, group }: { naming: AlertNaming; at: number; group: string | null },
): AlertReading | null {
  return readAlert(alert, naming, circumstancesOf(alert, at, group))
}

/** What an alert that was listed before, and whose words are the same, reads as now: without reading it all again. */
export function readAgain(
  known: AlertReading,
  { alert, at, group }: { alert: WireAlert; at: number; group: string | null },
): AlertReading {
  return { ...known, ...circumstancesOf(alert, at, group) }
}

/** Whether all but its circumstances is as it was. */
export function isSaidAlike(one: WireAlert, other: WireAlert): boolean {
  return (
    one.fingerprint === other.fingerprint &&
    one.startsAt === other.startsAt &&
    one.generatorURL === other.generatorURL &&
    Object.keys(one.annotations).length === Object.keys(other.annotations).length &&
    Object.entries(one.annotations).every(([name, text]) => other.annotations[name] === text)
  )
}

function circumstancesOf(alert: WireAlert, at: number, group: string | null): Circumstances {
  const { state, silencedBy, inhibitedBy } = alert.status
  return {
    state: state === 'suppressed' ? 'suppressed' : 'firing',
    endedAt: NaN,
    silencedBy,
    inhibitedBy,
    group,
    receivers: alert.receivers.map(({ name }) => name),
    observedAt: at,
  }
}

export function readHookedAlert(
  alert: WireHookAlert,
  { naming, at, group, receiver }: { naming: AlertNaming; at: number; group: string | null; receiver: string },
): AlertReading | null {
  const isResolved = alert.status === 'resolved'
  const endsAt = instantOfWire(alert.endsAt)
  return readAlert(alert, naming, {
    state: isResolved ? 'resolved' : 'firing',
    endedAt: isResolved ? Math.max(instantOfWire(alert.startsAt), Number.isNaN(endsAt) ? at : endsAt) : NaN,
    silencedBy: [],
    inhibitedBy: [],
    group,
    receivers: [receiver],
    observedAt: at,
  })
}

type Circumstances = Pick<
  AlertReading,
  'state' | 'endedAt' | 'silencedBy' | 'inhibitedBy' | 'group' | 'receivers' | 'observedAt'
>

function readAlert(alert: Told, naming: AlertNaming, circumstances: Circumstances): AlertReading | null {
  const startedAt = instantOfWire(alert.startsAt)
  if (Number.isNaN(startedAt)) return null
  const { labels, annotations } = alert
  const title = textOf(labels[NAME_LABEL]) ?? 'alert without a name'
  return {
    key: alert.fingerprint,
    title,
    severity: severityOf(labels, naming),
    region: naming.settings.region ?? regionOf(labels, naming),
    name: first(labels, naming.settings.labels.service),
    summary: shortened(first(annotations, SUMMARY_ANNOTATIONS) ?? title),
    labels,
    startedAt,
    ...circumstances,
    link: webAddress(alert.generatorURL) ?? pageOfAlert(alert, naming),
    runbook: webAddress(first(annotations, RUNBOOK_ANNOTATIONS)),
  }
}

/** What an alert's region labels say that is no region of ours; null where they say nothing, or a region. */
export function foreignRegionOf(labels: Readonly<Record<string, string>>, naming: AlertNaming): string | null {
  if (naming.settings.region !== undefined || regionOf(labels, naming) !== null) return null
  return first(labels, naming.settings.labels.region)
}

/** `alertname="HighErrors", cluster="us-east-1"`; null for the group of everything. */
export function printGroup(labels: Readonly<Record<string, string>>): string | null {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value}"`)
  return pairs.length === 0 ? null : pairs.join(', ')
}

function regionOf(labels: Readonly<Record<string, string>>, { settings, regionNames }: AlertNaming): RegionId | null {
  for (const name of settings.labels.region) {
    const region = regionNames.get(labels[name] ?? '')
    if (region !== undefined) return region
  }
  return null
}

function severityOf(labels: Readonly<Record<string, string>>, { settings }: AlertNaming): AlertSeverity {
  const word = (first(labels, settings.labels.severity) ?? '').toLowerCase()
  const { critical, info } = settings.severities
  const says = (words: readonly string[]) => words.some((one) => one.toLowerCase() === word)
  if (says(critical)) return 'critical'
  return says(info) ? 'info' : 'warning'
}

function pageOfAlert({ labels }: Told, { settings }: AlertNaming): string {
  const matchers = Object.entries(labels).map(([name, value]) =>
    filterOfMatcher({ name, value, isRegex: false, isEqual: true }),
  )
  const filter = encodeURIComponent(`{${matchers.join(',')}}`)
  return `${(settings.page ?? settings.url).replace(/\/+$/, '')}/#/alerts?silenced=true&inhibited=true&filter=${filter}`
}

/** What comes from data is a link only where a browser would open a page. */
function webAddress(text: string | null | undefined): string | null {
  const url = URL.parse(text?.trim() ?? '')
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : null
}

function first(texts: Readonly<Record<string, string>>, names: readonly string[]): string | null {
  for (const name of names) {
    const text = textOf(texts[name])
    if (text !== null) return text
  }
  return null
}

function textOf(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? ''
  return trimmed === '' ? null : trimmed
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > LONGEST_SUMMARY ? `${line.slice(0, LONGEST_SUMMARY)}…` : line
}
