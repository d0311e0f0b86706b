import { actions } from '#web/messages/en.ts'
import { utcMomentText } from '#web/messages/format.ts'
import { replayWords } from '#web/messages/replay-en.ts'
import { notify } from './notices/notify.ts'

/** Copies a link to this address of the console, and says what it will show. */
export async function copyLink(href: string, at: number): Promise<void> {
  try {
    await navigator.clipboard.writeText(`${location.origin}${href}`)
    notify({ title: replayWords.copied, message: replayWords.copiedAt(utcMomentText(at)), tone: 'done' })
  } catch {
    notify({ title: actions.notCopied, message: actions.notCopiedHint, tone: 'trouble' })
  }
}
