import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import type { Evacuations } from '#contract/evacuation/api.ts'
import { evacuationsQuery } from '#web/api/evacuations.ts'
import { useLastingError } from '#web/api/use-lasting-error.ts'
import { useLive } from '#web/live/use-live.ts'
import { useServerNow } from '#web/live/use-server-now.ts'
import { evacuateWords as words, whatIfWords } from '#web/messages/evacuation-en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { readinessUrl } from '#web/urls/urls.ts'
import { regionInTrouble } from './facts/region-in-trouble.ts'
import classes from './evacuate.module.css'
import { NoAnswer } from './no-answer.tsx'
import { OpenRuns } from './overview/open-runs.tsx'
import { PastRuns } from './overview/past-runs.tsx'
import { PlaneList } from './overview/plane-list.tsx'
import { VantageList } from './overview/vantage-list.tsx'
import { VerdictList } from './overview/verdict-list.tsx'
import { TwoSides } from './two-sides.tsx'
import { useStaleness } from './use-staleness.ts'
import { DraftForm } from './what-if/draft-form.tsx'
import { intentionOf, withRegion, type EvacuateSearch } from './what-if/evacuate-search.ts'
import { IntentionForm } from './what-if/intention-form.tsx'
import { useWhatIf } from './what-if/use-what-if.ts'
import { WhatIfAnswer } from './what-if/what-if-answer.tsx'

export interface EvacuateScreenProps {
  search: EvacuateSearch
  onSearch: (next: EvacuateSearch) => void
  onGo: (href: string) => void
}

const STALE_MS = 10_000

/** `/evacuate`: is leaving right, what would it do, what is under way. */
export function EvacuateScreen({ search, onSearch, onGo }: EvacuateScreenProps) {
  const asked = useQuery(evacuationsQuery())
  const error = useLastingError(asked)
  const now = useServerNow()
  const stale = useStaleness({ answeredAt: asked.dataUpdatedAt, error, now, limitMs: STALE_MS })
  const { data } = asked
  const region = search.region ?? (data === undefined ? undefined : regionInTrouble(data))
  const considering = region === undefined ? search : { ...search, region }
  if (data === undefined) {
    const retry = <ActionButton onClick={() => void asked.refetch()}>{words.retry}</ActionButton>
    return <NoAnswer error={error} loading={words.loading} failed={words.failed} action={retry} />
  }
  return (
    <TwoSides
      title={words.title}
      link={<a href={readinessUrl()}>{words.readiness}</a>}
      stale={stale}
      left={
        <>
          <OpenRuns open={data.open} now={now} />
          <VerdictList
            verdicts={data.verdicts}
            now={now}
            considered={region ?? null}
            onConsider={(region) => onSearch(withRegion(search, region))}
          />
          <PlaneList planes={data.planes} now={now} />
          <VantageList vantages={data.vantages} now={now} />
        </>
      }
      right={
        <>
          <WhatIfPart data={data} search={considering} onSearch={onSearch} onGo={onGo} now={now} />
          <PastRuns past={data.past} />
        </>
      }
    />
  )
}

function WhatIfPart({ data, search, onSearch, onGo, now }: EvacuateScreenProps & { data: Evacuations; now: number }) {
  const intention = intentionOf(search)
  if (intention === null) return <p className={classes.choose}>{whatIfWords.choose}</p>
  const segments = [...new Set(data.planes.flatMap(({ descriptor }) => descriptor.segments))]
  return (
    <Considered intention={intention} segments={segments} search={search} onSearch={onSearch} onGo={onGo} now={now} />
  )
}

function Considered({
  intention,
  segments,
  search,
  onSearch,
  onGo,
  now,
}: EvacuateScreenProps & {
  intention: NonNullable<ReturnType<typeof intentionOf>>
  segments: readonly string[]
  now: number
}) {
  const roster = useLive((live) => live.roster)
  const draft = useRef<HTMLDivElement>(null)
  const { whatIf, isBehind, error, retry } = useWhatIf(intention)
  return (
    <>
      <IntentionForm search={search} onSearch={onSearch} roster={roster} segments={segments} />
      {whatIf === null && error === null && (
        <p className={classes.quiet} role="status">
          {whatIfWords.loading}
        </p>
      )}
      {error !== null && (
        <EmptyState
          title={whatIfWords.failed}
          action={<ActionButton onClick={retry}>{words.retry}</ActionButton>}
          role="alert"
        >
          {error.message}
        </EmptyState>
      )}
      {whatIf !== null && (
        <div className={classes.answer} data-behind={isBehind || undefined}>
          <WhatIfAnswer
            whatIf={whatIf}
            now={now}
            onDraft={() => {
              draft.current?.scrollIntoView({ block: 'center' })
              draft.current?.querySelector('input')?.focus()
            }}
          />
          <div ref={draft}>
            <DraftForm
              intention={intention}
              refused={whatIf.refused.length === 0 ? null : whatIfWords.refused}
              onGo={onGo}
            />
          </div>
        </div>
      )}
    </>
  )
}
