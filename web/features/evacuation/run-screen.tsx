import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import type { Run } from '#contract/evacuation/run.ts'
import type { RegionVerdict } from '#contract/evacuation/verdict.ts'
import { RUN_STALE_MS, evacuationsQuery, runQuery } from '#web/api/evacuations.ts'
import { errorCodeOf } from '#web/api/request-error.ts'
import { useLastingError } from '#web/api/use-lasting-error.ts'
import { useServerNow } from '#web/live/use-server-now.ts'
import { evacuateWords } from '#web/messages/evacuation-en.ts'
import { runWords as words } from '#web/messages/evacuation-run-en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { evacuateUrl } from '#web/urls/urls.ts'
import { silentPlacesOf, type NamedPlace } from './facts/silent-places.ts'
import { BeforeStart } from './run/before-start.tsx'
import { FindingsList } from './run/findings-list.tsx'
import { GuardsTable } from './run/guards-table.tsx'
import { OverrideForm } from './run/override-form.tsx'
import { PhaseNotice } from './run/phase-notice.tsx'
import { PlanSteps } from './run/plan-steps.tsx'
import { PlanesTable } from './run/planes-table.tsx'
import { Record } from './run/record.tsx'
import { RunCurves, RunOutcomePanel } from './run/run-curves.tsx'
import { RunHeader } from './run/run-header.tsx'
import classes from './run/run.module.css'
import { RunSaviors } from './run/run-saviors.tsx'
import { SharePanel } from './run/share-panel.tsx'
import { useActing } from './run/use-acting.ts'
import { VerdictPanel } from './run/verdict-panel.tsx'
import { WitnessesCard } from './run/witnesses-card.tsx'
import { WritesTable } from './run/writes-table.tsx'
import { NoAnswer } from './no-answer.tsx'
import { Problem } from './problem.tsx'
import { StaleBand } from './stale-band.tsx'
import { useLooker } from './use-looker.ts'
import { useStaleness, type Staleness } from './use-staleness.ts'

export interface RunScreenProps {
  id: string
  onGo: (href: string) => void
}

/** `/evacuate/:id`: one evacuation or failback, from its draft to its end. */
export function RunScreen({ id, onGo }: RunScreenProps) {
  const asked = useQuery(runQuery(id))
  const { data: all } = useQuery(evacuationsQuery())
  const error = useLastingError(asked)
  const now = useServerNow()
  const stale = useStaleness({ answeredAt: asked.dataUpdatedAt, error, now, limitMs: RUN_STALE_MS })
  const { data: run } = asked
  if (run === undefined) {
    if (error === null) return <NoAnswer error={null} loading={words.loading} failed={words.failed} />
    const isMissing = errorCodeOf(error) === 'not_found' || errorCodeOf(error) === 'bad_request'
    return (
      <EmptyState
        title={isMissing ? words.notFound : words.failed}
        headingLevel="h1"
        action={
          isMissing ? (
            <a href={evacuateUrl()}>{words.back}</a>
          ) : (
            <ActionButton onClick={() => void asked.refetch()}>{evacuateWords.retry}</ActionButton>
          )
        }
      >
        {isMissing ? words.notFoundBody : error.message}
      </EmptyState>
    )
  }
  const verdict = all?.verdicts.find(({ region }) => region === run.plan.scope.region) ?? null
  const silent = silentPlacesOf(run, all?.planes.map(({ descriptor }) => descriptor) ?? [])
  return <KnownRun key={run.id} run={run} stale={stale} verdict={verdict} silent={silent} onGo={onGo} />
}

interface KnownRunProps {
  run: Run
  stale: Staleness | null
  verdict: RegionVerdict | null
  silent: readonly NamedPlace[]
  onGo: (href: string) => void
}

function KnownRun({ run, stale, verdict, silent, onGo }: KnownRunProps) {
  const looker = useLooker()
  const now = useServerNow()
  const acting = useActing(run, { signedIn: looker, isStale: stale !== null })
  const startField = useRef<HTMLDivElement>(null)
  const isBefore = ['draft', 'awaiting-approval', 'armed'].includes(run.phase)
  const shownAt = stale === null ? now : stale.since
  const onStart = () => {
    startField.current?.scrollIntoView({ block: 'center' })
    startField.current?.querySelector('input')?.focus()
  }
  return (
    <div className={classes.screen} data-stale={stale !== null || undefined}>
      <RunHeader
        run={run}
        acting={acting}
        verdict={verdict}
        now={shownAt}
        looker={looker}
        onStart={onStart}
        onGo={onGo}
      />
      {stale !== null && <StaleBand since={stale.since} why={stale.why} />}
      <div className={classes.columns}>
        <PlanSteps run={run} now={shownAt} />
        <div className={classes.middle} tabIndex={0} role="region" aria-label={words.middle}>
          {acting.problem !== null && <Problem text={acting.problem} />}
          {acting.blocking.length > 0 && <OverrideForm acting={acting} findings={run.findings} />}
          <PhaseNotice run={run} acting={acting} looker={looker} silent={silent} />
          {isBefore ? (
            <>
              <BeforeStart run={run} acting={acting} looker={looker} startField={startField} />
              <RunSaviors run={run} now={shownAt} />
              <WritesTable run={run} now={now} />
              <FindingsList findings={run.findings} />
              <RunCurves run={run} />
            </>
          ) : (
            <>
              {run.phase === 'reconciling' && <PlanesTable run={run} now={now} />}
              <SharePanel run={run} now={shownAt} />
              <RunSaviors run={run} now={shownAt} />
              <GuardsTable guards={run.guards} />
              {run.startedAt !== null && <RunOutcomePanel run={run} />}
              {run.phase !== 'reconciling' && <PlanesTable run={run} now={now} />}
              {run.findings.length > 0 && <FindingsList findings={run.findings} />}
            </>
          )}
        </div>
        <aside className={classes.aside} tabIndex={0} aria-label={words.aside}>
          {!isBefore && <WitnessesCard run={run} />}
          <VerdictPanel region={run.plan.scope.region} verdict={verdict} now={now} />
          <Record run={run} acting={acting} looker={looker} />
        </aside>
      </div>
    </div>
  )
}
