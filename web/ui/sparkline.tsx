import classes from './sparkline.module.css'
import { areaPathOf, isKnown, linePathOf, type SparkValue } from './sparkline-path.ts'

export interface SparklineProps {
  /** Oldest first; null or NaN where nothing is known. */
  values: readonly SparkValue[]
  /** What it shows, in words with numbers: pictures alone decide nothing. */
  label: string
  width: number
  height: number
  tone?: 'flow' | 'failing' | 'degraded' | 'muted'
  /** The number at the bottom; 0 unless told. */
  low?: number
  /** The number at the top; the highest of all unless told. */
  high?: number
}

/** A small line over time. Unknown stretches stay empty. */
export function Sparkline({ values, label, width, height, tone = 'flow', low = 0, high }: SparklineProps) {
  const top = high ?? Math.max(low, ...values.filter(isKnown))
  const scale = { width, height, low, high: top }
  return (
    <svg
      className={classes.sparkline}
      data-tone={tone}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
    >
      <path className={classes.area} d={areaPathOf(values, scale)} />
      <path className={classes.line} d={linePathOf(values, scale)} />
    </svg>
  )
}
