import { useDebouncedCallback } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import type { Positions } from '#contract/positions.ts'
import type { Places } from '#web/engine/layout/layout-graph.ts'
import { fetchPositions, putPositions } from '#web/api/positions.ts'
import { errorCodeOf, isWorthRetrying } from '#web/api/request-error.ts'
import { positionsToSave } from './place-book.ts'

/** What became of the last save that somebody has asked for by moving something. */
export type SaveState = { kind: 'fine' } | { kind: 'retrying'; reason: string } | { kind: 'failed'; reason: string }

export interface ToSave {
  view: string
  /** Nodes that were moved here; the others' places are those of whoever saved last. */
  moved: ReadonlySet<string>
  /** Everything was laid out anew: nobody else's places count. */
  replace: boolean
  /** A person did it. */
  byHand: boolean
}

/** Small moves in a row are one save. */
const PAUSE_MS = 700
const MOST_BETWEEN_TRIES_MS = 30_000
/** Of those who save at once one wins each time; who loses so often in a row waits a little. */
const MOST_RACES = 8

/** Saves a view's places after a pause, and goes on trying as long as trying can help. */
export function useSavePlaces(input: {
  placesOf: (view: string) => Places | null
  onSaved: (saved: Positions) => void
}): { save: (change: ToSave) => void; state: SaveState } {
  const waiting = useRef(new Map<string, ToSave>())
  const { mutate, error, failureReason, variables } = useMutation({
    scope: { id: 'positions' },
    mutationFn: (change: ToSave) => saveOver(change, input.placesOf, MOST_RACES),
    retry: (_, reason) => isWorthRetrying(reason) || errorCodeOf(reason) === 'conflict',
    retryDelay: (failures) => Math.min(1_000 * 2 ** failures, MOST_BETWEEN_TRIES_MS),
    onSuccess: (saved, { view }) => {
      if (saved !== null && !waiting.current.has(view)) input.onSaved(saved)
    },
  })
  const send = useDebouncedCallback(
    () => {
      for (const change of waiting.current.values()) mutate(change)
      waiting.current.clear()
    },
    { delay: PAUSE_MS, flushOnUnmount: true },
  )
  return {
    save(change) {
      waiting.current.set(change.view, both(waiting.current.get(change.view), change))
      send()
    },
    state: stateOf(error, failureReason, variables?.byHand === true),
  }
}

/** What others have saved meanwhile is read, and what was moved here is moved in it again. */
async function saveOver(
  change: ToSave,
  placesOf: (view: string) => Places | null,
  racesLeft: number,
): Promise<Positions | null> {
  const { view, moved, replace } = change
  const mine = placesOf(view)
  if (mine === null) return null
  const { nodes: theirs, revision } = await fetchPositions(view)
  try {
    return await putPositions(view, { nodes: positionsToSave(mine, moved, replace ? [] : theirs), revision })
  } catch (error) {
    if (errorCodeOf(error) !== 'conflict' || racesLeft === 0) throw error
    return saveOver(change, placesOf, racesLeft - 1)
  }
}

function both(before: ToSave | undefined, change: ToSave): ToSave {
  if (before === undefined) return change
  return {
    view: change.view,
    moved: new Set([...before.moved, ...change.moved]),
    replace: before.replace || change.replace,
    byHand: before.byHand || change.byHand,
  }
}

/** Who has moved nothing need not hear that nothing could be saved. */
function stateOf(error: Error | null, failureReason: Error | null, byHand: boolean): SaveState {
  if (!byHand) return { kind: 'fine' }
  if (error !== null) return { kind: 'failed', reason: error.message }
  return failureReason === null ? { kind: 'fine' } : { kind: 'retrying', reason: failureReason.message }
}
