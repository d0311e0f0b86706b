import type { ArrivalsAnswer } from '#bff/evacuation/control.ts'
import type { Edge } from './edge.ts'
import { backendOf, serversOf, type HaproxySettings, type HaproxyTarget } from './settings.ts'
import { parseProcess, parseStat, type StatRow } from './wire.ts'

/** Requests each target has been sent by this process. */
export async function countArrivals(settings: HaproxySettings, edge: Edge): Promise<ArrivalsAnswer> {
  // In this order: a reload in between gives the old life a new one's small counts, which are then refused as going back.
  const info = await edge.say('show info')
  if (typeof info !== 'string') return info
  const life = parseProcess(info)
  if (life === null) return { kind: 'unknown', why: '“show info” names no process' }
  const stats = await edge.ask('show stat -1 4 -1', parseStat)
  if (!Array.isArray(stats)) return stats
  const requests: Record<string, number> = {}
  for (const target of settings.targets) {
    const rows = stats.filter((row) => isOf(settings, target, row))
    if (rows.length > 0) requests[target.id] = rows.reduce((sum, row) => sum + row.stot, 0)
  }
  return { kind: 'counted', arrivals: { instance: edge.instance, at: edge.now(), life, requests } }
}

function isOf({ split }: HaproxySettings, target: HaproxyTarget, row: StatRow): boolean {
  if (split.by === 'map') return row.pxname === backendOf(target)
  return Object.values(split.backends).includes(row.pxname) && serversOf(target).includes(row.svname)
}
