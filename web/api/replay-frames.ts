import { ROUTES } from '#contract/routes.ts'
import { requestBytes, withQuery } from './request.ts'

export interface ReplayFramesInput {
  /** UTC ms. */
  from: number
  to: number
  stepMs: number
  signal: AbortSignal
}

/** Recorded frames, as `#contract/replay-container.ts` describes; read by `#web/live/inflate-replay.ts`. */
export function fetchReplayFrames({ from, to, stepMs, signal }: ReplayFramesInput): Promise<ArrayBuffer> {
  return requestBytes({ path: withQuery(ROUTES.frames, { from, to, stepMs }), signal })
}
