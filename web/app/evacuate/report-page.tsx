import { useParams } from '@tanstack/react-router'
import { ReportScreen } from '#web/features/evacuation/report-screen.tsx'

export function ReportPage() {
  const { id = '' } = useParams({ strict: false })
  return <ReportScreen id={id} />
}
