import { z } from 'zod'
import { ServiceId, SourceId } from '#contract/ids.ts'
import { FactKind } from '#contract/services/identity.ts'

const LONGEST_NAME = 400

const Pattern = z
  .string()
  .min(1)
  .max(LONGEST_NAME)
  .refine(isPattern, 'expected a regular expression such as "^(.+)-prod$"')

/** One line of `identity.rules`: who is meant by names of this form. The first that matches decides. */
export const IdentityRule = z.strictObject({
  /** Only for what this source tells. */
  source: SourceId.optional(),
  /** Only for facts of this kind. */
  tells: FactKind.optional(),
  /** Matched against the whole name, as the source writes it, whatever its letters' case. */
  match: Pattern,
  /** `playback-$1`; `$1`, `$<name>` as the expression's groups. Made a slug before it is looked up. */
  service: z.string().min(1).max(128),
})
export type IdentityRule = z.infer<typeof IdentityRule>

export const IdentitySettings = z.strictObject({
  /** Single names, as a source writes them, and the service each stands for: `GetLicense: playback-license`. */
  names: z.record(z.string().min(1).max(LONGEST_NAME), ServiceId).default({}),
  rules: z.array(IdentityRule).max(200).default([]),
})
export type IdentitySettings = z.infer<typeof IdentitySettings>

function isPattern(text: string): boolean {
  try {
    return new RegExp(`^(?:${text})$`, 'iu') instanceof RegExp
  } catch {
    return false
  }
}
