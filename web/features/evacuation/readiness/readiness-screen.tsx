import { useQuery } from '@tanstack/react-query'
import type { RegionsReadiness } from '#contract/evacuation/api.ts'
import { readinessQuery } from '#web/api/readiness.ts'
import { useLastingError } from '#web/api/use-lasting-error.ts'
import { useServerNow } from '#web/live/use-server-now.ts'
import { ageText, utcTimeText } from '#web/messages/format.ts'
import { formatRequestsPerSecond } from '#web/messages/format-numbers.ts'
import { readinessWords as words } from '#web/messages/readiness-en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { evacuateUrl } from '#web/urls/urls.ts'
import { StaleBand } from '../stale-band.tsx'
import { useStaleness } from '../use-staleness.ts'
import { FindingRows } from './finding-rows.tsx'
import { GuessRows } from './guess-rows.tsx'
import { OwnRows } from './own-rows.tsx'
import type { ReadinessSearch } from './readiness-search.ts'
import { RegionRows } from './region-rows.tsx'
import { StandingPart } from './standing-part.tsx'
import classes from './readiness.module.css'

export interface ReadinessScreenProps {
  search: ReadinessSearch
  onSearch: (next: ReadinessSearch) => void
  onGo: (href: string) => void
}

const STALE_MS = 40_000

/** `/evacuate/readiness`: what would stand in the way of leaving a region, on a calm day. */
export function ReadinessScreen({ search, onSearch, onGo }: ReadinessScreenProps) {
  const asked = useQuery(readinessQuery())
  const error = useLastingError(asked)
  const now = useServerNow()
  const stale = useStaleness({ answeredAt: asked.dataUpdatedAt, error, now, limitMs: STALE_MS })
  const { data } = asked
  if (data === undefined) {
    return error === null ? (
      <p className={classes.waiting} role="status">
        {words.loading}
      </p>
    ) : (
      <EmptyState
        title={words.failed}
        headingLevel="h1"
        action={<ActionButton onClick={() => void asked.refetch()}>{words.retry}</ActionButton>}
      >
        {error.message}
      </EmptyState>
    )
  }
  const chosen = data.regions.find(({ region }) => region === search.region) ?? data.regions[0]
  return (
    <div className={classes.screen} data-stale={stale !== null || undefined}>
      {stale !== null && <StaleBand since={stale.since} why={stale.why} />}
      <div className={classes.columns}>
        <div className={classes.left}>
          <header className={classes.head}>
            <h1 className={classes.title}>{words.title}</h1>
            <a href={evacuateUrl()}>{words.toEvacuate}</a>
            <p className={classes.quiet}>{words.lead}</p>
          </header>
          <RegionRows
            regions={data.regions}
            chosen={chosen?.region ?? null}
            onChoose={(region) => onSearch({ region })}
          />
          <OwnRows own={data.dependencies} now={now} />
        </div>
        <div className={classes.right}>
          {chosen === undefined ? (
            <p className={classes.quiet}>{words.noRegions}</p>
          ) : (
            <Region region={chosen} onGo={onGo} now={now} at={data.at} />
          )}
        </div>
      </div>
    </div>
  )
}

interface RegionProps {
  region: RegionsReadiness['regions'][number]
  onGo: (href: string) => void
  now: number
  at: number
}

function Region({ region: { region, findings, prediction, guesses }, onGo, now, at }: RegionProps) {
  const { movedRequestsPerSecond: moved, estimateMs } = prediction
  return (
    <>
      <section className={classes.section} aria-labelledby="readiness-region">
        <header className={classes.regionHead}>
          <h2 id="readiness-region" className={classes.title}>
            {region}
          </h2>
          <p className={classes.quiet}>
            {moved === null ? '' : `${words.predicted(formatRequestsPerSecond(moved), ageText(estimateMs))} `}
            {words.asOf(utcTimeText(at))}
          </p>
        </header>
        <h3 className={`group-label ${classes.inTheWay}`}>{words.inTheWay}</h3>
        <FindingRows findings={findings} />
      </section>
      <StandingPart region={region} now={now} onGo={onGo} />
      <GuessRows guesses={guesses} />
    </>
  )
}
