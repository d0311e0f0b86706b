import type { RegionId, ServiceId } from '#contract/ids.ts'
import type { RowBook } from './row-book.ts'
import type { NodeMark } from './rows.ts'

/** What other systems tell of one node. */
export interface PlacedMark extends NodeMark {
  region: RegionId
  service: ServiceId
}

/**
 * Lays marks over the nodes that are there; they make none. Only what the roster says of a node makes it anew: a
 * breaker that opens travels in the frame.
 */
export function markNodes(book: RowBook, marks: readonly PlacedMark[]): void {
  for (const { region, service, ...mark } of marks) {
    const row = book.knownNode(region, service)
    if (row === undefined) continue
    const isNews = textOf(row.mark) !== textOf(mark)
    row.mark = mark
    if (isNews) book.nodeChanged(row)
  }
}

function textOf(mark: NodeMark | null): string {
  if (mark === null) return '[[],null,null]'
  return JSON.stringify([mark.notices, mark.owner ?? null, mark.domain ?? null])
}
