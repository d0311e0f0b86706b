import type { RefObject } from 'react'
import type { ChartPicture } from './draw-chart.ts'
import { useDrawn } from './use-drawn.ts'

/** Fetches the chart library and draws into the element while that is in view. True where it could not be fetched. */
export function useDrawnChart(host: RefObject<HTMLElement | null>, picture: ChartPicture): boolean {
  return useDrawn(host, picture, loadChart)
}

async function loadChart() {
  return (await import('./draw-chart.ts')).drawChart
}
