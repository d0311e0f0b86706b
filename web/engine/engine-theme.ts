/** Colours as CSS writes them (`#58b4f0`, `rgb(88 180 240)`), taken from the page's tokens by whoever holds the page. */
export interface EngineTheme {
  ink: string
  surface: string
  line: string
  text: string
  muted: string
  faint: string
  flow: string
  flowRing: string
  degraded: string
  failing: string
  unknown: string
  /** What people or experiments do; never health. */
  action: string
  /** The two ends of the scale of changes. */
  less: string
  more: string
  /** CSS font family of the labels. */
  fontFamily: string
}

export const DARK_THEME: EngineTheme = {
  ink: '#0a0d13',
  surface: '#10141c',
  line: '#222936',
  text: '#e8ecf4',
  muted: '#8f9aad',
  faint: '#566073',
  flow: '#58b4f0',
  flowRing: '#3f7fae',
  degraded: '#f0b429',
  failing: '#ff6a3d',
  unknown: '#3a4252',
  action: '#b892ff',
  less: '#4aa3ff',
  more: '#ffa24a',
  fontFamily: 'sans-serif',
}

/** Red, green and blue 0–1 as they stand on the screen (no linearisation: the shaders write them through). */
export type Rgb = readonly [number, number, number]

export function rgbOf(color: string): Rgb {
  const text = color.trim()
  const hex = /^#([0-9a-f]{6})$/i.exec(text)?.[1] ?? expandedHex(text)
  if (hex !== undefined) {
    const bits = Number.parseInt(hex, 16)
    return [(bits >> 16) / 255, ((bits >> 8) & 255) / 255, (bits & 255) / 255]
  }
  const parts = /^rgba?\(([^)]+)\)$/i
    .exec(text)?.[1]
    ?.split(/[\s,/]+/)
    .map(Number)
  if (parts !== undefined && parts.length >= 3 && parts.slice(0, 3).every(Number.isFinite)) {
    return [parts[0] / 255, parts[1] / 255, parts[2] / 255]
  }
  throw new RangeError(`expected a colour such as "#58b4f0" or "rgb(88 180 240)", found "${color}"`)
}

function expandedHex(text: string): string | undefined {
  const digits = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(text)
  return digits === null ? undefined : [1, 2, 3].map((i) => digits[i].repeat(2)).join('')
}
