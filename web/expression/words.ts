import type { Attribute, Measure } from './expression.ts'
import type { Dimension } from './vocabulary.ts'

/** Every sentence of this room, in one place, ready for translation. Words of the language itself are not translated. */

const code = (text: string) => `\`${text.length > 60 ? `${text.slice(0, 59)}…` : text}\``
const instead = (suggestion: string | null) => (suggestion === null ? '' : `; did you mean ${code(suggestion)}?`)

export const faultWords = {
  nothingAsked: 'Nothing is asked yet: try `errors > 1%`, or a part of a name',
  unclosedText: 'The text after this quote has no end: close it with the same quote',
  unknownField: (word: string, nearest: string | null) =>
    `${code(word)} is no measure${nearest === null ? ' and no attribute; try `errors`, `rps`, `p99` or `owner`' : instead(nearest)}`,
  numberFirst: (word: string) => `${code(word)} stands in front: write the measure first, as in \`errors > 1%\``,
  notCarried: (word: string) =>
    `${code(word)} does not travel with the picture: only p99 does; the details of a service have it`,
  noSaturation: 'A connection has no saturation: ask it of services, `saturation > 80%`',
  fieldAlone: (word: string) =>
    `${code(word)} needs a comparison, as in ${code(`${word} = …`)}; to find it in names write "${word}" in quotes`,
  measureAlone: (word: string, example: string) =>
    `${code(word)} needs a comparison, as in ${code(`${word} > ${example}`)}`,
  connectiveHere: (word: string) => `${code(word)} has nothing to join here`,
  endsEarly: 'Something is missing at the end',
  emptyText: 'There is nothing between these quotes',
  operatorHere: (operator: string) => `${code(operator)} has nothing before it to compare`,
  commaHere: 'A comma belongs into a list, as in `owner in (playback, billing)`',
  emptyParentheses: 'There is nothing between these parentheses',
  unopened: 'This `)` closes nothing',
  unclosed: 'This `(` is never closed',
  joinWith: (word: string) => `Say \`and\` or \`or\` before ${code(word)}`,
  afterExpansion: (word: string) =>
    `Put what comes before \`and\` into parentheses: \`(… or ${word}) and …\`, so that it is plain what is widened`,
  valueMissing: (field: string) => `A value is missing after ${code(field)}`,
  valueIsWord: (word: string) => `${code(word)} is a word of the language: write "${word}" in quotes if it is a value`,
  notForMeasures: (operator: string, field: string) => `${code(operator)} is for names; ${field} is a number`,
  notForText: (operator: string, field: string) =>
    `${code(operator)} is for numbers; ${field} takes =, !=, ~ or in (…)`,
  notForChoice: (operator: string, field: string) => `${code(operator)} is not for ${field}: it takes =, != or in (…)`,
  starWithEquals: (value: string) => `\`=\` compares whole names: write ~ ${code(value)} for a pattern`,
  noSuchChoice: (field: string, value: string, nearest: string | null) =>
    `${code(value)} is no ${field}${instead(nearest)}`,
  afterIs: (field: string) => `After ${code(`${field} is`)} comes \`unknown\` or \`known\``,
  listMissing: (field: string) => `After ${code(`${field} in`)} comes a list, as in \`(a, b)\``,
  listUnclosed: 'The list is never closed: a comma and a value, or `)`',
  noNumber: (word: string, example: string) => `${code(word)} is no number; write it as ${code(example)}`,
  negative: (word: string) => `${code(word)} is below zero, which nothing here ever is`,
  manyDigits: 'At most nine digits before the point and six after it',
  unitMissing: (number: string, field: string, units: readonly string[]) =>
    `${code(number)} has no unit, and ${field} needs one: ${units.map((unit) => code(`${number}${unit}`)).join(' or ')}`,
  fraction: (number: string, percent: string) =>
    `${code(number)} could be meant as ${code(`${number}%`)} or as ${code(percent)}: write the one you mean`,
  unitUnknown: (unit: string, field: string, units: readonly string[]) =>
    `${code(unit)} is no unit of ${field}; it takes ${units.map(code).join(' or ')}`,
  ofMissing: (word: string) => `${code(word)} needs \`of\` and a service, as in ${code(`${word} of selected`)}`,
  placeMissing: (after: string) => `A service is missing after ${code(after)}`,
  toMissing: 'A path needs `to` and a second service: `path from a to b`',
  countWrong: (most: number) => `A whole number from 1 to ${most} belongs into these parentheses`,
  topBy: 'After `top(10)` comes `by` and a measure, as in `top(10) by rps`',
  tooDeep: (most: number) => `Parentheses are nested more than ${most} deep`,
  tooLong: (most: number) => `More than ${most} terms: nobody could read that`,
}

export const dimensionExamples: Record<Dimension, string> = { share: '1%', rate: '5', latency: '800ms', count: '0' }

