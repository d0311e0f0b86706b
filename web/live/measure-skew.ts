/**
 * Browser clock minus server clock. A message takes time to arrive, which makes the browser's clock look ahead; so the
 * least of the last dozen measurements, the one that was delayed least, is the best. A dozen heartbeats are a minute:
 * after a laptop's sleep or a corrected clock the old ones are soon forgotten.
 */
export function createSkewMeter(): (measured: { browserAt: number; serverAt: number }) => number {
  let differences: number[] = []
  return ({ browserAt, serverAt }) => {
    differences = [...differences, browserAt - serverAt].slice(-KEPT)
    return Math.min(...differences)
  }
}

const KEPT = 12
