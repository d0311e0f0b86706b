import { GLOBAL_REGION, INTERNET, type RegionId } from '#contract/ids.ts'
import type { SourceReport } from '#bff/topology/report.ts'
import type { DoctorFinding } from '../source.ts'
import { assembleReports } from './assemble-report.ts'
import { askAll, type Asked, type Batch } from './batch.ts'
import type { PrometheusContext } from './context.ts'
import { createFreshnessMemory } from './freshness-memory.ts'
import { metricNamesIn, suggestNames, typeMistakes } from './metric-names.ts'
import { examineSpeed } from './examine-speed.ts'
import type { Question, Role } from './question.ts'
import { questionsOf } from './questions.ts'
import { instant } from './series.ts'
import { numberOfWire, type WireResult } from './wire.ts'
import { withWindow } from './wire-queries.ts'

/** Everything that is asked, with what came back, for the table that `npm run doctor` prints. */

/** Ages are wrong by as much as the clocks differ. */
const MOST_SKEW_MS = 2_000

type Finding = Omit<DoctorFinding, 'source'>

export async function examine(context: PrometheusContext, signal: AbortSignal): Promise<DoctorFinding[]> {
  const server = await examineServer(context, signal)
  const rest = server.some(({ outcome }) => outcome === 'failed') ? [] : await examineQuestions(context, signal)
  return [...server, ...rest].map((finding) => ({ source: context.id, ...finding }))
}

async function examineServer({ client, clock }: PrometheusContext, signal: AbortSignal): Promise<Finding[]> {
  const version = await client.version({ signal })
  if (version.kind === 'failed') {
    // Thanos and Mimir may have no such page: what counts is whether queries are answered.
    const isOnlyAbsent = version.failure.kind === 'not-found' || version.failure.scope === 'query'
    return [finding('version', isOnlyAbsent ? 'warning' : 'failed', version.failure.message)]
  }
  const found = [finding('version', 'ok', `Prometheus ${version.value} answers.`)]
  const skewMs = version.servedAtMs - clock.now()
  if (Math.abs(skewMs) > MOST_SKEW_MS) {
    const direction = skewMs > 0 ? 'ahead of' : 'behind'
    const text = `Its clock is ${(Math.abs(skewMs) / 1_000).toFixed(0)} s ${direction} this machine's: ages are wrong by that much; set both by NTP.`
    found.push(finding('clock', 'warning', text))
  }
  return found
}

async function examineQuestions(context: PrometheusContext, signal: AbortSignal): Promise<Finding[]> {
  const { settings, client, clock } = context
  const atMs = clock.now()
  const tookMs = new Map<Role, number>()
  const ask = async ({ role, query }: Question, inner: AbortSignal) => {
    const began = clock.now()
    const answer = await client.query({ query: withWindow(query, settings.window), atMs, signal: inner })
    tookMs.set(role, clock.now() - began)
    return answer
  }
  const [batch, names, types] = await Promise.all([
    askAll({ questions: questionsOf(settings), ask, limits: settings.limits, signal }),
    client.metricNames({ signal }),
    client.metricTypes({ signal }),
  ])
  const known = names.kind === 'answered' ? names.value : null
  const typeOf = types.kind === 'answered' ? types.value : new Map<string, string>()
  const memory = createFreshnessMemory()
  const report = assembleReports({ ...context, batch, steps: instant(atMs), memory, now: atMs }).reportAt(0)
  return [
    ...[...batch.values()].map((asked) => examineAnswer(asked, { known, atMs })),
    examineSpeed(context, tookMs),
    ...examineNames(context),
    ...mistakesOf(batch, typeOf),
    ...leftOut(batch, report),
    ...examineRegions(context, report),
    ...examineEntry(context, report),
  ]
}

function examineAnswer({ question, answer }: Asked, facts: { known: readonly string[] | null; atMs: number }): Finding {
  if (answer.kind === 'failed') return finding(question.asked, 'failed', answer.failure.message)
  const rows = rowsIn(answer.value.result)
  if (rows === 0) return nothingCame(question, facts.known)
  const text = rows === 1 ? '1 row.' : `${rows} rows.`
  if (!TIMES.has(question.role)) return finding(question.asked, 'ok', text)
  const newestMs = newestIn(answer.value.result) * 1_000
  return { ...finding(question.asked, 'ok', text), ageMs: Math.max(0, facts.atMs - newestMs) }
}

/** Their answers are instants. */
const TIMES: ReadonlySet<Role> = new Set<Role>(['sampleTime', 'up', 'breaker:sample-time'])