export const completionWords = {
  measures: {
    errors: 'share of requests that fail or time out',
    degraded: 'share answered by a fallback or in part',
    saturation: 'used share of the tightest resource',
    rps: 'requests per second',
    p99: 'latency that 99 of 100 requests stay under',
    breakers: 'circuit breakers of a service that are open',
    alerts: 'alerts and notices that stand at a service',
  } satisfies Record<Measure, string>,
  attributes: {
    name: 'id or name of the service',
    owner: 'team that owns the service',
    domain: 'domain the service belongs to',
    zone: 'zone the service runs in',
    region: 'region the service runs in',
    kind: 'what it is: service, datastore, queue …',
    health: 'healthy, degraded, failing, unknown or idle',
    protocol: 'protocol of a connection',
  } satisfies Record<Attribute, string>,
  ofConnection: (meaning: string) => `of one connection: ${meaning}`,
  operators: {
    '>': 'more than',
    '>=': 'at least',
    '<': 'less than',
    '<=': 'at most',
    '=': 'equal to',
    '!=': 'other than',
    '~': 'contains, or a pattern with *',
    in: 'one of several',
    'is unknown': 'nothing is known of it',
    'is known': 'something is known of it',
  },
  walks: {
    neighbours: 'what it calls and what calls it',
    upstream: 'everything that calls it, directly or through others',
    downstream: 'everything it calls, directly or through others',
    callers: 'what calls it directly',
    callees: 'what it calls directly',
  },
  path: 'everything on a way from one service to another',
  top: 'the services with the most of a measure',
  and: 'both must hold',
  or: 'one of both must hold',
  orNeighbours: 'and the neighbours of all that matches',
  orUpstream: 'and everything that calls what matches',
  orDownstream: 'and everything that what matches calls',
  not: 'must not hold',
  selected: 'what is selected on the map',
  service: (region: string) => `service in ${region}`,
  serviceInRegions: (regions: number) => `service in ${regions} regions`,
  hops: 'so many hops away at most',
  valueOf: (field: 'owner' | 'domain' | 'zone' | 'region', services: number) => {
    const noun = field === 'owner' ? 'team' : field
    return services === 0 ? noun : `${noun} of ${services === 1 ? 'one service' : `${services} services`}`
  },
  choice: (field: string) => `a ${field}`,
}

export const doubtWords = {
  nobody: (field: string, value: string, nearest: string | null) =>
    `No service has the ${field} ${code(value)}${instead(nearest)}`,
  noService: (name: string, nearest: string | null) => `There is no service ${code(name)}${instead(nearest)}`,
  elsewhere: (name: string, regions: readonly string[]) =>
    `${code(name)} is not in this picture: it runs in ${list(regions, false)}`,
  nothingSelected: 'Nothing is selected on the map',
  neverTold: (field: string) => `No source tells the ${field} of services`,
}

const hopsWord = (hops: number) => (hops === 1 ? 'one hop' : `${hops} hops`)
const within = (hops: number | null) => (hops === null ? '' : ` within ${hopsWord(hops)}`)

export const descriptionWords = {
  services: (clause: string) => `services ${clause}`,
  selected: 'what is selected',
  thatIsSelected: 'that are selected',
  thatIsNotSelected: 'that are not selected',
  and: ' and ',
  or: ' or ',
  groups: ', or ',
  among: (group: string, holds: boolean) => `${holds ? 'among' : 'not among'} (${group})`,
  around: {
    neighbours: (place: string, hops: number | null) =>
      hops === 1 ? `${place} and its neighbours` : `${place} and what is${within(hops)} of it`,
    upstream: (place: string, hops: number | null) =>
      hops === 1 ? `${place} and its callers` : `${place} and everything that calls it${within(hops)}`,
    downstream: (place: string, hops: number | null) =>
      hops === 1 ? `${place} and what it calls directly` : `${place} and everything it calls${within(hops)}`,
  },
  widened: {
    neighbours: (group: string, hops: number | null) =>
      hops === 1 ? `${group}, and their neighbours` : `${group}, and what is${within(hops)} of them`,
    upstream: (group: string, hops: number | null) =>
      hops === 1 ? `${group}, and their callers` : `${group}, and everything that calls them${within(hops)}`,
    downstream: (group: string, hops: number | null) =>
      hops === 1 ? `${group}, and what they call directly` : `${group}, and everything they call${within(hops)}`,
  },
  path: (from: string, to: string) => `everything on a way from ${from} to ${to}`,
  measures: {
    errors: 'errors',
    degraded: 'degraded answers',
    saturation: 'saturation',
    rps: 'requests',
    p99: 'p99 latency',
    breakers: 'open circuit breakers',
    alerts: 'alerts',
  } satisfies Record<Measure, string>,
  fields: {
    errors: 'errors',
    degraded: 'degraded answers',
    saturation: 'saturation',
    rps: 'requests',
    p99: 'p99 latency',
    breakers: 'open circuit breakers',
    alerts: 'alerts',
    name: 'name',
    owner: 'owner',
    domain: 'domain',
    zone: 'zone',
    region: 'region',
    kind: 'kind',
    health: 'health',
    protocol: 'protocol',
  } satisfies Record<Measure | Attribute, string>,
  comparisons: {
    '>': 'above',
    '>=': 'of at least',
    '<': 'below',
    '<=': 'of at most',
    '=': 'of exactly',
    '!=': 'not of',
  },
  /** What holds where a comparison fails. */
  opposites: { '>': '<=', '>=': '<', '<': '>=', '<=': '>', '=': '!=', '!=': '=' } as const,
  compare: (measure: string, comparison: string, quantity: string) => `with ${measure} ${comparison} ${quantity}`,
  attribute: (attribute: Attribute, said: string) => `whose ${attribute} ${said}`,
  equal: (value: string, holds: boolean) => `is ${holds ? '' : 'not '}${value}`,
  like: (value: string, holds: boolean) =>
    value.includes('*')
      ? `${holds ? 'is' : 'is not'} like ${value}`
      : `${holds ? 'contains' : 'does not contain'} ${value}`,
  oneOf: (values: readonly string[], holds: boolean) => `is ${holds ? '' : 'none of '}${list(values, holds)}`,
  unknown: (field: string) => `with unknown ${field}`,
  known: (field: string) => `with known ${field}`,
  top: (count: number, measure: string, holds: boolean) =>
    `${holds ? 'among' : 'not among'} the ${count} with the most ${measure}`,
  withConnection: (said: string) => `with a connection ${said}`,
}

function list(values: readonly string[], either: boolean): string {
  const joint = either ? ' or ' : ' and '
  return values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')}${joint}${values.at(-1) ?? ''}`
}
