import { printDuration } from '../duration.ts'
import type { DoctorFinding } from '../source.ts'
import type { PrometheusContext } from './context.ts'
import type { Question, Role } from './question.ts'
import { derivedSampleTime, withWindow } from './wire-queries.ts'

/**
 * A poll that waits for one query through much of its period is late whenever the server is a little slower than
 * usual. Prometheus can work such a query out beforehand, by a recording rule: the doctor prints the rule, ready to be
 * copied, and the line that asks for what it records.
 */

/** Of the period. */
const MOST_SHARE = 0.25
/** Below this nobody waits, however short the period. */
const LEAST_SLOW_MS = 2_000

export function examineSpeed(
  context: PrometheusContext,
  tookMs: ReadonlyMap<Role, number>,
): Omit<DoctorFinding, 'source'> {
  const { period } = context.settings
  const timed = context.questions
    .map((question) => ({ question, ms: tookMs.get(question.role) ?? 0 }))
    .toSorted((one, other) => other.ms - one.ms)
  const slow = timed.filter(({ ms }) => ms >= LEAST_SLOW_MS && ms > MOST_SHARE * period)
  const [slowest] = timed
  const listed = (slow.length === 0 && slowest !== undefined ? [slowest] : slow)
    .map(({ question, ms }) => `${question.asked} ${(ms / 1_000).toFixed(1)} s`)
    .join(', ')
  const finding = { asked: 'speed', ageMs: null }
  if (slow.length === 0) {
    const text = `The slowest of ${timed.length} queries: ${listed}, of a period of ${printDuration(period)}.`
    return { ...finding, outcome: 'ok', answer: text }
  }
  const questions = slow.map(({ question }) => question)
  const rest = questions.filter(({ role }) => !isRecordable(role)).map(({ asked }) => asked)
  const isAny = rest.length < questions.length
  const remedies = [
    ...(isAny ? ['let Prometheus record them by the rules below'] : []),
    ...(rest.length > 0 ? [`ask for less (${rest.join(', ')}) or give the source a longer period`] : []),
  ]
  return {
    ...finding,
    outcome: 'warning',
    answer: `Longer than a quarter of the period of ${printDuration(period)}: ${listed}; ${remedies.join('; ')}.`,
    ...(isAny ? { advice: recordingAdvice(context, questions) } : {}),
  }
}

/** What `queries` of the source can name; facts and figures of the business have no place there. */
function isRecordable(role: Role): boolean {
  return !role.includes(':') && role !== 'up'
}

/** Two pieces of YAML: for Prometheus, and for the source in spillway.yaml. */
export function recordingAdvice({ id, settings }: PrometheusContext, slow: readonly Question[]): string {
  const recorded = slow.filter(({ role }) => isRecordable(role))
  const rules = recorded.flatMap(({ role, query }) => [
    `      - record: ${recordedName(id, role)}`,
    '        expr: |-',
    `          ${withWindow(query, settings.window)}`,
  ])
  const queries = recorded.map(({ role }) => [role, recordedName(id, role)] as const)
  // The age of samples is read off the requests query, which a recorded name no longer shows.
  const isAgeLost =
    settings.preset === 'custom' && settings.queries.sampleTime === undefined && settings.up === undefined
  const sampleTime = settings.preset === 'custom' && isAgeLost ? derivedSampleTime(settings.queries.requests) : null
  const isNeeded =
    recorded.some(({ role }) => role === 'requests') && !recorded.some(({ role }) => role === 'sampleTime')
  const age = sampleTime !== null && isNeeded ? [['sampleTime', sampleTime] as const] : []
  return [
    '# A file of rules for Prometheus (rule_files):',
    'groups:',
    `  - name: spillway-${id}`,
    `    interval: ${printDuration(settings.period)}`,
    '    rules:',
    ...rules,
    '---',
    `# spillway.yaml, in the source ${id}; its past begins when the rules do:`,
    'queries:',
    ...[...queries, ...age].map(([role, query]) => `  ${role}: ${JSON.stringify(query)}`),
  ].join('\n')
}

/** `spillway:mesh:callerErrors`, of letters that a metric may have. */
function recordedName(source: string, role: Role): string {
  return `spillway:${source.replaceAll(/\W/g, '_')}:${role}`
}
