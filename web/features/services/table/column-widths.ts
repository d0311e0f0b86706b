import type { ColumnId } from './column-choice.ts'

/** Fixed, so that nothing moves when numbers do. */
export const NAME_WIDTH = 'minmax(190px, 1.6fr)'

export const COLUMN_WIDTHS: Readonly<Record<ColumnId, string>> = {
  regions: 'minmax(150px, 1fr)',
  requests: '76px',
  errors: '76px',
  degraded: '86px',
  p50: '72px',
  p90: '72px',
  p99: '76px',
  saturation: '92px',
  breakers: '88px',
  instances: 'minmax(104px, 0.5fr)',
  alerts: '76px',
  deploy: '98px',
  versions: 'minmax(110px, 0.7fr)',
  owner: 'minmax(110px, 0.8fr)',
  onCall: 'minmax(100px, 0.7fr)',
  tier: '56px',
  score: '64px',
  age: '76px',
}
