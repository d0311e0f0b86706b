import { UNKNOWN_MARK } from './format-numbers.ts'

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const

export type ByteUnit = (typeof UNITS)[number]

/** The unit in which so much is a number of one to three digits, and how many bytes it is. */
export function byteUnitOf(bytes: number): { unit: ByteUnit; size: number } {
  let size = 1
  for (const unit of UNITS) {
    // 1,000 KiB reads worse than 0.98 MiB.
    if (!(bytes / size >= 999.5)) return { unit, size }
    size *= 1_024
  }
  return { unit: 'PiB', size: size / 1_024 }
}

/** `1.5 GiB`, `840 KiB`, `12 B`; powers of 1,024, as memory is sold and PCP counts. */
export function formatBytes(bytes: number): string {
  if (Number.isNaN(bytes)) return UNKNOWN_MARK
  const { unit, size } = byteUnitOf(bytes)
  return `${formatAmount(bytes / size)} ${unit}`
}

/** Three digits of what stands beside its unit. */
export function formatAmount(value: number): string {
  const decimals = value >= 99.5 ? 0 : value >= 9.95 ? 1 : 2
  return String(Number(value.toFixed(decimals)))
}

/** `12.4 MiB/s`. */
export function formatBytesPerSecond(bytesPerSecond: number): string {
  return Number.isNaN(bytesPerSecond) ? UNKNOWN_MARK : `${formatBytes(bytesPerSecond)}/s`
}
