import { DataTexture, LinearFilter, RGFormat, UnsignedByteType } from 'three'
import { createTextRaster, LINE_HEIGHT, HALO, type TextStyle } from './text-raster.ts'

/**
 * Written words as pixels: each text is drawn once, onto a shelf of one texture (red: the letters, green: the letters
 * with a halo). Colour is given when it is drawn. When the texture is full it starts again, empty, and whoever needs a
 * text asks anew.
 */
export interface LabelAtlas {
  readonly texture: DataTexture
  /** CSS px. */
  widthOf(text: string, style: TextStyle): number
  /** x, y, width, height in texture px written to `cell`; false when the atlas has just started again. */
  cellOf(text: string, style: TextStyle, cell: Float32Array): boolean
  /** After the font has loaded or the screen's resolution has changed. */
  configure(input: { fontFamily: string; dpr: number }): void
  dispose(): void
}

const SIZE = 1_024
const SIZE_HIDPI = 2_048
/** Where a text stands that is wider than any shelf: it is not drawn. Whoever names things keeps names shorter. */
const NOWHERE = [0, 0, 0, 0] as const

export function createLabelAtlas(): LabelAtlas {
  const raster = createTextRaster()
  const cells = new Map<string, readonly [number, number, number, number]>()
  const shelf = { x: 0, y: 0, height: 0 }
  let texture = createTexture(SIZE)

  function startAgain(): void {
    cells.clear()
    shelf.x = 0
    shelf.y = 0
  }

  function rasterise(text: string, style: TextStyle): readonly [number, number, number, number] | null {
    const { data, width: size } = texture.image
    const { width: wanted, height } = raster.sizeOf(text, style)
    // No shelf is so wide: to start again would help nobody.
    if (wanted > size) return NOWHERE
    if (shelf.x + wanted > size) {
      shelf.x = 0
      shelf.y += shelf.height
    }
    if (shelf.y + shelf.height > size || !(data instanceof Uint8Array)) return null
    raster.draw(text, style, data, size, shelf.x, shelf.y)
    const cell = [shelf.x, shelf.y, wanted, height] as const
    shelf.x += wanted
    texture.needsUpdate = true
    return cell
  }

  return {
    get texture() {
      return texture
    },
    widthOf: raster.widthOf,
    cellOf(text, style, cell) {
      const key = `${style} ${text}`
      const found = cells.get(key) ?? rasterise(text, style)
      if (found === null) {
        startAgain()
        return false
      }
      cells.set(key, found)
      cell.set(found)
      return true
    },
    configure(input) {
      raster.configure(input)
      shelf.height = Math.ceil((LINE_HEIGHT.name + 2 * HALO) * input.dpr)
      texture.dispose()
      texture = createTexture(input.dpr > 1.25 ? SIZE_HIDPI : SIZE)
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
