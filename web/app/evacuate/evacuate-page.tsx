import { useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { EvacuateScreen } from '#web/features/evacuation/evacuate-screen.tsx'
import { EvacuateSearch } from '#web/features/evacuation/what-if/evacuate-search.ts'
import { evacuateUrl } from '#web/urls/urls.ts'

/** The search part is read here, behind the first picture: its schema is not of that. */
export function EvacuatePage() {
  const search = EvacuateSearch.parse(useSearch({ strict: false }))
  const navigate = useNavigate()
  const { history } = useRouter()
  return (
    <EvacuateScreen
      search={search}
      onSearch={(next) => void navigate({ href: evacuateUrl(next), replace: search.region === next.region })}
      onGo={(href) => history.push(href)}
    />
  )
}
