import { mutationOptions, queryOptions } from '@tanstack/react-query'
import { ROUTES } from '#contract/routes.ts'
import { MadeToken, Token, Tokens, type NewToken } from '#contract/tokens.ts'
import { request } from './request.ts'

export function tokensQuery() {
  return queryOptions({
    queryKey: ['tokens'],
    queryFn: ({ signal }) => request({ path: ROUTES.tokens, schema: Tokens, signal }),
  })
}

/** The only answer that ever holds the secret. */
export function makeTokenMutation() {
  return mutationOptions({
    mutationKey: ['tokens', 'make'],
    mutationFn: (body: NewToken) => request({ path: ROUTES.tokens, method: 'POST', schema: MadeToken, body }),
  })
}

export function revokeTokenMutation() {
  return mutationOptions({
    mutationKey: ['tokens', 'revoke'],
    mutationFn: (id: string) => request({ path: ROUTES.token(id), method: 'DELETE', schema: Token }),
  })
}
