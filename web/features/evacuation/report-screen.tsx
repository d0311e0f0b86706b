import { useQuery } from '@tanstack/react-query'
import { runQuery } from '#web/api/evacuations.ts'
import { useServerNow } from '#web/live/use-server-now.ts'
import { runWords } from '#web/messages/evacuation-run-en.ts'
import { NoAnswer } from './no-answer.tsx'
import { Report } from './report/report.tsx'

/** `/evacuate/:id/report`: everything about a run on paper. */
export function ReportScreen({ id }: { id: string }) {
  const { data: run, error } = useQuery(runQuery(id))
  const now = useServerNow()
  if (run === undefined) return <NoAnswer error={error} loading={runWords.loading} failed={runWords.failed} />
  return <Report run={run} now={now} />
}
