import { z } from 'zod'

/** A text that fits into one header line. */
export const oneLine = z
  .string()
  .min(1)
  .refine((text) => !/\p{Cc}/u.test(text), 'a text of one line without control characters')

/** How a source over HTTP is told who asks. The secrets arrive as plain strings and are never printed. */
export const HttpAuth = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('bearer'), token: oneLine }),
  z.strictObject({ kind: z.literal('basic'), username: oneLine, password: oneLine }),
])
export type HttpAuth = z.infer<typeof HttpAuth>

export function authorizationHeaders(auth: HttpAuth): Record<string, string> {
  switch (auth.kind) {
    case 'none':
      return {}
    case 'bearer':
      return { authorization: `Bearer ${auth.token}` }
    case 'basic':
      return { authorization: `Basic ${base64(`${auth.username}:${auth.password}`)}` }
  }
}

export function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64')
}
