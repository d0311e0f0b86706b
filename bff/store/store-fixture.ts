import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Clock } from '#bff/clock.ts'
import type { Ctx } from '#bff/ctx.ts'
import { createUlids } from '#bff/ulid.ts'
import { openStore, type OpenStoreInput } from './open-store.ts'
import type { Store, StoreScope } from './store.ts'

/** A clock that stands until it is told otherwise. */
export interface SetClock extends Clock {
  set(now: number): void
}

export const START = Date.UTC(2026, 10, 22, 14, 0, 0)

export function createSetClock(start: number = START): SetClock {
  let at = start
  return {
    now: () => at,
    set(now) {
      at = now
    },
  }
}

/** A directory that is gone when the test is over. */
export function testDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'spillway-store-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** A store of its own, closed when the test is over. */
export async function openTestStore(input: Partial<OpenStoreInput> = {}): Promise<Store> {
  const store = await openStore({ directory: input.directory ?? testDirectory(), clock: createSetClock(), ...input })
  onTestFinished(() => store.close())
  return store
}

export function testCtx(store: StoreScope, clock: Clock = createSetClock()): Ctx {
  return {
    actor: { kind: 'local-operator', name: 'ada', roles: ['engineer'] },
    clock,
    store,
    requestId: 'request-1',
    newUlid: createUlids({ clock }),
  }
}
