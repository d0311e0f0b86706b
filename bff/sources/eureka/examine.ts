import type { RegionId, SourceId } from '#contract/ids.ts'
import type { Clock } from '#bff/clock.ts'
import type { DoctorFinding } from '../source.ts'
import { assembleRegistry, type AssembledRegistry } from './assemble-report.ts'
import type { EurekaClient } from './client.ts'
import type { PlaceOf } from './place-of.ts'
import { createRegistryReader, type RegistryList } from './registry-reader.ts'
import type { EurekaSettings } from './settings.ts'
import { metadataKeysOf } from './wire-instance.ts'

/** One look at the registry, for the table that `npm run doctor` prints. */

export interface ExamineInput {
  id: SourceId
  settings: EurekaSettings
  placeOf: PlaceOf
  client: EurekaClient
  clock: Clock
  regions: readonly RegionId[]
}

type Finding = Omit<DoctorFinding, 'source'>

/** Ages are wrong by as much as the clocks differ. */
const MOST_SKEW_MS = 2_000
const MOST_KEYS_IN_WORDS = 8

export async function examine(input: ExamineInput, signal: AbortSignal): Promise<DoctorFinding[]> {
  return (await findings(input, signal)).map((finding) => ({ source: input.id, ...finding }))
}

async function findings(input: ExamineInput, signal: AbortSignal): Promise<Finding[]> {
  const { client, clock, settings } = input
  const answer = await createRegistryReader(client, { delta: false }).read({ signal, now: () => clock.now() })
  if (answer.kind === 'failed') return [finding('instances', 'failed', answer.failure.message)]
  const now = clock.now()
  const servedAtMs = Number.isNaN(answer.servedAtMs) ? now : answer.servedAtMs
  const assembled = assembleRegistry({ ...input, list: answer.value, servedAtMs })
  const { instances, observedAt } = assembled
  const services = new Set(instances.map(({ name }) => name)).size
  const size = `${instances.length} instances of ${services} services in ${(answer.bytes / 1_024).toFixed(0)} KB`
  return [
    { ...finding('instances', 'ok', `Eureka answers: ${size}.`), ageMs: Math.max(0, servedAtMs - observedAt) },
    ...examineClock(servedAtMs - now),
    ...assembled.problems.map(({ asked, message }) => finding(asked, 'warning', message)),
    examineRegions(input, assembled),
    examineVersions(settings, answer.value, assembled),
    ...(settings.delta ? [await examineDelta(client, signal)] : []),
    finding('actions', 'ok', actionsInWords(settings)),
  ]
}

function examineClock(skewMs: number): Finding[] {
  if (Math.abs(skewMs) <= MOST_SKEW_MS) return []
  const direction = skewMs > 0 ? 'ahead of' : 'behind'
  const text = `Its clock is ${(Math.abs(skewMs) / 1_000).toFixed(0)} s ${direction} this machine's: ages are wrong by that much; set both by NTP.`
  return [finding('clock', 'warning', text)]
}

function examineRegions({ regions, settings }: ExamineInput, { regions: seen }: AssembledRegistry): Finding {
  const wanted = settings.region === undefined ? regions : [settings.region]
  const told = wanted.filter((region) => seen.has(region))
  const silent = wanted.filter((region) => !seen.has(region))
  const tells = told.length === 0 ? 'No configured region has an instance there' : `Tells of ${told.join(', ')}`
  const lacks = silent.length === 0 ? '' : `; nothing of ${silent.join(', ')}`
  return finding('regions', silent.length === 0 ? 'ok' : 'warning', `${tells}${lacks}.`)
}

function examineVersions(settings: EurekaSettings, list: RegistryList, { instances }: AssembledRegistry): Finding {
  const told = instances.filter(({ version }) => version !== null).length
  const keys = settings.metadata.version.join(', ')
  if (told > 0 || instances.length === 0) {
    return finding('versions', 'ok', `${told} of ${instances.length} instances tell a version under ${keys}.`)
  }
  const found = new Set(list.instances.flatMap(({ metadata }) => metadataKeysOf(metadata)))
  const there =
    found.size === 0
      ? 'their metadata is empty'
      : `their metadata has ${[...found].slice(0, MOST_KEYS_IN_WORDS).join(', ')}`
  return finding('versions', 'warning', `No instance tells a version under ${keys} (metadata.version): ${there}.`)
}

async function examineDelta(client: EurekaClient, signal: AbortSignal): Promise<Finding> {
  const answer = await client.delta({ signal })
  if (answer.kind === 'failed') {
    return finding('delta', 'warning', 'Deltas are refused there, so whole lists are read; set delta: false.')
  }
  return finding('delta', 'ok', `${answer.value.instances.length} changes of the last minutes.`)
}

function actionsInWords({ actions }: EurekaSettings): string {
  return actions
    ? 'Instances may be taken out of service through it; whether it lets that happen shows when it is tried.'
    : 'It is only read; actions: true lets instances be taken out of service through it.'
}

function finding(asked: string, outcome: Finding['outcome'], answer: string): Finding {
  return { asked, outcome, answer, ageMs: null }
}
