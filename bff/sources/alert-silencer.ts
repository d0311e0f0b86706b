import type { SourceId } from '#contract/ids.ts'
import type { Silence, SilenceMatcher, SilencePreview } from '#contract/services/silence.ts'

/** An alerting system in which silences can be kept. Nothing here throws: what went wrong is an answer. */
export interface AlertSilencer {
  readonly source: SourceId
  /** Asked now; where that fails, the last list with its age. */
  list(asked: { signal: AbortSignal }): Promise<SilenceList>
  /** Makes one, or changes the one named by `id`, and reads it back. */
  put(order: { silence: SilenceOrder; signal: AbortSignal }): Promise<SilencerAnswer>
  /** Ends one, and reads it back; one that has ended already is as well. */
  expire(order: { id: string; signal: AbortSignal }): Promise<SilencerAnswer>
  preview(asked: { matchers: readonly SilenceMatcher[]; signal: AbortSignal }): Promise<PreviewAnswer>
}

export interface SilenceOrder {
  id?: string | undefined
  matchers: readonly SilenceMatcher[]
  /** UTC ms; null for now, or when the one that is changed began. */
  startsAt: number | null
  /** UTC ms */
  endsAt: number
  createdBy: string
  comment: string
}

export interface SilenceList {
  silences: readonly Silence[]
  /** UTC ms; null when never read. */
  readAt: number | null
  /** Why it could not be read now, in words. */
  problem: string | null
}

export type SilencerAnswer =
  /** `silence` as read back; null where that could not be done. */
  | { kind: 'done'; id: string; silence: Silence | null }
  /** It holds no such silence. */
  | { kind: 'absent'; why: string }
  /** Nothing was changed: because of what was asked, or because nobody could be asked. */
  | { kind: 'refused'; why: string; isInput: boolean }
  /** Nobody can tell whether it was done: no answer came, and reading back did not show it. */
  | { kind: 'unknown'; why: string }

export type PreviewAnswer =
  | { kind: 'told'; preview: SilencePreview }
  | { kind: 'failed'; why: string; isRefused: boolean }
