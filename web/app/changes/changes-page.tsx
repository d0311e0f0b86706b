import { useRouter, useRouterState } from '@tanstack/react-router'
import { useMemo } from 'react'
import { ChangesScreen } from '#web/features/changes/changes-screen.tsx'
import { ChangesSearch } from '#web/features/changes/changes-search.ts'
import { changesUrl } from '#web/urls/urls.ts'

/** The address is read here and not in the table of routes, which the first picture waits for. */
export function ChangesPage() {
  const { history } = useRouter()
  const raw = useRouterState({ select: (state) => state.location.search })
  const search = useMemo(() => ChangesSearch.parse(raw), [raw])
  return (
    <ChangesScreen
      search={search}
      onSearch={(next, how) => {
        if (how?.replace === true) history.replace(changesUrl(next))
        else history.push(changesUrl(next))
      }}
    />
  )
}
