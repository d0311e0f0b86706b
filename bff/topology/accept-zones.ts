import type { SourceReport } from './report.ts'
import type { RowBook } from './row-book.ts'

/**
 * Where services stand. A zone is news at once; it is taken back when its service has been told of for as long without
 * it as a row takes to be gone: one scrape that is missed must not redraw the map. Zones of what has no traffic, and so
 * no row, are nobody's.
 */
export function acceptZones(book: RowBook, { serviceZones, at }: SourceReport): void {
  for (const { region, service, zones } of serviceZones ?? []) {
    const row = book.knownNode(region, service)
    if (row === undefined || zones.length === 0) continue
    let isChanged = false
    for (const zone of zones) {
      if (!row.zones.has(zone)) {
        isChanged = true
        book.zone({ region, id: zone })
      }
      row.zones.set(zone, at)
    }
    for (const [zone, toldAt] of row.zones) {
      if (at - toldAt > row.feed.goneAfterMs) isChanged = row.zones.delete(zone)
    }
    if (isChanged) book.nodeChanged(row)
  }
}
