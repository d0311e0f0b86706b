/** The words of the widgets that every screen uses. */

export const freshnessWords = {
  live: 'live',
  late: 'late',
  stale: 'stale',
  unknown: 'unknown',
  neverSeen: 'never seen',
  old: (age: string) => `${age} old`,
  lastSeen: (age: string) => `last seen ${age} ago`,
} as const

export const healthWords = {
  healthy: 'healthy',
  degraded: 'degraded',
  failing: 'failing',
  unknown: 'unknown',
  idle: 'idle',
} as const
