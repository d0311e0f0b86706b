import { isKeyFrame } from '#contract/frame-codec/frame-header.ts'

export type Letter = string | ArrayBuffer

/**
 * Reads messages one after another, though reading one takes a while. A tab that was busy finds several frames waiting:
 * those before a key frame are passed over, and only the last is called the newest.
 */
export interface Inbox {
  push(letter: Letter): void
  /** Acts when all that has arrived is read, or has failed. */
  afterAll(act: () => void): void
}

export function createInbox(input: {
  read: (letter: Letter, isNewest: boolean) => Promise<void>
  /** After a failure nothing more is read. */
  fail: (error: unknown) => void
}): Inbox {
  let waiting: (Letter | (() => void))[] = []
  let isReading = false

  async function readAll(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (typeof next === 'function') next()
      else if (!isNeedless(next, waiting)) await input.read(next, !waiting.some(isFrame))
    }
  }

  function run(): void {
    if (isReading) return
    isReading = true
    readAll()
      .catch((error: unknown) => {
        waiting = waiting.filter((item) => typeof item === 'function')
        input.fail(error)
      })
      .finally(() => {
        isReading = false
        if (waiting.length > 0) run()
      })
  }

  return {
    push(letter) {
      waiting.push(letter)
      run()
    },
    afterAll(act) {
      waiting.push(act)
      run()
    },
  }
}

function isFrame(item: Letter | (() => void)): item is ArrayBuffer {
  return item instanceof ArrayBuffer
}

function isNeedless(letter: Letter, later: readonly (Letter | (() => void))[]): boolean {
  return isFrame(letter) && later.some((item) => isFrame(item) && isKeyFrame(new Uint8Array(item)))
}
