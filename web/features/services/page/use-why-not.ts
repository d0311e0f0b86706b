import { useQuery } from '@tanstack/react-query'
import type { Permission } from '#contract/permissions.ts'
import { sessionQuery } from '#web/api/session.ts'
import { servicePageWords } from '#web/messages/service-page-en.ts'

/** Why whoever looks may not do it, in words; null where they may. */
export function useWhyNot(permission: Permission): string | null {
  const { data } = useQuery(sessionQuery())
  return data?.signedIn?.permissions.includes(permission) === true ? null : servicePageWords.instances.notAllowed
}
