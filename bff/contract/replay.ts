import { z } from 'zod'

/**
 * `GET /api/v1/history/frames`: recorded frames of [from, to), for replay. The answer is binary
 * (`application/octet-stream`), as `replay-container.ts` describes: rosters and frames as the stream sends
 * them. It begins with the newest frame of the 15 s before `from`, where there is one, so that every moment of the span
 * has a picture, and names the recorded moments next to the span, so that a gap can be told by its ends.
 *
 * Of each step (counted from 1970) the first frame is sent. What is older than six hours is kept at 10 s: a finer step
 * then brings what there is.
 */
export const FramesQuery = z.strictObject({
  /** UTC ms on the clock of what is observed. */
  from: z.coerce.number().int().min(0),
  to: z.coerce.number().int().min(0),
  /** At most one frame each so many ms. */
  stepMs: z.coerce.number().int().min(1_000).max(3_600_000).default(1_000),
})
export type FramesQuery = z.infer<typeof FramesQuery>

/** One request brings at most so many steps: ten minutes at 1 s, a hundred at 10 s … */
export const MOST_REPLAY_STEPS = 600
/** … and never more than this: the whole day at 144 s. */
export const LONGEST_REPLAY_MS = 24 * 3_600_000

/** A frame speaks for the moments after it until the next one, but for no longer than this, ms. */
export const FRAME_SPEAKS_MS = 15_000
