import { ageText } from '#web/messages/format.ts'
import {
  UNKNOWN_MARK,
  formatLatency,
  formatRequestsPerSecond,
  formatShare,
  formatWholeShare,
} from '#web/messages/format-numbers.ts'
import { servicesWords as words } from '#web/messages/services-en.ts'
import { latestOfPlaces, sumOfPlaces } from '../board/fact-columns.ts'
import { HEALTHS, type ServiceBoard } from '../board/service-board.ts'
import type { ColumnId } from './column-choice.ts'

export type Tone = 'failing' | 'degraded' | undefined

/** Columns that are words or a number alone. */
export type PlainColumn = Exclude<ColumnId, 'regions' | 'p50' | 'p90' | 'instances' | 'alerts' | 'age'>

/** What a cell says, and whether that is bad. */
export function saidOf(board: ServiceBoard, row: number, column: PlainColumn): { text: string; tone: Tone } {
  const { index, facts } = board
  const plain = (text: string | null | undefined) => ({ text: text ?? UNKNOWN_MARK, tone: undefined })
  switch (column) {
    case 'requests':
      return plain(formatRequestsPerSecond(board.requestsPerSecond[row] ?? NaN))
    case 'errors':
      return { text: formatShare(board.errorShare[row] ?? NaN), tone: toneOfHealth(board, row) }
    case 'degraded':
      return plain(formatShare(board.degradedShare[row] ?? NaN))
    case 'p99':
      return plain(formatLatency(board.p99LatencyMs[row] ?? NaN))
    case 'saturation': {
      const used = board.saturation[row] ?? NaN
      return { text: formatWholeShare(used), tone: used >= 1 ? 'failing' : used >= 0.8 ? 'degraded' : undefined }
    }
    case 'breakers': {
      const open = board.breakersOpen[row] ?? NaN
      const all = sumOfPlaces(index, facts.breakersTotal, row)
      return { text: partText(open, all), tone: open > 0 ? 'degraded' : undefined }
    }
    case 'deploy': {
      const ageMs = board.worldAt - latestOfPlaces(index, facts.deployedAt, row)
      return plain(Number.isNaN(ageMs) ? null : ageText(ageMs))
    }
    case 'versions':
      return plain(versionsText(board, row))
    case 'owner':
      return plain(facts.owners[row]?.team ?? index.services[row]?.owner)
    case 'onCall':
      return plain(facts.owners[row]?.onCall)
    case 'tier':
      return plain(facts.owners[row]?.tier?.toString())
    case 'score': {
      const points = board.points[row] ?? NaN
      return { text: Number.isNaN(points) ? UNKNOWN_MARK : String(points), tone: toneOfPoints(points) }
    }
  }
}

function toneOfHealth({ health }: ServiceBoard, row: number): Tone {
  const word = HEALTHS[health[row] ?? 0]
  return word === 'failing' || word === 'degraded' ? word : undefined
}

export function toneOfPoints(points: number): Tone {
  return points < 50 ? 'failing' : points < 80 ? 'degraded' : undefined
}

/** `3 of 4`; without the whole the part alone, and nothing at all where that is not known. */
export function partText(part: number, all: number): string {
  if (Number.isNaN(part)) return UNKNOWN_MARK
  return Number.isNaN(all) ? String(part) : words.ofTotal(String(part), String(all))
}

function versionsText({ index, facts }: ServiceBoard, row: number): string | null {
  const [from = 0, to = 0] = [index.firstPlace[row], index.firstPlace[row + 1]]
  const all = [...new Set(facts.versions.slice(from, to).flat())]
  return all.length === 0 ? null : all.join(', ')
}
