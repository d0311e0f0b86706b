import { writeSync } from 'node:fs'
import { recordNumbered } from './numbered-entry-fixture.ts'
import { openStore } from './open-store.ts'
import { systemClock } from '#bff/clock.ts'

/** Run as a process to be killed: commits numbered entries as fast as it can, and names each once it is acknowledged. */
const [directory, first] = process.argv.slice(2)
const store = await openStore({ directory: directory ?? '', clock: systemClock })
for (let number = Number(first); ; number++) {
  await recordNumbered(store, number)
  await say(`${number}\n`)
}

/** In one piece, and only once the reader takes it: a pipe that is full for a moment must not end the writer. */
async function say(line: string): Promise<void> {
  for (;;) {
    try {
      writeSync(1, line)
      return
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
}
