import { useParams, useRouter } from '@tanstack/react-router'
import { RunScreen } from '#web/features/evacuation/run-screen.tsx'

export function RunPage() {
  const { id = '' } = useParams({ strict: false })
  const { history } = useRouter()
  return <RunScreen id={id} onGo={(href) => history.push(href)} />
}
