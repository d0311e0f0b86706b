import { z } from 'zod'

/** As long as a link may carry. */
export const MAX_EXPRESSION_LENGTH = 1_000

/** A named filter of the map. What the expression means is judged where it is used; here only its shape counts. */
export const Preset = z.strictObject({
  /** As printed on its button: `Errors only`. */
  name: z
    .string()
    .min(1)
    .max(60)
    .regex(/^\S(?:.*\S)?$/u, 'expected a name on one line without spaces around it')
    .refine((name) => !/\p{Cc}/u.test(name), 'expected a name without control characters'),
  /** As typed into the filter: `health in (degraded, failing)`. */
  expression: z
    .string()
    .min(1)
    .max(MAX_EXPRESSION_LENGTH)
    .refine((expression) => expression.trim() !== '', 'expected an expression such as "errors > 1%"'),
})
export type Preset = z.infer<typeof Preset>

/** What a configuration may carry under `presets`; names differ by more than their case. */
export const Presets = z
  .array(Preset)
  .max(50)
  .superRefine((presets, context) => {
    const seen = new Set<string>()
    presets.forEach(({ name }, index) => {
      const key = name.toLowerCase()
      if (seen.has(key)) {
        context.addIssue({ code: 'custom', path: [index, 'name'], message: `"${name}" is there twice` })
      }
      seen.add(key)
    })
  })
export type Presets = z.infer<typeof Presets>

/** `GET /api/v1/presets`: the named filters of this installation's configuration. */
export const PresetList = z.strictObject({ presets: Presets })
export type PresetList = z.infer<typeof PresetList>
