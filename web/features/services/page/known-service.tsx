import { memo, useMemo, type ReactNode } from 'react'
import { DEFAULT_SCORE_RULES } from '#contract/services/score.ts'
import type { ServiceDetail } from '#contract/services/service.ts'
import { DataNotice } from '#web/fleet/data-notice.tsx'
import type { Fleet } from '#web/fleet/fleet.ts'
import { useLive } from '#web/live/use-live.ts'
import { ageText } from '#web/messages/format.ts'
import { servicePageWords as words } from '#web/messages/service-page-en.ts'
import { judgeFeeds, oldKinds } from '../parts/fact-feeds.tsx'
import type { ServiceSearch } from '../service-search.ts'
import { AboutSection } from './about/about-section.tsx'
import { BreakersSection } from './breakers/breakers-section.tsx'
import { CallsSection } from './calls/calls-section.tsx'
import { regionPicturesOf, type RegionPicture } from './facts/region-picture.ts'
import { InstancesSection } from './instances/instances-section.tsx'
import page from './page.module.css'
import { PageParts } from './page-parts.tsx'
import { RegionsTable } from './regions-table.tsx'
import { ScoreAndNews } from './score-and-news.tsx'
import { ServiceHeader } from './service-header.tsx'
import { GoldenSignals } from './signals/golden-signals.tsx'
import { useServiceChanges } from './use-service-changes.ts'
import { useWhyNot } from './use-why-not.ts'
import { VerdictCard } from './verdict/verdict-card.tsx'
import { verdictOf } from './verdict/verdict.ts'

export interface KnownServiceProps {
  service: string
  fleet: Fleet
  /** Undefined until it is there. */
  detail: ServiceDetail | undefined
  error: Error | null
  search: ServiceSearch
  onSearch: (next: ServiceSearch, how?: { replace: boolean }) => void
  neighbourhood: (fleet: Fleet, region: string) => ReactNode
}

/** What is wrong first, then everything else, each with where it comes from and how old it is. */
export const KnownService = memo(KnownServiceOf)

function KnownServiceOf(props: KnownServiceProps) {
  const { service, fleet, detail, error, search, onSearch, neighbourhood } = props
  const rule = useLive((live) => live.freshness)
  const now = fleet.worldNow
  const pictures = useMemo(
    () => regionPicturesOf(fleet, service, detail?.facts ?? [], detail?.scoreRules ?? DEFAULT_SCORE_RULES),
    [fleet, service, detail],
  )
  const changes = useServiceChanges(service, now)
  const mayAct = useWhyNot('instances.act')
  const old = oldKinds(judgeFeeds(detail?.feeds ?? [], now, rule))
  const verdict = verdictOf(pictures, changes.changes, now)
  const worst = verdict.region ?? pictures[0]?.region
  const picture =
    pictures.find(({ region }) => region === search.region) ?? pictures.find(({ region }) => region === worst)
  const stream = useLive((live) => live.stream)
  const oldMs = oldAgeOf(pictures)
  const show = (region: string): void => onSearch({ ...search, region }, { replace: true })
  return (
    <div className={page.content}>
      <DataNotice fleet={fleet} stream={stream} />
      <ServiceHeader name={pictures[0]?.node.name ?? service} pictures={pictures} detail={detail} />
      <VerdictCard verdict={verdict} oldMs={oldMs} />
      <PageParts detail={detail} />
      {error !== null && (
        <p className={page.trouble} role="status">
          {words.partly(error.message)} {detail !== undefined && words.partlyOld(ageText(now - detail.at))}
        </p>
      )}
      <section className={page.first} id="regions">
        <RegionsTable pictures={pictures} shown={picture?.region ?? ''} onShow={show} now={now} />
      </section>
      <section className={page.section} id="signals">
        <GoldenSignals
          service={service}
          pictures={pictures}
          changes={changes.changes}
          range={search.range}
          onRange={(range) => onSearch({ ...search, range: range === '30m' ? undefined : range })}
          now={now}
        />
      </section>
      {detail === undefined && error === null && (
        <p className={page.quiet} role="status">
          {words.reading}
        </p>
      )}
      {detail !== undefined && (
        <section className={page.section} id="breakers">
          <BreakersSection detail={detail} isOld={old.has('breakers')} />
        </section>
      )}
      <ScoreAndNews
        service={service}
        picture={picture}
        detail={detail}
        isOld={old.has('alerts')}
        changes={changes}
        now={now}
      />
      {picture !== undefined && (
        <section className={page.section} id="calls">
          <CallsSection
            fleet={fleet}
            picture={picture}
            pictures={pictures}
            neighbourhood={neighbourhood(fleet, picture.region)}
          />
        </section>
      )}
      {detail !== undefined && (
        <section className={page.section} id="instances">
          <InstancesSection detail={detail} isOld={old.has('instances')} whyNot={mayAct} now={now} />
        </section>
      )}
      <section className={page.section} id="names">
        <h2 className={page.heading}>{words.sections.names}</h2>
        <AboutSection fleet={fleet} detail={detail} pictures={pictures} rule={rule} />
      </section>
    </div>
  )
}

/** How old the newest of it is, ms, where none of it is of now; null while any is. */
function oldAgeOf(pictures: readonly RegionPicture[]): number | null {
  const isOld = pictures.every(({ traffic }) => traffic.freshness === 'stale' || traffic.freshness === 'unknown')
  return isOld ? Math.min(...pictures.map(({ traffic }) => traffic.ageMs).filter((age) => !Number.isNaN(age))) : null
}
