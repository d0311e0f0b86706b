import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useMemo, useState } from 'react'
import { fetchPositions, MOST_WAIT_MS } from '#web/api/positions.ts'
import type { LayoutEdge, LayoutNode, Place, Places } from '#web/engine/layout/layout-graph.ts'
import { layOutAside, layoutAtOnce } from '#web/engine/layout/lay-out-aside.ts'
import { keepsPlaces, type RegionLayoutInput } from '#web/engine/layout/region-layout.ts'
import {
  bookOf,
  heardLate,
  insideKey,
  insideOf,
  moved,
  movedBetween,
  reset,
  settled,
  settledInside,
  undone,
  type PlaceBook,
} from './place-book.ts'
import { useSavePlaces, type SaveState, type ToSave } from './use-save-places.ts'

export interface PlacesInput {
  /** Under which the server keeps them: `us-east-1`, `us-east-1/group/domain`; null where nobody moves anything. */
  view: string | null
  layout: { nodes: readonly LayoutNode[]; edges: readonly LayoutEdge[]; aspect: number } | null
}

export interface ViewPlaces {
  /** Null while they are being asked for or found. */
  places: Places | null
  /** How far the finding is, 0–1; null while nothing is being looked for. */
  progress: number | null
  saving: SaveState
  /** What the last change was, until it is taken back or another view is shown. */
  lastChange: 'move' | 'reset' | null
  /** How often everything was laid out anew: tells one time from another. */
  resetCount: number
  /** By so many layout units; `goesOn`: part of a longer move, taken back with it. */
  moveBy(id: string, way: Place, how?: { goesOn: boolean }): void
  /** Members of open groups that have places, from the middle of their group. */
  inside: Places
  /** A member from where it is shown. */
  moveInside(id: string, from: Place, way: Place, how?: { goesOn: boolean }): void
  /** Keeps the places found for members that had none. */
  settleInside(found: Places): void
  undo(): void
  reset(): void
}

/** A book as the server told it; `heard` is false where it could not be asked: then nothing is saved unasked. */
interface HeardBook extends PlaceBook {
  heard: boolean
}

/** After the first picture had to do without. */
const ASK_AGAIN_MS = 2_000

const NOBODY: HeardBook = { places: new Map(), past: [], heard: false }

/** Where everything of a view stands: what the server knows, then what the layout finds; and what hands make of it. */
export function usePlaces({ view, layout }: PlacesInput): ViewPlaces {
  const { book, bookNow, put } = useBook(view)
  const { save, state: saving } = useSavePlaces({
    placesOf: (of) => bookNow(of)?.places ?? null,
    onSaved: (saved) => put(saved.view, (before) => ({ ...before, places: bookOf(saved).places, heard: true })),
  })

  const kept = book?.places ?? null
  const input = useMemo(() => (layout === null || kept === null ? null : { ...layout, previous: kept }), [layout, kept])
  const found = useFound(input)
  const settle = useEffectEvent((places: Places, of: string) => {
    const anew = input !== null && !keepsPlaces(input.nodes, input.previous)
    const before = bookNow(of) ?? NOBODY
    const after = settled(before, places, { anew })
    if (after === before) return
    put(of, () => after)
    // Of a first layout somebody else's counts where it was saved meanwhile; of one anew the places before do not.
    const replace = anew && before.places.size > 0
    if (before.heard) save({ view: of, moved: new Set(), replace, byHand: false })
  })
  useEffect(() => {
    if (found.places !== null && view !== null) settle(found.places, view)
  }, [found.places, view])

  const change = (make: (before: PlaceBook) => PlaceBook, how: Partial<ToSave> = {}): void => {
    if (view === null) return
    const before = bookNow(view)?.places ?? new Map<string, Place>()
    put(view, make)
    const after = bookNow(view)?.places ?? before
    save({ view, moved: new Set(movedBetween(before, after)), replace: false, byHand: true, ...how })
  }
  const inside = useMemo(() => insideOf(kept ?? new Map<string, Place>()), [kept])
  const layOutAnew = useLayoutAnew(layout, (places) => change((before) => reset(before, places), { replace: true }))
  return {
    places: found.places,
    progress: found.progress,
    saving,
    lastChange: book?.past.at(-1)?.by.kind ?? null,
    resetCount: book?.past.filter(({ by }) => by.kind === 'reset').length ?? 0,
    moveBy: (id, way, how) =>
      change((before) => {
        const from = before.places.get(id)
        return from === undefined ? before : moved(before, id, { x: from.x + way.x, y: from.y + way.y }, how)
      }),
    inside,
    moveInside: (id, from, way, how) =>
      change((before) => moved(before, insideKey(id), { x: from.x + way.x, y: from.y + way.y }, how)),
    settleInside(found) {
      if (view === null) return
      const before = bookNow(view)
      const after = before === null ? null : settledInside(before, found)
      if (before === null || after === null || after === before) return
      put(view, () => after)
      if (before.heard) save({ view, moved: new Set(), replace: false, byHand: false })
    },
    undo: () => {
      const last = book?.past.at(-1)
      if (last !== undefined) change(undone, { replace: last.by.kind === 'reset' })
    },
    reset: layOutAnew,
  }
}

