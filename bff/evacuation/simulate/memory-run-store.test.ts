import { describe } from 'vitest'
import { itIsARunStore } from '../run-store-conformance-fixture.ts'
import { createMemoryRunStore } from './memory-run-store.ts'

describe('the store in memory', () => {
  itIsARunStore(() => {
    let steady = 0
    const store = createMemoryRunStore({ now: () => steady, steady: () => steady })
    return Promise.resolve({
      store,
      put: (run) => Promise.resolve(store.insert(run)),
      wait(ms) {
        steady += ms
        return Promise.resolve()
      },
    })
  })
})
