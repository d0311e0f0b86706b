const UNITS_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const

/** How long before, ms, of `-10m`, `-1h`, `-1d`, `-1w`; null where it is a moment of its own. */
export function backOf(vs: string): number | null {
  const [, count = '', unit = ''] = /^-(\d{1,5})([smhdw])$/.exec(vs) ?? []
  return isUnit(unit) ? Number(count) * UNITS_MS[unit] : null
}

function isUnit(text: string): text is keyof typeof UNITS_MS {
  return text in UNITS_MS
}

/** What the menu offers. */
export const COMPARE_PRESETS = ['-10m', '-1h', '-1d', '-1w'] as const
export type ComparePreset = (typeof COMPARE_PRESETS)[number]

/** That long before, whole seconds. */
export function momentBefore(at: number, backMs: number): number {
  return Math.floor((at - backMs) / 1_000) * 1_000
}
