/** Lets the browser measure and draw words, at the screen's own resolution, onto a canvas nobody sees. */
export interface TextRaster {
  /** CSS px, without the halo. */
  widthOf(text: string, style: TextStyle): number
  /** Device px, with the halo. */
  sizeOf(text: string, style: TextStyle): { width: number; height: number }
  /** Two bytes a pixel into `pixels`, `stride` pixels a row, from (x, y) on: the letters, and the letters with a halo. */
  draw(text: string, style: TextStyle, pixels: Uint8Array, stride: number, x: number, y: number): void
  configure(input: { fontFamily: string; dpr: number }): void
}

export type TextStyle = 'name' | 'note'

export const LINE_HEIGHT = { name: 14, note: 12 } as const
const FONT = { name: '500 12.5px', note: '400 11px' } as const
/** Room around the letters, CSS px. */
export const HALO = 3

export function createTextRaster(): TextRaster {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  const widths = new Map<string, number>()
  let fontFamily = 'sans-serif'
  let dpr = 1

  function widthOf(text: string, style: TextStyle): number {
    const key = `${style} ${text}`
    const known = widths.get(key)
    if (known !== undefined || context === null) return known ?? text.length * 7
    context.font = `${FONT[style]} ${fontFamily}`
    const { width } = context.measureText(text)
    widths.set(key, width)
    return width
  }

  function sizeOf(text: string, style: TextStyle): { width: number; height: number } {
    return {
      width: Math.ceil((widthOf(text, style) + 2 * HALO) * dpr),
      height: Math.ceil((LINE_HEIGHT[style] + 2 * HALO) * dpr),
    }
  }

  return {
    widthOf,
    sizeOf,
    draw(text, style, pixels, stride, x, y) {
      if (context === null) return
      const { width, height } = sizeOf(text, style)
      if (canvas.width < width) canvas.width = width
      if (canvas.height < height) canvas.height = height
      context.font = `${FONT[style]} ${fontFamily}`
      const letters = drawn(context, text, style, dpr, false, width, height)
      const haloed = drawn(context, text, style, dpr, true, width, height)
      for (let row = 0; row < height; row++) {
        for (let column = 0; column < width; column++) {
          const to = ((y + row) * stride + x + column) * 2
          const from = (row * width + column) * 4 + 3
          pixels[to] = letters[from]
          pixels[to + 1] = haloed[from]
        }
      }
    },
    configure(input) {
      fontFamily = input.fontFamily
      dpr = input.dpr
      widths.clear()
    },
  }
}

function drawn(
  context: CanvasRenderingContext2D,
  text: string,
  style: TextStyle,
  dpr: number,
  halo: boolean,
  width: number,
  height: number,
): Uint8ClampedArray {
  const { font } = context
  context.setTransform(dpr, 0, 0, dpr, 0, 0)
  context.clearRect(0, 0, width, height)
  context.font = font
  context.textBaseline = 'middle'
  context.lineJoin = 'round'
  context.lineWidth = HALO * 1.4
  const middle = LINE_HEIGHT[style] / 2 + HALO
  if (halo) context.strokeText(text, HALO, middle)
  context.fillText(text, HALO, middle)
  return context.getImageData(0, 0, width, height).data
}
