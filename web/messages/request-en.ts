/** What is said when a request fails. */
export const requestWords = {
  unreachable: 'The server cannot be reached. It may be restarting, or the network between is broken.',
  tooSlow: (seconds: number) => `The server did not answer within ${seconds} s.`,
  unreadable: (path: string) =>
    `The answer of ${path} could not be read. This page and the server may be of different versions: reload.`,
  refused: (status: number) => `The server answered ${status} without saying why.`,
  expected: (expected: string) => `Expected: ${expected}.`,
  quote: (requestId: string) => `Quote ${requestId} when you ask about it.`,
} as const
