import type { Facts } from './fleet.ts'

/** Which of its shares makes a thing degraded or failing; null where neither does. */
export function illBy({ health, errorShare, degradedShare }: Facts): 'errors' | 'degraded' | null {
  if (health === 'failing') return 'errors'
  if (health !== 'degraded') return null
  return degradedShare > errorShare ? 'degraded' : 'errors'
}
