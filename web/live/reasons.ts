import { ZodError } from 'zod'
import type { Bye } from '#contract/stream.ts'

/** Why the stream is not live, as a person reads it. */
export const reasons = {
  refused: 'The server cannot be reached.',
  lost: 'The connection to the server was lost.',
  silent: (seconds: number) => `Nothing was heard from the server for ${seconds} s.`,
  notOpened: (seconds: number) => `The server did not answer within ${seconds} s.`,
  unreadable: (problem: string) => `A message of the server could not be read: ${problem}`,
  closed: 'This page has ended the stream.',
  bye: {
    'shutting-down': 'The server is being restarted.',
    'too-slow': 'This connection did not keep up with the stream.',
    'session-ended': 'Your session has ended. Sign in again.',
    'too-many-streams': 'The server has no room for another stream.',
    'bad-message': 'The server did not understand this page. Reload it.',
  } satisfies Record<Bye['reason'], string>,
} as const

/** The first fault of a message, in a line. */
export function reasonOf(error: unknown): string {
  if (error instanceof ZodError) {
    const [fault] = error.issues
    return fault === undefined ? error.name : `${fault.path.join('.')}: ${fault.message}`
  }
  return error instanceof Error ? error.message : String(error)
}
