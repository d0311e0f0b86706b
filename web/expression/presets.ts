import type { Preset } from '#contract/presets.ts'
import type { Expression } from './expression.ts'
import { parseExpression } from './parse-expression.ts'
import type { Fault } from './token-reader.ts'

/** What everybody has without configuring anything; thresholds are the installation's own. */
export const BUILT_IN_PRESETS: readonly Preset[] = [
  { name: 'Errors only', expression: 'health in (degraded, failing)' },
  { name: 'Busiest', expression: 'top(10) by rps' },
  { name: 'Saturated', expression: 'saturation >= 80%' },
  { name: 'Unknown', expression: 'health = unknown' },
]

export type ReadPreset =
  | { kind: 'usable'; preset: Preset; expression: Expression }
  /** Shown with its faults, never dropped in silence. */
  | { kind: 'wrong'; preset: Preset; faults: readonly Fault[] }

/** The built-in presets and the configured ones; a configured one takes the place of a built-in of the same name. */
export function readPresets(configured: readonly Preset[]): ReadPreset[] {
  const own = new Set(configured.map(({ name }) => name.toLowerCase()))
  const builtIn = BUILT_IN_PRESETS.filter(({ name }) => !own.has(name.toLowerCase()))
  return [...builtIn, ...configured].map((preset) => {
    const parsed = parseExpression(preset.expression)
    return parsed.kind === 'parsed'
      ? { kind: 'usable', preset, expression: parsed.expression }
      : { kind: 'wrong', preset, faults: parsed.faults }
  })
}
