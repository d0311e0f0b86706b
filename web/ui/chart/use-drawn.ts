import { useEffect, useEffectEvent, useRef, useState, type RefObject } from 'react'

/** Nothing is drawn more often than this, however fast its numbers come. */
const LEAST_MS = 2_000

export interface Drawn<Picture> {
  /** Merged into what is there; nothing moves but what changed. */
  draw(picture: Picture): void
  resize(): void
  dispose(): void
}

/** Fetches what draws; always the same function, so that it is fetched once. */
export type LoadDrawing<Picture> = () => Promise<(host: HTMLElement) => Drawn<Picture>>

/** Fetches what draws and lets it draw into the element while that is in view. True where it could not be fetched. */
export function useDrawn<Picture>(
  host: RefObject<HTMLElement | null>,
  picture: Picture,
  load: LoadDrawing<Picture>,
): boolean {
  const pace = useRef<Pace | null>(null)
  const [hasFailed, setHasFailed] = useState(false)
  const latest = useEffectEvent(() => picture)

  useEffect(() => {
    if (host.current === null) return
    const begun = beginPace({
      host: host.current,
      load,
      picture: () => latest(),
      onFailed: () => setHasFailed(true),
    })
    pace.current = begun
    return () => {
      pace.current = null
      begun.end()
    }
  }, [host, load])
  useEffect(() => pace.current?.changed(), [picture])
  return hasFailed
}

interface Pace {
  changed(): void
  end(): void
}

interface PaceInput<Picture> {
  host: HTMLElement
  load: LoadDrawing<Picture>
  picture: () => Picture
  onFailed: () => void
}

function beginPace<Picture>({ host, load, picture, onFailed }: PaceInput<Picture>): Pace {
  let chart: Drawn<Picture> | null = null
  let timer: ReturnType<typeof setTimeout> | null = null
  let drawnAt = -Infinity
  let isInView = false
  let isStale = true
  let hasEnded = false

  const draw = (): void => {
    timer = null
    if (chart === null || !isInView || !isStale) return
    isStale = false
    drawnAt = performance.now()
    chart.draw(picture())
  }
  const drawSoon = (): void => {
    if (timer !== null || chart === null || !isInView) return
    timer = setTimeout(draw, Math.max(0, drawnAt + LEAST_MS - performance.now()))
  }
  const repaint = (): void => {
    isStale = true
    draw()
  }
  const views = new IntersectionObserver((entries) => {
    isInView = entries.at(-1)?.isIntersecting === true
    if (isInView && chart === null) void fetchChart()
    drawSoon()
  })
  const sizes = new ResizeObserver(() => chart?.resize())
  const schemes = new MutationObserver(repaint)
  const fetchChart = async (): Promise<void> => {
    try {
      const draws = await load()
      if (hasEnded || chart !== null) return
      chart = draws(host)
      draw()
    } catch {
      onFailed()
    }
  }
  views.observe(host)
  sizes.observe(host)
  schemes.observe(document.documentElement, { attributeFilter: ['data-mantine-color-scheme'] })

  return {
    changed() {
      isStale = true
      drawSoon()
    },
    end() {
      hasEnded = true
      if (timer !== null) clearTimeout(timer)
      views.disconnect()
      sizes.disconnect()
      schemes.disconnect()
      chart?.dispose()
      chart = null
    },
  }
}
