import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createSetClock, START } from '#bff/store/store-fixture.ts'
import { askAddresses } from './ask-addresses.ts'

/** Answers as its path says; `/hang` never. */
async function serverOf(): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    if (request.url === '/hang') return
    response.statusCode = Number(request.url?.slice(1))
    response.end('well')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
  onTestFinished(close)
  return { url: `http://127.0.0.1:${portOf(server.address())}`, close }
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('it listens nowhere')
  return address.port
}

function watchOf(urls: readonly string[]) {
  const due: (() => void)[] = []
  const watch = askAddresses({
    addresses: urls.map((url) => ({ kind: 'named', name: url, region: null, url })),
    clock: createSetClock(),
    timers: { setTimeout: (run) => due.push(run), clearTimeout: () => due.splice(0) },
  })
  onTestFinished(() => watch.stop())
  return {
    watch,
    /** Until the round under way has ended. */
    async round() {
      while (due.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    },
    again: () => due.shift()?.(),
  }
}

test('any answer but 5xx is a sign of life; none is none, and says why', async () => {
  const alive = await serverOf()
  const dead = await serverOf()
  await dead.close()
  const urls = [`${alive.url}/200`, `${alive.url}/401`, `${alive.url}/302`, `${alive.url}/503`, `${dead.url}/200`]
  const { watch, round } = watchOf(urls)
  expect(watch.asked().map(({ works, checkedAt }) => [works, checkedAt])).toEqual(urls.map(() => [null, null]))
  watch.start()
  await round()
  expect(watch.asked().map(({ works, says }) => [works, says])).toEqual([
    [true, 'answers 200'],
    [true, 'answers 401'],
    [true, 'answers 302'],
    [false, 'answers 503'],
    [false, 'no connection: ECONNREFUSED'],
  ])
  expect(watch.asked()[0]?.checkedAt).toBe(START)
})

test('what comes back, and what goes, shows in the next round', async () => {
  const server = await serverOf()
  const { watch, round, again } = watchOf([`${server.url}/200`])
  watch.start()
  await round()
  expect(watch.asked()[0]?.works).toBe(true)
  await server.close()
  again()
  await round()
  expect(watch.asked()[0]?.works).toBe(false)
})

test('one that hangs does not hold up the end', async () => {
  const server = await serverOf()
  const { watch } = watchOf([`${server.url}/hang`])
  watch.start()
  await watch.stop()
  expect(watch.asked()[0]).toMatchObject({ works: null, checkedAt: null })
})
