import { mutationOptions, queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { ROUTES } from '#contract/routes.ts'
import { CodeEnrolment, OidcRedirect, Session, type BeginOidc, type UseCode } from '#contract/session.ts'
import { request } from './request.ts'
import { withStepUp } from './step-up.ts'

export const SESSION_KEY = ['session'] as const
const Done = z.strictObject({ done: z.literal(true) })

/** Who you are here, and the ways to become somebody. */
export function sessionQuery() {
  return queryOptions({
    queryKey: SESSION_KEY,
    queryFn: ({ signal }) => request({ path: ROUTES.session, schema: Session, signal }),
    staleTime: 30_000,
    refetchInterval: 60_000,
  })
}

/** What proves who one is. Each answers with the session that came of it. */
export type Proof = { way: 'link'; link: string } | { way: 'code'; login?: string; code: string } | { way: 'click' }

export function proofMutation() {
  return mutationOptions({ mutationKey: ['session', 'proof'], mutationFn: prove })
}

function prove(proof: Proof): Promise<Session> {
  const of = { method: 'POST', schema: Session } as const
  switch (proof.way) {
    case 'link':
      return request({ ...of, path: ROUTES.sessionLink, body: { link: proof.link } })
    case 'code': {
      const body: UseCode = { code: proof.code, ...(proof.login === undefined ? {} : { login: proof.login }) }
      return request({ ...of, path: ROUTES.sessionCode, body })
    }
    case 'click':
      return request({ ...of, path: ROUTES.sessionClick })
  }
}

/** Where to send the browser. */
export function oidcMutation() {
  return mutationOptions({
    mutationKey: ['session', 'oidc'],
    mutationFn: (body: BeginOidc) => request({ path: ROUTES.sessionOidc, method: 'POST', schema: OidcRedirect, body }),
  })
}

export function signOutMutation() {
  return mutationOptions({
    mutationKey: ['session', 'end'],
    mutationFn: () => request({ path: ROUTES.session, method: 'DELETE', schema: Done }),
  })
}

/** Begins to enrol an app of one-time codes; asks for a fresh proof where there is none. */
export function enrolCodesMutation(reason: string) {
  const enrol = () => request({ path: ROUTES.sessionCodes, method: 'POST', schema: CodeEnrolment })
  return mutationOptions({
    mutationKey: ['session', 'codes', 'enrol'],
    mutationFn: () => withStepUp(reason, enrol),
  })
}

export function confirmCodesMutation(reason: string) {
  const confirm = (code: string) => request({ path: ROUTES.sessionCodes, method: 'PUT', schema: Done, body: { code } })
  return mutationOptions({
    mutationKey: ['session', 'codes', 'confirm'],
    mutationFn: (code: string) => withStepUp(reason, () => confirm(code)),
  })
}

export function removeCodesMutation(reason: string) {
  const remove = () => request({ path: ROUTES.sessionCodes, method: 'DELETE', schema: Done })
  return mutationOptions({
    mutationKey: ['session', 'codes', 'remove'],
    mutationFn: () => withStepUp(reason, remove),
  })
}
