import { inflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { decodeReplayHead, REPLAY_HEAD_BYTES } from '#contract/replay-container.ts'
import { readReplay } from '#contract/read-replay.ts'
import { createHistory } from '#bff/history/create-history.ts'
import { fleetFrame, fleetRoster } from '#bff/history/fleet-fixture.ts'
import { createSetClock, openTestStore, START, testDirectory } from '#bff/store/store-fixture.ts'
import { serverFixture } from '../services-fixture.ts'

/**
 * A server with a store and nothing else: no source was ever made, so none can be asked. What it answers comes from the
 * ring, also after a restart.
 */
test('the past comes over HTTP from the store alone, before and after a restart', async () => {
  const directory = testDirectory()
  const roster = fleetRoster()
  const opened = async () => {
    const store = await openTestStore({ directory })
    const history = await createHistory({ store, clock: createSetClock() })
    const app = await serverFixture({ services: { frames: (query) => history.replay(query) } })
    const address = await app.listen({ host: '127.0.0.1', port: 0 })
    const ask = async (search: string) => {
      const answer = await fetch(`${address}/api/v1/history/frames?${search}`)
      return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) }
    }
    const close = async () => {
      await app.close()
      await history.close()
      await store.close()
    }
    return { history, ask, close }
  }

  const first = await opened()
  for (let second = 0; second < 150; second++) {
    const frame = fleetFrame({ roster, at: START + second * 1_000, seq: second, requestsPerSecond: 1_000 + second })
    first.history.record({ frame, roster })
  }
  const search = `from=${START + 60_000}&to=${START + 120_000}`
  const before = await first.ask(search)
  expect(before.status).toBe(200)
  const payload = inflateRawSync(before.bytes.subarray(REPLAY_HEAD_BYTES))
  expect(decodeReplayHead(before.bytes)).toBe(payload.length)
  const replay = readReplay(payload)
  expect(replay.at.length).toBe(61)
  expect(replay.frame(61 - 1).frame.regionTotals[0]?.requestsPerSecond).toBe(1_119)
  await first.close()

  const again = await opened()
  expect((await again.ask(search)).bytes).toEqual(before.bytes)
  const tooMuch = await again.ask(`from=${START}&to=${START + 3_600_000}`)
  expect([tooMuch.status, JSON.parse(new TextDecoder().decode(tooMuch.bytes)).path]).toEqual([413, 'query.stepMs'])
  await again.close()
})
