import type { ChartSpan } from './chart-line.ts'
import { heatCells, type HeatRow } from './heat-cells.ts'
import type { Drawn } from './use-drawn.ts'

export interface HeatPicture {
  at: readonly number[]
  rows: readonly HeatRow[]
  span: ChartSpan
}

/** Even an idle row shows that it is known. */
const LEAST_SHADE = 0.05

/** One hue, from hardly to wholly; where nothing is drawn the hatched ground shows. */
export function drawHeat(host: HTMLElement): Drawn<HeatPicture> {
  const canvas = host.ownerDocument.createElement('canvas')
  host.append(canvas)
  let last: HeatPicture | null = null

  function paint({ at, rows, span }: HeatPicture): void {
    const { clientWidth: width, clientHeight: height } = host
    const ratio = host.ownerDocument.defaultView?.devicePixelRatio ?? 1
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)]
    if (canvas.width !== wide) canvas.width = wide
    if (canvas.height !== high) canvas.height = high
    const context = canvas.getContext('2d')
    if (context === null) return
    const style = getComputedStyle(host)
    const [hue, ground] = [style.getPropertyValue('--flow').trim(), style.getPropertyValue('--surface').trim()]
    context.clearRect(0, 0, wide, high)
    rows.forEach((row, index) => {
      const top = Math.round((index * high) / rows.length)
      // A hairline between rows, where there is room for one.
      const tall = Math.round(((index + 1) * high) / rows.length) - top
      const shaded = tall - (tall > 4 ? 1 : 0)
      for (const { from, to, value } of heatCells(at, row.values, span)) {
        const left = Math.round(from * wide)
        const broad = Math.round(to * wide) - left
        context.globalAlpha = 1
        context.fillStyle = ground
        context.fillRect(left, top, broad, tall)
        context.globalAlpha = LEAST_SHADE + (1 - LEAST_SHADE) * Math.min(1, Math.max(0, value))
        context.fillStyle = hue
        context.fillRect(left, top, broad, shaded)
      }
    })
  }

  return {
    draw(picture) {
      last = picture
      paint(picture)
    },
    resize() {
      if (last !== null) paint(last)
    },
    dispose: () => canvas.remove(),
  }
}
