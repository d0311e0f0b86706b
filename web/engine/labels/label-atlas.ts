import { DataTexture, LinearFilter, RGFormat, UnsignedByteType } from 'three'

/**
 * Written words as pixels: each text is drawn once by the browser, at the screen's own resolution, onto a shelf of one
 * texture (red: the letters, green: the letters with a halo). Colour is given when it is drawn. When the texture is
 * full it starts again, empty; whoever needs a text asks anew.
 */
export interface LabelAtlas {
  readonly texture: DataTexture
  /** Grows whenever the cells given so far have lost their meaning. */
  readonly generation: number
  /** CSS px. */
  widthOf(text: string, style: TextStyle): number
  /** x, y, width, height in texture px written to `cell`; false when the atlas has just started again. */
  cellOf(text: string, style: TextStyle, cell: Float32Array): boolean
  /** After the font has loaded or the screen's resolution has changed. */
  configure(input: { fontFamily: string; dpr: number }): void
  dispose(): void
}

export type TextStyle = 'name' | 'note'

export const LINE_HEIGHT = { name: 16, note: 14 } as const
const FONT = { name: '500 12.5px', note: '400 11px' } as const
/** Room for the halo, CSS px. */
export const HALO = 3

export function createLabelAtlas(): LabelAtlas {
  const scratch = document.createElement('canvas')
  const context = scratch.getContext('2d', { willReadFrequently: true })
  const cells = new Map<string, readonly [number, number, number, number]>()
  const widths = new Map<string, number>()
  let size = 1_024
  let texture = createTexture(size)
  let fontFamily = 'sans-serif'
  let dpr = 1
  let generation = 0
  let shelfX = 0
  let shelfY = 0

  function startAgain(): void {
    cells.clear()
    shelfX = 0
    shelfY = 0
    generation += 1
  }

  function widthOf(text: string, style: TextStyle): number {
    const key = `${style} ${text}`
    const known = widths.get(key)
    if (known !== undefined || context === null) return known ?? text.length * 7
    context.font = `${FONT[style]} ${fontFamily}`
    const width = context.measureText(text).width
    widths.set(key, width)
    return width
  }

  function draw(
    text: string,
    style: TextStyle,
    width: number,
    height: number,
    halo: boolean,
  ): Uint8ClampedArray | null {
    if (context === null) return null
    context.setTransform(dpr, 0, 0, dpr, 0, 0)
    context.clearRect(0, 0, width, height)
    context.font = `${FONT[style]} ${fontFamily}`
    context.textBaseline = 'middle'
    context.lineJoin = 'round'
    context.lineWidth = HALO * 1.4
    const middle = LINE_HEIGHT[style] / 2 + HALO
    if (halo) context.strokeText(text, HALO, middle)
    context.fillText(text, HALO, middle)
    return context.getImageData(0, 0, width, height).data
  }

  function rasterise(text: string, style: TextStyle): readonly [number, number, number, number] | null {
    const width = Math.min(Math.ceil((widthOf(text, style) + 2 * HALO) * dpr), size)
    const height = Math.ceil((LINE_HEIGHT[style] + 2 * HALO) * dpr)
    if (shelfX + width > size) {
      shelfX = 0
      shelfY += Math.ceil((LINE_HEIGHT.name + 2 * HALO) * dpr)
    }
    if (shelfY + height > size) return null
    if (scratch.width < width || scratch.height < height) {
      scratch.width = Math.max(scratch.width, width)
      scratch.height = Math.max(scratch.height, height)
    }
    const letters = draw(text, style, width, height, false)
    const haloed = draw(text, style, width, height, true)
    const pixels = texture.image.data
    if (letters === null || haloed === null || pixels === null) return null
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const to = ((shelfY + y) * size + shelfX + x) * 2
        const from = (y * width + x) * 4 + 3
        pixels[to] = letters[from]
        pixels[to + 1] = haloed[from]
      }
    }
    const cell: readonly [number, number, number, number] = [shelfX, shelfY, width, height]
    shelfX += width
    texture.needsUpdate = true
    return cell
  }

  return {
    get texture() {
      return texture
    },
    get generation() {
      return generation
    },
    widthOf,
    cellOf(text, style, cell) {
      const key = `${style} ${text}`
      let found = cells.get(key) ?? null
      if (found === null) {
        found = rasterise(text, style)
        if (found === null) {
          startAgain()
          return false
        }
        cells.set(key, found)
      }
      cell.set(found)
      return true
    },
    configure(input) {
      fontFamily = input.fontFamily
      dpr = input.dpr
      widths.clear()
      const wanted = dpr > 1.25 ? 2_048 : 1_024
      if (wanted !== size) {
        size = wanted
        texture.dispose()
        texture = createTexture(size)
      }
      startAgain()
    },
    dispose() {
      texture.dispose()
    },
  }
}

function createTexture(size: number): DataTexture {
  const texture = new DataTexture(new Uint8Array(size * size * 2), size, size, RGFormat, UnsignedByteType)
  texture.minFilter = LinearFilter
  texture.magFilter = LinearFilter
  texture.needsUpdate = true
  return texture
}
