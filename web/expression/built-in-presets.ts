import type { Preset } from '#contract/presets.ts'

/** What everybody has without configuring anything; thresholds are the installation's own. */
export const BUILT_IN_PRESETS: readonly Preset[] = [
  { name: 'Errors only', expression: 'health in (degraded, failing)' },
  { name: 'Busiest', expression: 'top(10) by rps' },
  { name: 'Saturated', expression: 'saturation >= 80%' },
  { name: 'Unknown', expression: 'health = unknown' },
]

/** The built-in presets and the configured ones; a configured one takes the place of a built-in of the same name. */
export function presetsWith(configured: readonly Preset[]): Preset[] {
  const own = new Set(configured.map(({ name }) => name.toLowerCase()))
  return [...BUILT_IN_PRESETS.filter(({ name }) => !own.has(name.toLowerCase())), ...configured]
}
