import { UNKNOWN_MARK } from './format-numbers.ts'

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const

/** `1.5 GiB`, `840 KiB`, `12 B`; powers of 1,024, as memory is sold and PCP counts. */
export function formatBytes(bytes: number): string {
  if (Number.isNaN(bytes)) return UNKNOWN_MARK
  let value = bytes
  let unit = 0
  // 1,000 KiB reads worse than 0.98 MiB.
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1_024
    unit += 1
  }
  const decimals = unit === 0 || value >= 99.5 ? 0 : value >= 9.95 ? 1 : 2
  return `${Number(value.toFixed(decimals))} ${UNITS[unit] ?? ''}`
}

/** `12.4 MiB/s`. */
export function formatBytesPerSecond(bytesPerSecond: number): string {
  return Number.isNaN(bytesPerSecond) ? UNKNOWN_MARK : `${formatBytes(bytesPerSecond)}/s`
}
