import type { ForeignAlert } from '#contract/services/foreign-alert.ts'
import type { Silence, SilenceMatcher } from '#contract/services/silence.ts'

export interface CoveringSilence {
  silence: Silence
  /** Alerts of this service that are not over and that it fits. */
  alerts: readonly ForeignAlert[]
}

/** Silences under way or to come that keep an alert of this service from being told. */
export function coveringSilences(
  silences: readonly Silence[],
  alerts: readonly ForeignAlert[],
): readonly CoveringSilence[] {
  const burning = alerts.filter(({ state }) => state !== 'resolved')
  return silences
    .filter(({ state }) => state !== 'expired')
    .map((silence) => ({ silence, alerts: burning.filter((alert) => covers(silence, alert)) }))
    .filter(({ alerts: covered }) => covered.length > 0)
}

/** Its system says so, or its matchers do: one made just now is not told of yet. */
function covers({ source, id, matchers }: Silence, alert: ForeignAlert): boolean {
  if (alert.source !== source) return false
  return alert.silencedBy.includes(id) || matchers.every((matcher) => fits(matcher, alert.labels))
}

/** A label that is not there is as an empty one. */
function fits({ name, value, isRegex, isEqual }: SilenceMatcher, labels: Readonly<Record<string, string>>): boolean {
  const label = labels[name] ?? ''
  return (isRegex ? matchesWhole(value, label) : label === value) === isEqual
}

/** Another system's expressions need not be ours: one that cannot be read fits nothing. */
function matchesWhole(expression: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${expression})$`).test(text)
  } catch {
    return false
  }
}

/** `service = "license"`, as its system writes it. */
export function matcherText({ name, value, isRegex, isEqual }: SilenceMatcher): string {
  const sign = isRegex ? (isEqual ? '=~' : '!~') : isEqual ? '=' : '!='
  return `${name} ${sign} ${value}`
}
