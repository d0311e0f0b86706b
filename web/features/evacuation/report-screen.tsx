import { useQuery } from '@tanstack/react-query'
import { runQuery } from '#web/api/evacuations.ts'
import { useServerNow } from '#web/live/use-server-now.ts'
import { runWords } from '#web/messages/evacuation-run-en.ts'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Report } from './report/report.tsx'
import classes from './report/report.module.css'

/** `/evacuate/:id/report`: everything about a run on paper. */
export function ReportScreen({ id }: { id: string }) {
  const { data: run, error } = useQuery(runQuery(id))
  const now = useServerNow()
  if (run === undefined) {
    return error === null ? (
      <p className={classes.waiting} role="status">
        {runWords.loading}
      </p>
    ) : (
      <EmptyState title={runWords.failed} headingLevel="h1">
        {error.message}
      </EmptyState>
    )
  }
  return <Report run={run} now={now} />
}
