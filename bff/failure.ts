import type { z } from 'zod'
import type { ErrorCode } from '#contract/error.ts'

export interface FailureWords {
  code: ErrorCode
  /** One sentence for a person: what went wrong and, where it helps, what to do. No path of this machine, no SQL. */
  message: string
  /** Where in the input: `services[2]`. */
  path?: string | undefined
  /** What would have been accepted: `a slug such as "us-east-1"`. */
  expected?: string | undefined
  /** For the log only; never sent. */
  cause?: unknown
}

/**
 * An expected failure, said in the words of the contract. The http room answers with it as it is; any other error is
 * a fault of ours and is answered as `internal` without its text.
 */
export class Failure extends Error {
  readonly code: ErrorCode
  readonly path: string | undefined
  readonly expected: string | undefined

  constructor(words: FailureWords) {
    super(words.message, words.cause === undefined ? undefined : { cause: words.cause })
    this.name = 'Failure'
    this.code = words.code
    this.path = words.path
    this.expected = words.expected
  }
}

export function isFailure(error: unknown): error is Failure {
  return error instanceof Failure
}

/** The parsed input, or a `bad_request` that names the first place that does not fit. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new Failure({
    code: 'bad_request',
    message: issue?.message ?? 'The input does not fit.',
    path: issue === undefined || issue.path.length === 0 ? undefined : pathInWords(issue.path),
    expected: issue !== undefined && 'expected' in issue ? String(issue.expected) : undefined,
    cause: result.error,
  })
}

function pathInWords(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '')
}
