const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1e3, M: 1e6, G: 1e9 }

/** `424 k`, `1.02 M`, `312`, `15.5 %`, `11 ms`, `2.9 s` as the number it stands for (shares 0–1, times in ms); NaN for `–`. */
export function writtenNumber(text: string): number {
  const found = /^<?\s*(?<digits>[\d.,]+)\s*(?<unit>k|M|G|%|ms|s)?/.exec(text.trim())?.groups
  if (found === undefined) return NaN
  const digits = Number((found['digits'] ?? '').replaceAll(',', ''))
  const unit = found['unit'] ?? ''
  if (unit === '%') return digits / 100
  if (unit === 'ms') return digits
  if (unit === 's') return digits * 1_000
  return digits * (UNITS[unit] ?? NaN)
}
