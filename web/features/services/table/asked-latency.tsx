import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { latencyQuery } from '#web/api/latency.ts'
import { UNKNOWN_MARK, formatLatency } from '#web/messages/format-numbers.ts'
import { servicesWords as words } from '#web/messages/services-en.ts'
import { Figure } from '#web/ui/figure.tsx'
import classes from './services-table.module.css'

export interface AskedLatencyProps {
  service: { id: string; name: string }
  region: string | undefined
  which: 'p50' | 'p90'
}

/** p50 and p90 cost the sources a question a service: they are asked when somebody wants to know. */
export function AskedLatency({ service, region, which }: AskedLatencyProps) {
  const [wanted, setWanted] = useState(false)
  // The region shown when asked: the worst may be another one each second, and the question must not be.
  const [asked, setAsked] = useState(region)
  const of = { region: asked, service: service.id }
  const { data, isError } = useQuery({ ...latencyQuery(of, null), enabled: wanted && asked !== undefined })
  if (!wanted) {
    return (
      <button
        type="button"
        className={classes.ask}
        aria-label={words.askFor(service.name)}
        onClick={(event) => {
          event.stopPropagation()
          setAsked(region)
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
