import type { ColumnId } from './column-choice.ts'

/** Fixed, so that nothing moves when numbers do. */
export const NAME_WIDTH = 'minmax(164px, 1.6fr)'

export const COLUMN_WIDTHS: Readonly<Record<ColumnId, string>> = {
  regions: 'minmax(104px, 1fr)',
  requests: '70px',
  errors: '72px',
  degraded: '86px',
  p50: '72px',
  p90: '72px',
  p99: '72px',
  saturation: '92px',
  breakers: '86px',
  instances: 'minmax(92px, 0.5fr)',
  alerts: '70px',
  deploy: '92px',
  versions: 'minmax(110px, 0.7fr)',
  owner: 'minmax(92px, 0.8fr)',
  onCall: 'minmax(100px, 0.7fr)',
  tier: '56px',
  score: '62px',
  // Room for `stale 59 min`: what is old must be read whole.
  age: '98px',
}
