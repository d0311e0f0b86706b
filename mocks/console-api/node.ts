import { setupServer } from 'msw/node'
import { calmAnswers } from './answers.ts'
import { consoleApiHandlers, type ConsoleApi } from './handlers.ts'

/** The console's server for component tests: `server.listen()` before them, `server.close()` after them. */
export function createConsoleApi(): ConsoleApi & { server: ReturnType<typeof setupServer> } {
  const api: ConsoleApi = { answers: calmAnswers(), isAway: false, tried: [], acts: [], serviceActs: [] }
  return Object.assign(api, { server: setupServer(...consoleApiHandlers(api)) })
}
