import type { TextStyle } from '#web/engine/labels/text-raster.ts'

const FONT = { name: '500 12.5px', note: '400 11px' } as const

/** How wide words are in this font, px. */
export function createTextRuler(fontFamily: string): (text: string, style: TextStyle) => number {
  const context = document.createElement('canvas').getContext('2d')
  return (text, style) => {
    if (context === null) return text.length * 7
    context.font = `${FONT[style]} ${fontFamily}`
    return context.measureText(text).width
  }
}
