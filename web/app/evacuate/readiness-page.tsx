import { useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { ReadinessSearch } from '#web/features/evacuation/readiness/readiness-search.ts'
import { ReadinessScreen } from '#web/features/evacuation/readiness/readiness-screen.tsx'
import { readinessUrl } from '#web/urls/urls.ts'

export function ReadinessPage() {
  const search = ReadinessSearch.parse(useSearch({ strict: false }))
  const navigate = useNavigate()
  const { history } = useRouter()
  return (
    <ReadinessScreen
      search={search}
      onSearch={({ region }) => void navigate({ href: readinessUrl(region), replace: true })}
      onGo={(href) => history.push(href)}
    />
  )
}
