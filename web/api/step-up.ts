import { useSyncExternalStore } from 'react'
import { errorCodeOf } from './request-error.ts'

/** Somebody waits for a proof that it is them; the shell shows the dialog. */
export interface StepUpAsked {
  /** As the dialog says it: `before the evacuation of us-east-1 starts`. */
  reason: string
  /** True: proven; false: they thought better of it. */
  answer: (proven: boolean) => void
}

let asked: StepUpAsked | null = null
const listeners = new Set<() => void>()

/**
 * Asks whoever sits here to prove that it is them, and waits for it. True: the next command counts as proven, for five
 * minutes. Asked while one is open, the first is taken for given up.
 */
export function askForStepUp(reason: string): Promise<boolean> {
  asked?.answer(false)
  return new Promise((resolve) => {
    const mine: StepUpAsked = {
      reason,
      answer(proven) {
        if (asked === mine) show(null)
        resolve(proven)
      },
    }
    show(mine)
  })
}

/** Runs a command; where it asks for a fresh proof, asks for that and runs it once more. */
export async function withStepUp<Answer>(reason: string, run: () => Promise<Answer>): Promise<Answer> {
  try {
    return await run()
  } catch (error) {
    if (errorCodeOf(error) !== 'step_up_required' || !(await askForStepUp(reason))) throw error
    return run()
  }
}

export function useStepUpAsked(): StepUpAsked | null {
  return useSyncExternalStore(subscribe, () => asked)
}

function show(next: StepUpAsked | null): void {
  asked = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
