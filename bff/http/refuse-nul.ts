import type { FastifyInstance } from 'fastify'
import { Failure } from '#bff/failure.ts'

const MAX_DEPTH = 64

/** A NUL in a text is stored by one database and refused by another; and no honest body is deeper than this. */
export function refuseNul(app: FastifyInstance): void {
  app.addHook('preValidation', async (request) => {
    for (const [part, value] of [
      ['body', request.body],
      ['query', request.query],
      ['params', request.params],
    ] as const) {
      refuseNulIn(part, value)
    }
  })
}

export function refuseNulIn(part: string, value: unknown): void {
  const fault = faultIn(value, 0)
  if (fault !== null) throw new Failure({ code: 'bad_request', message: fault, path: part })
}

function faultIn(value: unknown, depth: number): string | null {
  if (typeof value === 'string') return value.includes('\u0000') ? 'A text holds a NUL character.' : null
  if (value === null || typeof value !== 'object') return null
  if (depth > MAX_DEPTH) return `The body is nested more than ${MAX_DEPTH} deep.`
  for (const [key, inner] of Object.entries(value)) {
    const fault = key.includes('\u0000') ? 'A key holds a NUL character.' : faultIn(inner, depth + 1)
    if (fault !== null) return fault
  }
  return null
}
