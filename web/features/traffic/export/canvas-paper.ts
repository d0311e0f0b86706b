import type { Paint, Paper, Stroke, Type } from './paper.ts'

/** A picture of dots, on a canvas whose scale has been set. */
export function createCanvasPaper(context: CanvasRenderingContext2D, fontFamily: string): Paper {
  const stroked = ({ color, width, alpha = 1, dash = [] }: Stroke): void => {
    context.strokeStyle = color
    context.lineWidth = width
    context.globalAlpha = alpha
    context.setLineDash([...dash])
    context.stroke()
    context.setLineDash([])
    context.globalAlpha = 1
  }
  const painted = ({ fill, alpha = 1, stroke }: Paint): void => {
    if (fill !== undefined) {
      context.fillStyle = fill
      context.globalAlpha = alpha
      context.fill()
      context.globalAlpha = 1
    }
    if (stroke !== undefined) stroked(stroke)
  }
  return {
    dots(places, { radius, color, alpha }) {
      context.fillStyle = color
      context.globalAlpha = alpha
      for (let at = 0; at + 1 < places.length; at += 2) {
        context.beginPath()
        context.arc(places[at] ?? 0, places[at + 1] ?? 0, radius, 0, 2 * Math.PI)
        context.fill()
      }
      context.globalAlpha = 1
    },
    curve([x0 = 0, y0 = 0, cx = 0, cy = 0, x1 = 0, y1 = 0], stroke) {
      context.beginPath()
      context.moveTo(x0, y0)
      context.quadraticCurveTo(cx, cy, x1, y1)
      stroked(stroke)
    },
    disc(x, y, radius, paint) {
      context.beginPath()
      context.arc(x, y, radius, 0, 2 * Math.PI)
      painted(paint)
    },
    arc(x, y, radius, from, to, stroke) {
      context.beginPath()
      context.arc(x, y, radius, (from - 0.25) * 2 * Math.PI, (to - 0.25) * 2 * Math.PI)
      stroked(stroke)
    },
    polygon(points, fill, alpha = 1) {
      context.beginPath()
      for (let at = 0; at + 1 < points.length; at += 2) context.lineTo(points[at] ?? 0, points[at + 1] ?? 0)
      context.closePath()
      painted({ fill, alpha })
    },
    box(x, y, width, height, paint) {
      context.beginPath()
      context.roundRect(x, y, width, height, 4)
      painted(paint)
    },
    text: (x, y, words, type) => write(context, fontFamily, { x, y, words, type }),
  }
}

interface Written {
  x: number
  y: number
  words: string
  type: Type
}

function write(context: CanvasRenderingContext2D, fontFamily: string, { x, y, words, type }: Written): void {
  const { size, color, weight = 400, align = 'left', halo, alpha = 1 } = type
  context.font = `${weight} ${size}px ${fontFamily}`
  context.textAlign = align
  context.globalAlpha = alpha
  if (halo !== undefined) {
    context.strokeStyle = halo
    context.lineWidth = 4
    context.lineJoin = 'round'
    context.strokeText(words, x, y)
  }
  context.fillStyle = color
  context.fillText(words, x, y)
  context.globalAlpha = 1
}