/** An empty answer is right for some questions (nothing failed) and a wrong name for most. */
function nothingCame(question: Question, known: readonly string[] | null): Finding {
  if (question.ifEmpty !== undefined) return finding(question.asked, 'ok', question.ifEmpty)
  const missing = known === null ? [] : metricNamesIn(question.query).filter((name) => !known.includes(name))
  const [first] = missing
  if (first === undefined || known === null) {
    const isFailure = question.role.toLowerCase().includes('error') || question.role === 'callerOnlyFailures'
    return finding(
      question.asked,
      isFailure ? 'ok' : 'warning',
      isFailure
        ? 'No rows: nothing failed.'
        : 'No rows: the metric exists, but nothing matches the labels or the window.',
    )
  }
  const alike = suggestNames(first, known)
  const hint = alike.length === 0 ? 'nothing there is named alike' : `there is ${alike.join(', ')}`
  return finding(question.asked, 'warning', `No rows: Prometheus has no metric ${first}; ${hint}.`)
}

/** What the metrics were found to be called, where they had to be looked for. */
function examineNames({ found }: PrometheusContext): Finding[] {
  if (found?.metrics.requests === undefined) return []
  const { requests, failed, serverLatency, clientLatency, latencyUnit } = found.metrics
  const names = [requests, failed, serverLatency, clientLatency].filter((name) => typeof name === 'string')
  const missing = [
    ...(failed === null ? ['no failures are kept'] : []),
    ...(serverLatency === null && clientLatency === null ? ['no latency is kept'] : []),
  ]
  const unit = latencyUnit === 'ms' ? '; buckets are of milliseconds' : '; buckets are of seconds'
  const text = `Reads ${names.join(', ')}${latencyUnit === undefined ? '' : unit}${missing.map((lack) => `; ${lack}`).join('')}.`
  const others = found.others.map((prefix) => `"${prefix}"`).join(', ')
  return [
    finding('names', missing.length === 0 ? 'ok' : 'warning', text),
    ...(others === ''
      ? []
      : [
          finding(
            'names',
            'warning',
            `There are others, which begin with ${others}; say which is meant by metrics.prefix.`,
          ),
        ]),
  ]
}

function mistakesOf(batch: Batch, types: ReadonlyMap<string, string>): Finding[] {
  return [...batch.values()].flatMap(({ question }) =>
    typeMistakes(question.query, types).map(({ metric, mistake }) =>
      finding(
        question.asked,
        'warning',
        mistake === 'rate-of-gauge'
          ? `${metric} is a gauge: rate() of it means nothing; ask for it as it is.`
          : `${metric} is a counter, which only grows: put it into rate(…[$window]).`,
      ),
    ),
  )
}

/** Rows that could not be used; failures of whole questions are told above. */
function leftOut(batch: Batch, report: SourceReport): Finding[] {
  const failures = new Set(
    [...batch.values()].flatMap(({ answer }) => (answer.kind === 'failed' ? [answer.failure.message] : [])),
  )
  return report.problems
    .filter(({ message }) => !failures.has(message))
    .map(({ asked, message }) => finding(asked, 'warning', message))
}

function examineRegions({ configuredRegions }: PrometheusContext, report: SourceReport): Finding[] {
  const seen = new Set<RegionId>(report.edges.flatMap(({ sourceRegion, targetRegion }) => [sourceRegion, targetRegion]))
  const told = configuredRegions.filter((region) => seen.has(region))
  const silent = configuredRegions.filter((region) => !seen.has(region))
  const tells = told.length === 0 ? 'No configured region appears in the data' : `Tells of ${told.join(', ')}`
  const lacks = silent.length === 0 ? '' : `; nothing of ${silent.join(', ')}`
  return [finding('regions', silent.length === 0 ? 'ok' : 'warning', `${tells}${lacks}.`)]
}

function examineEntry({ settings }: PrometheusContext, report: SourceReport): Finding[] {
  const entered = report.edges.filter(({ entry }) => entry)
  if (entered.length === 0) {
    const remedy = `name the services that ${INTERNET} calls under entry`
    return [
      finding('entry', 'warning', `No connection enters a region from outside, so no region has a total; ${remedy}.`),
    ]
  }
  const missing = settings.entry.filter((service) => !entered.some(({ target }) => target === service))
  const regions = [...new Set(entered.map(({ targetRegion }) => targetRegion))].filter(
    (region) => region !== GLOBAL_REGION,
  )
  const text = `${entered.length} connections enter ${regions.join(', ')}`
  if (missing.length === 0) return [finding('entry', 'ok', `${text}.`)]
  return [finding('entry', 'warning', `${text}; none of them calls ${missing.join(', ')}, which entry names.`)]
}

function rowsIn(result: WireResult): number {
  return result.resultType === 'vector' || result.resultType === 'matrix' ? result.result.length : 1
}

function newestIn(result: WireResult): number {
  if (result.resultType !== 'vector') return NaN
  const times = result.result.map(({ value }) => numberOfWire(value?.[1] ?? 'NaN'))
  return times.reduce((newest, time) => (time <= newest ? newest : time), NaN)
}

function finding(asked: string, outcome: Finding['outcome'], answer: string): Finding {
  return { asked, outcome, answer, ageMs: null }
}
