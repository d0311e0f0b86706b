import { useEffect, useEffectEvent, useRef, useState, type RefObject } from 'react'
import type { ChartPicture, DrawnChart } from './draw-chart.ts'

/** Charts are not drawn more often than this, however fast their numbers come. */
const LEAST_MS = 2_000

/** Fetches the chart library and draws into the element while that is in view. True where it could not be fetched. */
export function useDrawnChart(host: RefObject<HTMLElement | null>, picture: ChartPicture): boolean {
  const pace = useRef<Pace | null>(null)
  const [hasFailed, setHasFailed] = useState(false)
  const latest = useEffectEvent(() => picture)

  useEffect(() => {
    if (host.current === null) return
    const begun = beginPace(
      host.current,
      () => latest(),
      () => setHasFailed(true),
    )
    pace.current = begun
    return () => {
      pace.current = null
      begun.end()
    }
  }, [host])
  useEffect(() => pace.current?.changed(), [picture])
  return hasFailed
}

interface Pace {
  changed(): void
  end(): void
}

function beginPace(host: HTMLElement, picture: () => ChartPicture, onFailed: () => void): Pace {
  let chart: DrawnChart | null = null
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
      const { drawChart } = await import('./draw-chart.ts')
      if (hasEnded || chart !== null) return
      chart = drawChart(host)
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
