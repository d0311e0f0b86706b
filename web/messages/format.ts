/** Time in words. The wire carries UTC ms; people see UTC beside their own time, and the zone by name. */

const DAY_MS = 86_400_000

/** `14:03:27`, UTC. */
export function utcTimeText(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(11, 19)
}

/** `14:03`, UTC. */
export function utcMinuteText(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(11, 16)
}

/** `2026-11-22 14:03:27 UTC`. */
export function utcMomentText(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** The time alone while it is within a day of now, else with its date: `14:03:27`, `2026-11-20 14:03:27`; UTC. */
export function utcWhenText(epochMs: number, now: number): string {
  return Math.abs(now - epochMs) < DAY_MS ? utcTimeText(epochMs) : utcMomentText(epochMs).slice(0, 19)
}

export interface LocalTime {
  /** `06:03`. */
  time: string
  /** As the browser names it: `GMT-8`, `PST`, `CET`. */
  zone: string
  /** `America/Los_Angeles`. */
  zoneName: string
  /** Local clocks read as UTC's do. */
  sameAsUtc: boolean
}

/** The person's own time of that moment; the browser's zone unless another is asked for. */
export function localTimeOf(epochMs: number, timeZone?: string): LocalTime {
  const zoneOption = timeZone === undefined ? {} : { timeZone }
  const format = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    ...zoneOption,
  })
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    format.formatToParts(epochMs).find((one) => one.type === type)?.value ?? ''
  const time = `${part('hour')}:${part('minute')}`
  const zone = part('timeZoneName')
  return {
    time,
    zone,
    zoneName: format.resolvedOptions().timeZone,
    sameAsUtc: zone === 'UTC' || (zone === 'GMT' && time === utcMinuteText(epochMs)),
  }
}

/** `0 s`, `74 s`, `6 min 20 s`, `2 h 5 min`, `3 d 4 h`; never negative; `—` where unknown. */
export function ageText(ageMs: number): string {
  if (!Number.isFinite(ageMs)) return '—'
  const seconds = Math.max(0, Math.floor(ageMs / 1_000))
  if (seconds < 100) return `${seconds} s`
  if (seconds < 600) return pairText(seconds, 60, 'min', 1, 's')
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`
  if (seconds < 86_400) return pairText(seconds, 3_600, 'h', 60, 'min')
  return pairText(seconds, 86_400, 'd', 3_600, 'h')
}

function pairText(seconds: number, major: number, majorUnit: string, minor: number, minorUnit: string): string {
  const rest = Math.floor((seconds % major) / minor)
  const head = `${Math.floor(seconds / major)} ${majorUnit}`
  return rest === 0 ? head : `${head} ${rest} ${minorUnit}`
}

/** `15 s`, `1 min`, `500 ms`: a length that does not change. */
export function periodText(periodMs: number): string {
  if (periodMs < 1_000) return `${Math.round(periodMs)} ms`
  return periodMs % 60_000 === 0 ? `${periodMs / 60_000} min` : `${Number((periodMs / 1_000).toFixed(1))} s`
}

/** Whole seconds until then, rounded up, never below 0. */
export function secondsUntil(epochMs: number, now: number): number {
  return Math.max(0, Math.ceil((epochMs - now) / 1_000))
}
