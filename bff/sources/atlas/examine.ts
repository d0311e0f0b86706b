import { GLOBAL_REGION } from '#contract/ids.ts'
import type { Answer } from '../create-ask.ts'
import type { DoctorFinding } from '../source.ts'
import { askAll, type Answers, type Span } from './ask-all.ts'
import { assembleReports, REMEMBERED_STEPS } from './assemble-report.ts'
import type { AtlasContext } from './context.ts'
import type { Graph } from './graph.ts'
import { questionsOfTheDoctor, type Question } from './questions.ts'
import { createReader } from './read-answers.ts'

/** One look at everything that is asked, for the table that `npm run doctor` prints. */

/** Ages are wrong by as much as the clocks differ. */
const MOST_SKEW_MS = 2_000

type Finding = Omit<DoctorFinding, 'source'>

export async function examine(context: AtlasContext, signal: AbortSignal): Promise<DoctorFinding[]> {
  return (await findings(context, signal)).map((finding) => ({ source: context.id, ...finding }))
}

async function findings(context: AtlasContext, signal: AbortSignal): Promise<Finding[]> {
  const { client, clock, settings } = context
  const keys = await client.tagKeys({ signal })
  if (keys.kind === 'failed') return [finding('tags', 'failed', keys.failure.message)]
  const now = clock.now()
  const { period, unsettledSteps } = settings
  const toMs = Math.floor(now / period) * period
  const span = { fromMs: toMs - (unsettledSteps + REMEMBERED_STEPS) * period, toMs, stepMs: period }
  const questions = questionsOfTheDoctor(settings)
  const answers = await askAll({ client, questions, span, limits: settings.limits, signal })
  const memory = { remember: (_: string, at: number) => at, remembered: () => [] }
  const report = assembleReports({ ...context, answers, span, now, ...memory }).reportAt(toMs)
  return [
    finding('tags', 'ok', `Atlas answers; ${keys.value.length} kinds of tags.`),
    ...examineClock(keys.servedAtMs - now),
    ...examineTags(context, keys.value),
    ...questions.map((question) => examineAnswer(question, answers.get(question.role), { span, now })),
    ...latencyInWords(answers, span),
    ...report.problems
      .filter(({ asked }) => !questions.some((question) => question.asked === asked && isFailed(answers, question)))
      .map(({ asked, message }) => finding(asked, 'warning', message)),
    ...examineRegions(context, new Set(report.feeds.map(({ region }) => region))),
    ...examineEntry(context),
  ]
}

function examineClock(skewMs: number): Finding[] {
  if (!(Math.abs(skewMs) > MOST_SKEW_MS)) return []
  const direction = skewMs > 0 ? 'ahead of' : 'behind'
  const text = `Its clock is ${(Math.abs(skewMs) / 1_000).toFixed(0)} s ${direction} this machine's: ages are wrong by that much; set both by NTP.`
  return [finding('clock', 'warning', text)]
}

/** A tag that no series has leaves every answer empty, and nothing else says so. */
function examineTags({ settings }: AtlasContext, known: readonly string[]): Finding[] {
  const { source, target, service, region, zone } = settings.tags
  const wanted = settings.region === undefined ? [source, target, service, region, zone] : [source, target, service]
  const missing = [...new Set(wanted)].filter((tag) => !known.includes(tag))
  if (missing.length === 0) return []
  const text = `No series has ${missing.join(', ')}; set tags of this source to what is kept there (${known.slice(0, 12).join(', ')}${known.length > 12 ? ' …' : ''}).`
  return [finding('tags', 'warning', text)]
}

function examineAnswer(
  { role, asked }: Question,
  answer: Answer<Graph> | undefined,
  { span, now }: { span: Span; now: number },
): Finding {
  if (answer === undefined) return finding(asked, 'failed', 'It was not asked.')
  if (answer.kind === 'failed') return finding(asked, 'failed', answer.failure.message)
  const { lines, firstMs, stepMs } = answer.value
  if (lines.length === 0) {
    if (role === 'errors' || role.endsWith('Errors')) return finding(asked, 'ok', 'No lines: nothing failed.')
    const why =
      role === 'p99'
        ? 'the timers keep no percentiles (PercentileTimer), so p99 is unknown'
        : 'nothing matches the expression within the last steps'
    return finding(asked, 'warning', `No lines: ${why}.`)
  }
  const newest = Math.max(...lines.map(({ values }) => values.findLastIndex((value) => !Number.isNaN(value))))
  const newestMs = Math.min(firstMs + newest * stepMs, span.toMs)
  const text = lines.length === 1 ? '1 line.' : `${lines.length} lines.`
  return { ...finding(asked, 'ok', text), ageMs: Math.max(0, now - newestMs) }
}

/** Means and maxima stand in no column, for they are no percentiles. */
function latencyInWords(answers: Answers, span: Span): Finding[] {
  const read = createReader(answers, span)
  const longest = (role: 'mean' | 'max') =>
    read(role).reduce(
      (most, { values }) => Math.max(most, ...values.filter((value) => !Number.isNaN(value))),
      -Infinity,
    )
  const [mean, max] = [longest('mean'), longest('max')]
  if (!Number.isFinite(mean) || !Number.isFinite(max)) return []
  const text = `Of the slowest connection: ${mean.toFixed(0)} ms on average; the longest call took ${max.toFixed(0)} ms.`
  return [finding('latency', 'ok', text)]
}

function examineRegions({ configuredRegions }: AtlasContext, told: ReadonlySet<string>): Finding[] {
  const silent = configuredRegions.filter((region) => !told.has(region))
  const seen = [...told].filter((region) => region !== GLOBAL_REGION)
  const tells = seen.length === 0 ? 'No configured region is told of' : `Tells of ${seen.join(', ')}`
  const lacks = silent.length === 0 ? '' : `; nothing of ${silent.join(', ')}`
  return [finding('regions', silent.length === 0 ? 'ok' : 'warning', `${tells}${lacks}.`)]
}

function examineEntry({ settings }: AtlasContext): Finding[] {
  if (settings.entry.length > 0) return []
  const text =
    'No entry is named, so what comes in from outside is not asked; set entry: [the services it comes in by].'
  return [finding('entry', 'warning', text)]
}

function isFailed(answers: Answers, { role }: Question): boolean {
  return answers.get(role)?.kind === 'failed'
}

function finding(asked: string, outcome: Finding['outcome'], answer: string): Finding {
  return { asked, outcome, answer, ageMs: null }
}
