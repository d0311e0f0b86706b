import { useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { ServicesScreen } from '#web/features/services/services-screen.tsx'
import { PATHS } from '#web/urls/urls.ts'

export function ServicesPage() {
  const search = useSearch({ from: PATHS.services })
  const navigate = useNavigate({ from: PATHS.services })
  const { history } = useRouter()
  return (
    <ServicesScreen
      search={search}
      onSearch={(next, how) => void navigate({ search: next, replace: how?.replace ?? false })}
      onGo={history.push}
    />
  )
}
