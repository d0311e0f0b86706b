import { z } from 'zod'
import { createAsk, type Answer } from '../create-ask.ts'
import type { HttpAuth } from '../http-auth.ts'
import { failureOfAlertmanager } from './failure-of-alertmanager.ts'
import type { AlertmanagerLimits } from './settings.ts'
import {
  filterOfMatcher,
  PATHS,
  WireAlerts,
  WireGroups,
  WireReceivers,
  WireSilence,
  WireSilenceMade,
  WireSilences,
  WireStatus,
  type WireAlert,
  type WireMatcher,
  type WireNewSilence,
} from './wire.ts'

/** Alertmanager's API as this project uses it. Nothing here throws: a failure is an answer. */
export interface AlertmanagerClient {
  status(input: Asked): Promise<Answer<WireStatus>>
  /** Those that have not ended; of these receivers alone where any are named, and only what every matcher fits. */
  alerts(
    input: Asked & { receivers?: readonly string[]; matchers?: readonly WireMatcher[] },
  ): Promise<Answer<AlertList>>
  groups(input: Asked & { receivers?: readonly string[] }): Promise<Answer<WireGroups>>
  receivers(input: Asked): Promise<Answer<string[]>>
  silences(input: Asked): Promise<Answer<WireSilence[]>>
  silence(input: Asked & { id: string }): Promise<Answer<WireSilence>>
  /** Its id, which is another one when what is changed could not be changed in place. */
  putSilence(input: Asked & { silence: WireNewSilence }): Promise<Answer<string>>
  /** Of one that has expired, too. */
  expireSilence(input: Asked & { id: string }): Promise<Answer<null>>
}

interface Asked {
  signal: AbortSignal
}

export interface AlertList {
  alerts: readonly WireAlert[]
  /** How many could not be read. */
  unreadable: number
}

export function createAlertmanagerClient(settings: {
  url: string
  auth: HttpAuth
  headers: Readonly<Record<string, string>>
  limits: AlertmanagerLimits
}): AlertmanagerClient {
  const rules = { system: 'Alertmanager', failureOfJson: failureOfAlertmanager }
  const ask = createAsk({ ...settings, ...rules })
  const order = createAsk({ ...settings, ...rules, isEmptyFine: true })
  return {
    status: ({ signal }) => ask({ path: PATHS.status, schema: WireStatus, pick: same, signal }),
    alerts: ({ receivers = [], matchers = [], signal }) =>
      ask({
        path: `${PATHS.alerts}${queryOf([...receiverPairs(receivers), ...matchers.map(filterPair)])}`,
        schema: WireAlerts,
        pick: (rows) => {
          const alerts = rows.filter((alert) => alert !== null)
          return { alerts, unreadable: rows.length - alerts.length }
        },
        signal,
      }),
    groups: ({ receivers = [], signal }) =>
      ask({ path: `${PATHS.groups}${queryOf(receiverPairs(receivers))}`, schema: WireGroups, pick: same, signal }),
    receivers: ({ signal }) =>
      ask({ path: PATHS.receivers, schema: WireReceivers, pick: (rows) => rows.map(({ name }) => name), signal }),
    silences: ({ signal }) => ask({ path: PATHS.silences, schema: WireSilences, pick: same, signal }),
    silence: ({ id, signal }) => ask({ path: PATHS.silence(id), schema: WireSilence, pick: same, signal }),
    putSilence: ({ silence, signal }) =>
      ask({ path: PATHS.silences, json: silence, schema: WireSilenceMade, pick: ({ silenceID }) => silenceID, signal }),
    expireSilence: ({ id, signal }) =>
      order({ path: PATHS.silence(id), method: 'DELETE', schema: z.unknown(), pick: () => null, signal }),
  }
}

function same<Value>(value: Value): Value {
  return value
}

type Pair = [name: string, value: string]

/** The parameter is a regular expression of a whole name. */
function receiverPairs(receivers: readonly string[]): Pair[] {
  if (receivers.length === 0) return []
  return [['receiver', receivers.map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|')]]
}

function filterPair(matcher: WireMatcher): Pair {
  return ['filter', filterOfMatcher(matcher)]
}

function queryOf(pairs: readonly Pair[]): string {
  return pairs.length === 0 ? '' : `?${new URLSearchParams([...pairs])}`
}
