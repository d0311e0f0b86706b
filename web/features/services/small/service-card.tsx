import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { seriesQuery } from '#web/api/series.ts'
import { formatRequestsPerSecond, formatShare } from '#web/messages/format-numbers.ts'
import { servicesWords as words } from '#web/messages/services-en.ts'
import { healthWords } from '#web/messages/widgets-en.ts'
import { serviceUrl } from '#web/urls/urls.ts'
import { Figure } from '#web/ui/figure.tsx'
import { HealthMark } from '#web/ui/health-mark.tsx'
import { Sparkline } from '#web/ui/sparkline.tsx'
import { HEALTHS, type ServiceBoard } from '../board/service-board.ts'
import classes from './small-multiples.module.css'
import { sumSeries } from './sum-series.ts'

export interface ServiceCardProps {
  board: ServiceBoard
  row: number
  width: number
  isDimmed: boolean
}

const LINE_HEIGHT = 34
/** Small noise looks small. */
const LEAST_TOP = 0.02

/** One service of the small multiples: its last half hour in two lines, and the newest numbers. */
export function ServiceCard({ board, row, width, isDimmed }: ServiceCardProps) {
  const { index } = board
  const service = index.services[row]
  const [from = 0, to = 0] = [index.firstPlace[row], index.firstPlace[row + 1]]
  const regions = index.regions.filter((_, region) => index.regionRow.subarray(from, to).includes(region))
  const answers = useQueries({
    queries: regions.map((region) => ({
      ...seriesQuery({ region, service: service?.id, points: 60 }),
      refetchInterval: 30_000,
      staleTime: 30_000,
    })),
  })
  const told = answers.flatMap(({ data }) => data ?? [])
  const isReading = told.length < answers.length && !answers.some(({ isError }) => isError)
  const key = told.map(({ to: end }) => end).join()
  // oxlint-disable-next-line react/exhaustive-deps -- an answer is named by its end: the list is a new one each time
  const sum = useMemo(() => sumSeries(told), [key, told.length])
  if (service === undefined) return null
  const health = HEALTHS[board.health[row] ?? 0] ?? 'unknown'
  const isIll = health === 'failing' || health === 'degraded'
  const inner = width - 24
  return (
    <a className={classes.card} href={serviceUrl(service.id)} data-health={health} data-dimmed={isDimmed || undefined}>
      <span className={classes.cardName}>
        <HealthMark health={health} size={9} label={healthWords[health]} />
        <span>{service.name}</span>
      </span>
      {told.length === 0 ? (
        <span className={classes.waiting}>{isReading ? words.reading : words.notRecorded}</span>
      ) : (
        <>
          <Sparkline
            values={sum.requestsPerSecond}
            label={words.requestsLine(service.name)}
            width={inner}
            height={LINE_HEIGHT}
          />
          <Sparkline
            values={sum.errorShare}
            label={words.errorsLine(service.name)}
            width={inner}
            height={LINE_HEIGHT}
            tone={isIll ? (health === 'failing' ? 'failing' : 'degraded') : 'muted'}
            high={Math.max(LEAST_TOP, ...sum.errorShare.map((value) => value ?? 0))}
          />
        </>
      )}
      <span className={classes.cardFigures}>
        <span>
          <Figure text={formatRequestsPerSecond(board.requestsPerSecond[row] ?? NaN)} /> /s
        </span>
        <span data-health={health}>
          <Figure text={formatShare(board.errorShare[row] ?? NaN)} />
        </span>
      </span>
    </a>
  )
}
