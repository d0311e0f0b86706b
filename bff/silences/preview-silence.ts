import { SilenceDraft, type SilencePreview } from '#contract/services/silence.ts'
import { requirePermission } from '#bff/auth/require-permission.ts'
import type { Ctx } from '#bff/ctx.ts'
import { Failure, parseInput } from '#bff/failure.ts'
import type { AlertSilencer } from '#bff/sources/alert-silencer.ts'
import { ANSWER_LIMIT_MS, findSilencer } from './find-silencer.ts'

/** What a silence would cover now, by the alerting system's own understanding of its matchers. */
export async function previewSilence(given: {
  ctx: Ctx
  silencers: readonly AlertSilencer[]
  input: SilenceDraft
}): Promise<SilencePreview> {
  requirePermission(given.ctx, 'fleet.look')
  const { source, matchers } = parseInput(SilenceDraft, given.input)
  const silencer = findSilencer(given.silencers, source)
  const answer = await silencer.preview({ matchers, signal: AbortSignal.timeout(ANSWER_LIMIT_MS) })
  if (answer.kind === 'told') return answer.preview
  throw new Failure({ code: answer.isRefused ? 'bad_request' : 'unavailable', message: answer.why })
}
