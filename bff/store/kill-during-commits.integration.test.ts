import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '#bff/clock.ts'
import { openStore } from './open-store.ts'
import { testDirectory } from './store-fixture.ts'

const WRITER = fileURLToPath(new URL('./kill-writer-fixture.ts', import.meta.url))
const ROUNDS = 10

function startWriter(directory: string, first: number): ChildProcess {
  const writer = spawn(process.execPath, [WRITER, directory, String(first)], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => {
    writer.kill('SIGKILL')
  })
  return writer
}

/** Kills the writer without warning once it has acknowledged so many; the last number it acknowledged. */
async function killAfter(writer: ChildProcess, acknowledged: number): Promise<number> {
  if (writer.stdout === null) throw new Error('the writer has no output')
  let count = 0
  let last = 0
  for await (const line of createInterface({ input: writer.stdout })) {
    last = Number(line)
    // Lines already in the pipe were acknowledged too, so reading goes on to the end.
    if (++count === acknowledged) writer.kill('SIGKILL')
  }
  if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit')
  expect(writer.signalCode).toBe('SIGKILL')
  return last
}

test(`${ROUNDS} kills during commits: nothing acknowledged is lost, the file and the audit chain are whole`, async () => {
  const directory = testDirectory()
  let first = 1
  for (let round = 0; round < ROUNDS; round++) {
    const last = await killAfter(startWriter(directory, first), 5 + round * 17)
    // Opening finds the lock free and runs quick_check; a damaged file would be refused.
    const store = await openStore({ directory, clock: systemClock })
    try {
      for (let number = first; number <= last; number++) {
        expect(await store.positions.get(`view-${number}`), `row ${number} of round ${round}`).toBeDefined()
      }
      const verdict = await store.verifyAudit()
      expect(verdict).toMatchObject({ intact: true })
      // At most the one that was under way was committed and not yet told.
      expect([last, last + 1]).toContain(verdict.rows)
      const newest = await store.audit.list({ limit: 1 })
      expect(await store.positions.get(`view-${verdict.rows}`)).toMatchObject({ updated_at: newest[0]?.at })
      expect(await store.positions.get(`view-${verdict.rows + 1}`)).toBeUndefined()
      first = verdict.rows + 1
    } finally {
      await store.close()
    }
  }
})

test('a process that lives keeps others out, and says who it is; killed, it keeps nobody out', async () => {
  const directory = testDirectory()
  const writer = startWriter(directory, 1)
  if (writer.stdout === null) throw new Error('the writer has no output')
  await once(writer.stdout, 'data')
  const refused = openStore({ directory, clock: systemClock })
  await expect(refused).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringMatching(new RegExp(`in use by process ${writer.pid} on this machine, started \\d{4}-`)),
  })
  writer.stdout.resume()
  writer.kill('SIGKILL')
  await once(writer, 'exit')
  const store = await openStore({ directory, clock: systemClock })
  expect(await store.check()).toEqual({ holds: true, message: 'The store can be written.' })
  await store.close()
})
