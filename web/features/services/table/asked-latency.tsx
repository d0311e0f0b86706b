import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { latencyQuery } from '#web/api/latency.ts'
import { UNKNOWN_MARK, formatLatency } from '#web/messages/format-numbers.ts'
import { servicesWords as words } from '#web/messages/services-en.ts'
import { Figure } from '#web/ui/figure.tsx'
import type { ServiceBoard } from '../board/service-board.ts'
import classes from './services-table.module.css'

export interface AskedLatencyProps {
  board: ServiceBoard
  row: number
  which: 'p50' | 'p90'
}

/** p50 and p90 cost the sources a question a service: they are asked when somebody wants to know. */
export function AskedLatency({ board, row, which }: AskedLatencyProps) {
  const [wanted, setWanted] = useState(false)
  const service = board.index.services[row]
  const of = { region: worstRegion(board, row), service: service?.id }
  const { data, isError } = useQuery({ ...latencyQuery(of, null), enabled: wanted && of.region !== undefined })
  if (!wanted) {
    return (
      <button
        type="button"
        className={classes.ask}
        aria-label={words.askFor(service?.name ?? '')}
        onClick={(event) => {
          event.stopPropagation()
          setWanted(true)
        }}
      >
        {words.ask}
      </button>
    )
  }
  const column = which === 'p50' ? data?.p50LatencyMs : data?.p90LatencyMs
  const value = column?.findLast((one) => one !== null)
  const text =
    data === undefined && !isError
      ? words.asking
      : value === undefined || value === null
        ? UNKNOWN_MARK
        : formatLatency(value)
  return (
    <span>
      <Figure text={text} />
    </span>
  )
}

/** Where most fails; the first where nothing is known. */
function worstRegion({ index, places }: ServiceBoard, row: number): string | undefined {
  const [from = 0, to = 0] = [index.firstPlace[row], index.firstPlace[row + 1]]
  let worst = from
  for (let place = from; place < to; place += 1) {
    if ((places.errorShare[place] ?? NaN) > (places.errorShare[worst] ?? -1)) worst = place
  }
  return index.regions[index.regionRow[worst] ?? -1]
}
