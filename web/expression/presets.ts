import type { Preset } from '#contract/presets.ts'
import { presetsWith } from './built-in-presets.ts'
import type { Expression } from './expression.ts'
import { parseExpression } from './parse-expression.ts'
import type { Fault } from './token-reader.ts'

export type ReadPreset =
  | { kind: 'usable'; preset: Preset; expression: Expression }
  /** Shown with its faults, never dropped in silence. */
  | { kind: 'wrong'; preset: Preset; faults: readonly Fault[] }

/** All presets there are, each read. */
export function readPresets(configured: readonly Preset[]): ReadPreset[] {
  return presetsWith(configured).map((preset) => {
    const parsed = parseExpression(preset.expression)
    return parsed.kind === 'parsed'
      ? { kind: 'usable', preset, expression: parsed.expression }
      : { kind: 'wrong', preset, faults: parsed.faults }
  })
}
