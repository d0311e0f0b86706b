import type { WireMatcher } from '#bff/sources/alertmanager/wire.ts'

export type LabelSet = Readonly<Record<string, string>>

const FILTER = /^\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*(?:"((?:\\.|[^"\\])*)"|([^"]*))\s*$/

/** `service=~"api|web"`; null where it is none. */
export function parseFilter(text: string): WireMatcher | null {
  const [, name, operator, quoted, plain] = FILTER.exec(text) ?? []
  if (name === undefined || operator === undefined) return null
  const value =
    quoted?.replaceAll(/\\(.)/g, (_all, char: string) => (char === 'n' ? '\n' : char)) ?? plain?.trim() ?? ''
  return { name, value, isRegex: operator.includes('~'), isEqual: !operator.startsWith('!') }
}

/** A label that is not there counts as empty; an expression must fit the whole value. */
export function fits({ name, value, isRegex, isEqual }: WireMatcher, labels: LabelSet): boolean {
  const found = labels[name] ?? ''
  const isSame = isRegex ? wholeExpression(value)?.test(found) === true : found === value
  return isSame === isEqual
}

export function fitsAll(matchers: readonly WireMatcher[], labels: LabelSet): boolean {
  return matchers.every((matcher) => fits(matcher, labels))
}

/** Null where it is no expression. */
export function wholeExpression(text: string): RegExp | null {
  try {
    return new RegExp(`^(?:${text})$`)
  } catch {
    return null
  }
}
