import { useRouterState } from '@tanstack/react-router'
import IconMapOff from '@tabler/icons-react/dist/esm/icons/IconMapOff.mjs'
import { screens } from '#web/messages/en.ts'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { trafficUrl } from '#web/urls/urls.ts'

export function NotFound() {
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  return (
    <EmptyState
      title={screens.notFound.title}
      icon={<IconMapOff size={34} stroke={1.6} />}
      headingLevel="h1"
      action={<a href={trafficUrl()}>{screens.notFound.action}</a>}
    >
      <p>{screens.notFound.body(pathname)}</p>
    </EmptyState>
  )
}
