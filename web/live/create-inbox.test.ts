import { describe, expect, it } from 'vitest'
import { encodeFrame, quantiseFrame } from '#contract/frame-codec/encode-frame.ts'
import { createSimulatedFleet } from '#contract/frame-codec/simulated-fleet-fixture.ts'
import { createInbox, type Letter } from './create-inbox.ts'

const fleet = createSimulatedFleet({ nodes: 1, edges: 1, seed: 1 })
const frame = fleet.next()
const codes = quantiseFrame(frame)

function letterOf(base: typeof codes | null): ArrayBuffer {
  const { header } = encodeFrame({ frame, codes, base })
  return header.slice().buffer
}

const key = letterOf(null)
const delta = letterOf(codes)

/** What is read is only finished when the test says so. */
function openInbox() {
  const read: string[] = []
  let finish: ((error?: Error) => void)[] = []
  const inbox = createInbox({
    read: (letter, isNewest) => {
      read.push(`${nameOf(letter)}${isNewest ? '' : ' (old)'}`)
      return new Promise((resolve, reject) => finish.push((error) => (error === undefined ? resolve() : reject(error))))
    },
    fail: (error) => read.push(String(error)),
  })
  return {
    inbox,
    read,
    async finish(error?: Error) {
      for (const each of finish.splice(0)) each(error)
      finish = []
      await new Promise((resolve) => setTimeout(resolve))
    },
  }
}

function nameOf(letter: Letter): string {
  if (typeof letter === 'string') return letter
  return letter === key ? 'key' : 'delta'
}

describe('the inbox', () => {
  it('reads one after another, in their order', async () => {
    const { inbox, read, finish } = openInbox()
    inbox.push('one')
    inbox.push('two')
    expect(read).toEqual(['one'])
    await finish()
    expect(read).toEqual(['one', 'two'])
  })

  it('calls the newest what no frame waits behind', async () => {
    const { inbox, read, finish } = openInbox()
    for (const letter of [delta, delta, 'heartbeat', delta, 'heartbeat']) inbox.push(letter)
    for (let left = 5; left > 0; left--) await finish()
    // The first was alone when it came.
    expect(read).toEqual(['delta', 'delta (old)', 'heartbeat (old)', 'delta', 'heartbeat'])
  })

  it('passes over frames before a key frame, but over no other message', async () => {
    const { inbox, read, finish } = openInbox()
    for (const letter of ['hello', delta, key, 'roster', delta, key, delta]) inbox.push(letter)
    for (let left = 7; left > 0; left--) await finish()
    expect(read).toEqual(['hello', 'roster (old)', 'key (old)', 'delta'])
  })

  it('reads nothing more after a failure, says so once, and ends', async () => {
    const { inbox, read, finish } = openInbox()
    inbox.push('broken')
    inbox.push('never')
    inbox.afterAll(() => read.push('end'))
    await finish(new RangeError('no frame'))
    expect(read).toEqual(['broken', 'RangeError: no frame', 'end'])
  })

  it('ends after what came before', async () => {
    const { inbox, read, finish } = openInbox()
    inbox.push('bye')
    inbox.afterAll(() => read.push('end'))
    expect(read).toEqual(['bye'])
    await finish()
    expect(read).toEqual(['bye', 'end'])
    inbox.afterAll(() => read.push('at once'))
    expect(read).toContain('at once')
  })
})
