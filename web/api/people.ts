import { mutationOptions, queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { LiveSessions, People, Person, RoleHolders, type NewPerson } from '#contract/people.ts'
import { PERMISSIONS, type Permission, type Role } from '#contract/permissions.ts'
import { ROUTES } from '#contract/routes.ts'
import { request } from './request.ts'

const REFRESH_MS = 10_000

/** What each role may do, and who holds it. */
export function rolesQuery() {
  return queryOptions({
    queryKey: ['roles'],
    queryFn: ({ signal }) => request({ path: ROUTES.roles, schema: RoleHolders, signal }),
  })
}

/** The roles any of which a permission takes, with who holds them: what a refusal has to say. */
export function rolesFor(permission: Permission, { roles }: RoleHolders): RoleHolders['roles'] {
  return roles.filter(({ role }) => PERMISSIONS[permission].roles.includes(role))
}

export function peopleQuery() {
  return queryOptions({
    queryKey: ['people'],
    queryFn: ({ signal }) => request({ path: ROUTES.people, schema: People, signal }),
    refetchInterval: REFRESH_MS,
  })
}

export function sessionsQuery() {
  return queryOptions({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => request({ path: ROUTES.sessions, schema: LiveSessions, signal }),
    refetchInterval: REFRESH_MS,
  })
}

export function addPersonMutation() {
  return mutationOptions({
    mutationKey: ['people', 'add'],
    mutationFn: (body: NewPerson) => request({ path: ROUTES.people, method: 'POST', schema: Person, body }),
  })
}

export function putRolesMutation() {
  return mutationOptions({
    mutationKey: ['people', 'roles'],
    mutationFn: ({ id, roles }: { id: string; roles: readonly Role[] }) =>
      request({ path: ROUTES.personRoles(id), method: 'PUT', schema: Person, body: { roles } }),
  })
}

export function putBlockedMutation() {
  return mutationOptions({
    mutationKey: ['people', 'blocked'],
    mutationFn: ({ id, blocked }: { id: string; blocked: boolean }) =>
      request({ path: ROUTES.personBlocked(id), method: 'PUT', schema: Person, body: { blocked } }),
  })
}

export function endSessionMutation() {
  return mutationOptions({
    mutationKey: ['sessions', 'end'],
    mutationFn: (id: string) =>
      request({ path: ROUTES.endSession(id), method: 'DELETE', schema: z.strictObject({ done: z.literal(true) }) }),
  })
}
