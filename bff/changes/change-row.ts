import { z } from 'zod'
import { Change } from '#contract/change.ts'
import { RegionId, ServiceId } from '#contract/ids.ts'
import type { ChangeRow } from '#bff/store/schema.ts'

/** A change as the table holds it; absent is null there. */
export function rowOfChange(change: Change): ChangeRow {
  return {
    id: change.id,
    kind: change.kind,
    title: change.title,
    started_at: change.startedAt,
    ended_at: change.endedAt ?? null,
    regions: JSON.stringify(change.regions),
    services: JSON.stringify(change.services),
    version: change.version ?? null,
    author: change.author ?? null,
    link: change.link ?? null,
    origin: change.origin,
    external_id: change.externalId ?? null,
    recorded_at: change.recordedAt,
    recorded_by: change.recordedBy,
  }
}

export function changeOfRow(row: ChangeRow): Change {
  return Change.parse({
    id: row.id,
    kind: row.kind,
    title: row.title,
    startedAt: row.started_at,
    endedAt: row.ended_at ?? undefined,
    regions: z.array(RegionId).parse(JSON.parse(row.regions)),
    services: z.array(ServiceId).parse(JSON.parse(row.services)),
    version: row.version ?? undefined,
    author: row.author ?? undefined,
    link: row.link ?? undefined,
    origin: row.origin,
    externalId: row.external_id ?? undefined,
    recordedAt: row.recorded_at,
    recordedBy: row.recorded_by,
  })
}
