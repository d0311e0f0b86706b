import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasJavaServer, startJavaServer, type JavaServer } from './java-server-fixture.ts'

describe.skipIf(!hasJavaServer('hystrix'))('a real producer of hystrix.stream', () => {
  let server: JavaServer
  beforeAll(async () => void (server = await startJavaServer({ name: 'hystrix' })))
  afterAll(() => server?.stop())

  test('tells of commands that fare in every way', async () => {
    const commands = await readCommands(`${server.url}/hystrix.stream`, (seen) =>
      Object.values(WAYS).every((holds) => holds(seen)),
    )
    for (const [way, holds] of Object.entries(WAYS)) expect([way, holds(commands)]).toEqual([way, true])
  })
})

type Commands = ReadonlyMap<string, Readonly<Record<string, unknown>>>

const WAYS: Readonly<Record<string, (commands: Commands) => boolean>> = {
  succeeds: (commands) => counts(commands, 'GetTitle', 'rollingCountSuccess'),
  'is short-circuited': (commands) =>
    counts(commands, 'GetRatings', 'rollingCountShortCircuited') &&
    commands.get('GetRatings')?.['isCircuitBreakerOpen'] === true,
  'falls back': (commands) => counts(commands, 'GetArtwork', 'rollingCountFallbackSuccess'),
  'times out': (commands) => counts(commands, 'GetSimilars', 'rollingCountTimeout'),
  'is rejected': (commands) => counts(commands, 'GetLicense', 'rollingCountThreadPoolRejected'),
  'is forced open': (commands) => counts(commands, 'GetSubtitles', 'rollingCountShortCircuited'),
}

function counts(commands: Commands, command: string, count: string): boolean {
  return Number(commands.get(command)?.[count] ?? 0) > 0
}

/** The newest line of each command, as soon as they are as awaited. */
async function readCommands(url: string, isEnough: (commands: Commands) => boolean): Promise<Commands> {
  const commands = new Map<string, Record<string, unknown>>()
  const response = await fetch(url, { signal: AbortSignal.timeout(40_000) })
  let rest = ''
  for await (const bytes of response.body ?? []) {
    const lines = (rest + Buffer.from(bytes).toString('utf8')).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines.filter((text) => text.startsWith('data: {'))) {
      const told: Record<string, unknown> = JSON.parse(line.slice('data: '.length))
      if (told['type'] === 'HystrixCommand') commands.set(String(told['name']), told)
    }
    if (isEnough(commands)) break
  }
  return commands
}
