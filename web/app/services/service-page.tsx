import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Suspense, lazy } from 'react'
import { ServiceScreen } from '#web/features/services/service-screen.tsx'
import { PATHS } from '#web/urls/urls.ts'

const ServiceNeighbourhood = lazy(() =>
  import('#web/features/traffic/map/service-neighbourhood.tsx').then((part) => ({
    default: part.ServiceNeighbourhood,
  })),
)
const ROUTE = `${PATHS.services}/$service` as const

/** A service's page; its picture of callers and callees is the map's, and comes behind the first numbers. */
export function ServicePage() {
  const { service } = useParams({ from: ROUTE })
  const search = useSearch({ from: ROUTE })
  const navigate = useNavigate({ from: ROUTE })
  return (
    <ServiceScreen
      service={service}
      search={search}
      onSearch={(next, how) => void navigate({ search: next, replace: how?.replace ?? false })}
      neighbourhood={(fleet, region) => (
        <Suspense fallback={null}>
          <ServiceNeighbourhood key={region} fleet={fleet} region={region} service={service} />
        </Suspense>
      )}
    />
  )
}
