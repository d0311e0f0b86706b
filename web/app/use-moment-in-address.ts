import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useEffectEvent, useRef } from 'react'
import { withMoment, type TrafficSearch } from '#web/features/traffic/traffic-search.ts'
import { useReplay, useReplayControls } from '#web/live/use-replay.ts'
import { instantOf } from '#web/urls/urls.ts'

/** While a hand drags, the address waits until it rests. */
const RESTS_AFTER_MS = 250
/** While the past plays, the address follows it in steps of so many seconds of watching. */
const FOLLOWS_EVERY_S = 5

/**
 * The moment shown stands in the address: a reload, a link and the back button show it again, and an address without
 * one is live. The screen that is left lets go of the past.
 */
export function useMomentInAddress(search: TrafficSearch, onSearch: (next: TrafficSearch) => void): void {
  const replay = useReplayControls()
  /** What the address says of time, as far as it has been followed or written here. */
  const known = useRef<string | undefined>(undefined)
  const followed = keyOf(search)

  const follow = useEffectEvent(() => {
    if (known.current === followed) return
    known.current = followed
    const at = search.at === undefined ? undefined : instantOf(search.at)
    if (at === undefined) return replay.live()
    replay.seek(at)
    if (search.speed !== undefined && replay.store.getState().mode === 'paused') replay.play(search.speed)
  })
  useEffect(() => {
    // An effect event is not called by the compiler's idea of an effect, but by the address.
    void followed
    follow()
  }, [followed])

  const told = useReplay(({ mode, at, speed }) => {
    if (at === null) return null
    const stepMs = mode === 'playing' ? FOLLOWS_EVERY_S * speed * 1_000 : 1_000
    return `${mode} ${speed} ${Math.floor(at / stepMs) * stepMs}`
  })
  const [rested] = useDebouncedValue(told, RESTS_AFTER_MS)
  const write = useEffectEvent(() => {
    const { mode, at, speed } = replay.store.getState()
    const next = withMoment(search, at, mode === 'playing' ? speed : undefined)
    if (keyOf(next) === known.current) return
    known.current = keyOf(next)
    onSearch(next)
  })
  const isFirst = useRef(true)
  useEffect(() => {
    void rested
    if (isFirst.current) isFirst.current = false
    else write()
  }, [rested])

  useEffect(() => () => replay.live(), [replay])
}

function keyOf({ at, speed }: TrafficSearch): string {
  return at === undefined ? 'live' : `${at} ${speed ?? 0}`
}