/** The view's book, in the cache of what was asked: every map of the page has the same. */
function useBook(view: string | null): {
  /** Null while the server is being asked. */
  book: HeardBook | null
  bookNow: (of: string) => HeardBook | null
  put: (of: string, change: (before: HeardBook) => PlaceBook) => void
} {
  const client = useQueryClient()
  const query = useQuery({
    queryKey: keyOf(view),
    queryFn: async ({ signal, queryKey }): Promise<HeardBook> => {
      // Only the first picture is in a hurry.
      const isFirst = (client.getQueryState(queryKey)?.errorUpdateCount ?? 0) === 0
      const told = await fetchPositions(view ?? '', { signal, ...(isFirst ? { timeoutMs: MOST_WAIT_MS } : {}) })
      const before = bookNow(view ?? '')
      return { ...(before === null ? bookOf(told) : heardLate(before, bookOf(told).places)), heard: true }
    },
    enabled: view !== null,
    // Who was not heard in time is asked again: everybody shall see the same places in the end.
    refetchInterval: ({ state }) => (state.errorUpdateCount > 0 && state.data?.heard !== true ? ASK_AGAIN_MS : false),
    staleTime: Infinity,
    gcTime: Infinity,
    retry: false,
  })
  const bookNow = (of: string): HeardBook | null => client.getQueryData<HeardBook>(keyOf(of)) ?? null
  return {
    book: view === null ? null : (query.data ?? (query.isError ? NOBODY : null)),
    bookNow,
    put(of, change) {
      const before = bookNow(of) ?? NOBODY
      client.setQueryData<HeardBook>(keyOf(of), { heard: before.heard, ...change(before) })
    },
  }
}

function keyOf(view: string | null): readonly [string, string] {
  return ['place-book', view ?? '']
}

interface Found {
  places: Places | null
  progress: number | null
}

/** At once where that is quick, else by a thread that is called off when the question changes. */
function useFound(input: RegionLayoutInput | null): Found {
  const atOnce = useMemo(() => (input === null ? null : layoutAtOnce(input)), [input])
  const [aside, setAside] = useState<{ input: RegionLayoutInput; found: Found } | null>(null)
  useEffect(() => {
    if (input === null || atOnce !== null) return
    const ending = new AbortController()
    const tell = (found: Found): void => setAside({ input, found })
    layOutAside(input, { signal: ending.signal, onProgress: (progress) => tell({ places: null, progress }) })
      .then((places) => tell({ places, progress: null }))
      .catch(() => {})
    return () => ending.abort()
  }, [input, atOnce])
  if (atOnce !== null) return { places: atOnce, progress: null }
  if (input === null) return NOT_ASKED
  return aside?.input === input ? aside.found : JUST_ASKED
}

const NOT_ASKED: Found = { places: null, progress: null }
const JUST_ASKED: Found = { places: null, progress: 0 }

/** A layout from scratch, for who asks for it. */
function useLayoutAnew(layout: PlacesInput['layout'], onFound: (places: Places) => void): () => void {
  const tell = useEffectEvent(onFound)
  const [asked, setAsked] = useState<{ layout: NonNullable<PlacesInput['layout']> } | null>(null)
  useEffect(() => {
    if (asked === null) return
    const ending = new AbortController()
    const input = { ...asked.layout, previous: new Map<string, Place>() }
    const atOnce = layoutAtOnce(input)
    const finding =
      atOnce === null ? layOutAside(input, { signal: ending.signal, onProgress: () => {} }) : Promise.resolve(atOnce)
    finding.then((places) => ending.signal.aborted || tell(places)).catch(() => {})
    return () => ending.abort()
  }, [asked])
  return () => {
    if (layout !== null) setAsked({ layout })
  }
}
