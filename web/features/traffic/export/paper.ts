/** What a drawing is put on: the same strokes give a drawing of vectors or a picture of dots. Lengths are px. */
export interface Paper {
  /** Small discs of one colour, x and y in turn: thousands of them are one stroke. */
  dots(places: readonly number[], ink: { radius: number; color: string; alpha: number }): void
  /** A quadratic curve: x0 y0 · control x y · x1 y1. */
  curve(numbers: readonly number[], stroke: Stroke): void
  disc(x: number, y: number, radius: number, paint: Paint): void
  /** Part of a circle, in turns clockwise from twelve o'clock. */
  arc(x: number, y: number, radius: number, from: number, to: number, stroke: Stroke): void
  polygon(points: readonly number[], fill: string, alpha?: number): void
  box(x: number, y: number, width: number, height: number, paint: Paint): void
  text(x: number, y: number, words: string, type: Type): void
}

export interface Paint {
  fill?: string
  /** Of the fill alone; the stroke has its own. */
  alpha?: number
  stroke?: Stroke
}

export interface Stroke {
  color: string
  width: number
  alpha?: number
  dash?: readonly number[]
}

export interface Type {
  size: number
  color: string
  weight?: 400 | 500 | 600
  align?: 'left' | 'center' | 'right'
  /** Behind the letters, so that they stay readable on streams. */
  halo?: string
  alpha?: number
}
