import { writeSync } from 'node:fs'
import { recordNumbered } from './numbered-entry-fixture.ts'
import { openStore } from './open-store.ts'
import { systemClock } from '#bff/clock.ts'

/** Run as a process to be killed: commits numbered entries as fast as it can, and names each once it is acknowledged. */
const [directory, first] = process.argv.slice(2)
const store = await openStore({ directory: directory ?? '', clock: systemClock })
for (let number = Number(first); ; number++) {
  await recordNumbered(store, number)
  writeSync(1, `${number}\n`)
}
