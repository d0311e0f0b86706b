import { useQuery } from '@tanstack/react-query'
import type { RegionsReadiness } from '#contract/evacuation/api.ts'
import { readinessQuery } from '#web/api/readiness.ts'
import { useLastingError } from '#web/api/use-lasting-error.ts'
import { useServerNow } from '#web/live/use-server-now.ts'
import { ageText, utcTimeText } from '#web/messages/format.ts'
import { formatRequestsPerSecond } from '#web/messages/format-numbers.ts'
import { readinessWords as words } from '#web/messages/readiness-en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { evacuateUrl } from '#web/urls/urls.ts'
import { NoAnswer } from '../no-answer.tsx'
import { TwoSides } from '../two-sides.tsx'
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
    const retry = <ActionButton onClick={() => void asked.refetch()}>{words.retry}</ActionButton>
    return <NoAnswer error={error} loading={words.loading} failed={words.failed} action={retry} />
  }
  const chosen = data.regions.find(({ region }) => region === search.region) ?? data.regions[0]
  return (
    <TwoSides
      title={words.title}
      link={<a href={evacuateUrl()}>{words.toEvacuate}</a>}
      lead={words.lead}
      stale={stale}
      left={
        <>
          <RegionRows
            regions={data.regions}
            chosen={chosen?.region ?? null}
            onChoose={(region) => onSearch({ region })}
          />
          <OwnRows own={data.dependencies} now={now} />
        </>
      }
      right={
        chosen === undefined ? (
          <p className={classes.quiet}>{words.noRegions}</p>
        ) : (
          <Region region={chosen} onGo={onGo} now={now} at={data.at} />
        )
      }
    />
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
