/**
 * Latencies of a call are log-logistic: the share answered within x is 1 / (1 + (median / x)^shape). That has the long
 * tail real services show (p99 ≈ 2.8 × the median at shape 4.5, 3.7 × at 3.5), and needs one power a call and step
 * instead of one a bucket, because x^shape is known beforehand for every bucket bound.
 */
export const SERVICE_SHAPE = 4.5
export const STORE_SHAPE = 3.5

/** Mean over median. */
export function meanFactorOf(shape: number): number {
  const angle = Math.PI / shape
  return angle / Math.sin(angle)
}

/** The share of calls slower than the limit; both as powers of the shape. */
export function shareBeyond(medianPower: number, limitPower: number): number {
  return medianPower / (limitPower + medianPower)
}

/** The latency below which this share of calls is answered, ms. */
export function quantileOf(medianMs: number, shape: number, share: number): number {
  return medianMs * (share / (1 - share)) ** (1 / shape)
}
