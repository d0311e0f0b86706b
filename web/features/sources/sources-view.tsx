import type { FreshnessRule } from '#contract/freshness.ts'
import type { SourceStatus } from '#contract/source-status.ts'
import IconDatabaseOff from '@tabler/icons-react/dist/esm/icons/IconDatabaseOff.mjs'
import IconPlugConnectedX from '@tabler/icons-react/dist/esm/icons/IconPlugConnectedX.mjs'
import { ageText, periodText } from '#web/messages/format.ts'
import { EXAMPLE_CONFIGURATION, sources as words } from '#web/messages/sources-en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { SourceSection } from './source-section.tsx'
import { worstSourcesFirst, type Clocks } from './source-words.ts'
import classes from './sources-screen.module.css'

/** What is known of the sources at this moment. */
export type KnownSources =
  | { kind: 'loading' }
  | { kind: 'failed'; message: string }
  /** `oldMs` is how long ago the server said so, null while it says so all the time. */
  | { kind: 'known'; sources: readonly SourceStatus[]; oldMs: number | null }

export interface SourcesViewProps {
  known: KnownSources
  clocks: Clocks
  rule: FreshnessRule
  onRetry: () => void
}

export function SourcesView({ known, clocks, rule, onRetry }: SourcesViewProps) {
  switch (known.kind) {
    case 'loading':
      return <Loading />
    case 'failed':
      return (
        <EmptyState
          title={words.failed}
          icon={<IconPlugConnectedX size={34} stroke={1.6} />}
          role="alert"
          headingLevel="h1"
          action={<ActionButton onClick={onRetry}>{words.retry}</ActionButton>}
        >
          <p>{known.message}</p>
        </EmptyState>
      )
    case 'known':
      return known.sources.length === 0 ? (
        <NoSources />
      ) : (
        <SourceList sources={known.sources} oldMs={known.oldMs} clocks={clocks} rule={rule} />
      )
  }
}

interface SourceListProps {
  sources: readonly SourceStatus[]
  oldMs: number | null
  clocks: Clocks
  rule: FreshnessRule
}

function SourceList({ sources, oldMs, clocks, rule }: SourceListProps) {
  const connected = sources.filter(({ state }) => state === 'connected').length
  return (
    <div className={classes.screen}>
      <h1 className={classes.title}>{words.title}</h1>
      <p className={classes.lead}>
        {words.lead} {words.summary(connected, sources.length)}.
      </p>
      {oldMs !== null && (
        <p className={classes.asOf} role="status">
          {words.asOf(ageText(oldMs))}
        </p>
      )}
      {worstSourcesFirst(sources).map((source) => (
        <SourceSection key={source.id} source={source} clocks={clocks} rule={rule} />
      ))}
      <p className={classes.rule}>
        {words.rule({
          late: { periods: rule.latePeriods, floor: periodText(rule.lateFloorMs) },
          stale: { periods: rule.stalePeriods, floor: periodText(rule.staleFloorMs) },
          unknown: { periods: rule.unknownPeriods, floor: periodText(rule.unknownFloorMs) },
        })}
      </p>
    </div>
  )
}

function NoSources() {
  return (
    <EmptyState title={words.empty.title} icon={<IconDatabaseOff size={34} stroke={1.6} />} headingLevel="h1">
      <p>{words.empty.body}</p>
      <pre className={classes.example} tabIndex={0}>
        {EXAMPLE_CONFIGURATION}
      </pre>
      <p>{words.empty.after}</p>
    </EmptyState>
  )
}

function Loading() {
  return (
    <div className={classes.screen}>
      <h1 className={classes.title}>{words.title}</h1>
      <p className={classes.waiting} role="status">
        {words.loading}
      </p>
      {['28%', '62%', '54%', '58%'].map((width) => (
        <span key={width} className={classes.bones} style={{ width }} aria-hidden />
      ))}
    </div>
  )
}
